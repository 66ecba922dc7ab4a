"""Departments that answer after others: who waits, how the window is shared, and when the wait is over."""

from datetime import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import ClockEntry, Event, Idea, Review, ReviewDependency
from ideas.news import NewsKind
from ideas.routing.dependencies import first_part
from ideas.selectors.lanes import lanes_of
from ideas.selectors.recipients import recipients_of
from ideas.selectors.timeline import timeline_of
from ideas.services.dependencies import settle_dependents
from ideas.services.routing import Asked, open_reviews_of
from tests.api.client import Caller
from tests.factories import UserFactory
from tests.factories.clocks import london
from tests.factories.reviews import routed_idea, submitted_event
from tests.one_by_one import open_reviews

pytestmark = pytest.mark.django_db
SIGNIFICANT = {"reach": "whole_org", "one_off": 10000, "buys": "new"}  # tier 2: Procurement and Finance, among others
OPENED = london(2027, 3, 1, 10)
SIXTH_DAY, TENTH_DAY = london(2027, 3, 9, 17), london(2027, 3, 15, 17)


def opened_idea(**answered: object) -> Idea:
    idea = routed_idea(answered=SIGNIFICANT | answered)
    with time_machine.travel(OPENED, tick=False):
        open_reviews(idea_id=idea.pk, event=submitted_event(idea))
    return idea


def review_of(idea: Idea, slug: str) -> Review:
    return Review.objects.get(idea=idea, department__slug=slug)


def answer(review: Review, at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        settle_dependents(review=review)


@pytest.mark.parametrize(("days", "first"), [(1, 0), (2, 1), (5, 3), (10, 6), (15, 9)])
def test_first_part_shares_the_window_sixty_to_forty(days: int, first: int) -> None:
    assert first_part(days) == first


def test_open_reviews_lets_finance_wait_for_procurement_and_keeps_its_date() -> None:
    idea = opened_idea()

    found = ReviewDependency.objects.get(review__idea=idea)
    assert (found.review, found.needs) == (review_of(idea, "finance"), review_of(idea, "procurement"))
    assert (found.rule_id, found.why) == ("DEP-1", "What it costs depends on how it can be bought")
    assert (found.splits_at, found.input_arrived_at) == (SIXTH_DAY, None)
    assert found.needs.due_at == SIXTH_DAY
    assert found.review.due_at == review_of(idea, "business").due_at == TENTH_DAY
    assert Event.objects.get(type="review.waits").payload == {"review_id": found.review_id, "dependency_id": found.pk}


def test_open_reviews_lets_legal_wait_for_security_where_personal_data_meets_new_technology() -> None:
    idea = opened_idea(buys="no", data="personal", tech="new_or_ai")

    pairs = ReviewDependency.objects.values_list("review__department__slug", "needs__department__slug")
    assert list(pairs) == [("legal", "security")]
    assert review_of(idea, "security").due_at == SIXTH_DAY


def test_open_reviews_below_tier_2_lets_nobody_wait() -> None:
    idea = routed_idea(answered={"reach": "several_teams", "one_off": 1000, "buys": "new"})

    open_reviews(idea_id=idea.pk, event=submitted_event(idea))

    assert idea.tier == 1
    assert not ReviewDependency.objects.exists()
    assert review_of(idea, "finance").due_at == review_of(idea, "procurement").due_at


def test_open_reviews_twice_makes_one_dependency() -> None:
    idea = opened_idea()

    open_reviews(idea_id=idea.pk, event=submitted_event(idea))

    assert ReviewDependency.objects.count() == 1


def test_open_reviews_of_many_ideas_that_wait_takes_as_many_statements_as_of_one() -> None:
    def statements(count: int) -> int:
        ideas = [routed_idea(answered=SIGNIFICANT) for _ in range(count)]
        asked = [Asked(idea.pk, submitted_event(idea).pk) for idea in ideas]
        with CaptureQueriesContext(connection) as captured:
            open_reviews_of(asked=asked)
        return len(captured)

    assert statements(1) == statements(10)
    assert ReviewDependency.objects.count() == 11


def test_settle_dependents_before_the_split_starts_the_clock_and_tells_the_owner() -> None:
    idea = opened_idea()
    finance = review_of(idea, "finance")
    Review.objects.filter(pk=finance.pk).update(owner=UserFactory(), state=Review.State.ASSIGNED)

    answer(review_of(idea, "procurement"), london(2027, 3, 3, 11))

    finance.refresh_from_db()
    assert finance.due_at == london(2027, 3, 9, 17)  # four working days from Wednesday
    assert ReviewDependency.objects.get().input_arrived_at == london(2027, 3, 3, 11)
    entry = ClockEntry.objects.get(review=finance, kind="recomputed")
    assert (entry.due_at, entry.working_days) == (finance.due_at, -4)
    told = recipients_of(event=Event.objects.get(type="review.input_arrived"))
    assert [(one.person_id, one.kind) for one in told] == [(finance.owner_id, NewsKind.DATE_NEARER)]


def test_settle_dependents_after_the_split_changes_nothing() -> None:
    idea = opened_idea()
    before = list(Review.objects.order_by("pk").values())

    answer(review_of(idea, "procurement"), london(2027, 3, 10, 9))

    assert list(Review.objects.order_by("pk").values()) == before
    assert ReviewDependency.objects.get().input_arrived_at is None
    assert not Event.objects.filter(type="review.input_arrived").exists()


def test_settle_dependents_never_grows_a_date_that_was_nearer() -> None:
    idea = opened_idea()
    finance = review_of(idea, "finance")
    Review.objects.filter(pk=finance.pk).update(due_at=SIXTH_DAY)

    answer(review_of(idea, "procurement"), london(2027, 3, 9, 9))

    finance.refresh_from_db()
    assert finance.due_at == SIXTH_DAY


def test_waiting_is_told_with_its_reason_and_opens_no_answer() -> None:
    idea = opened_idea()
    reviewer = UserFactory()
    finance, procurement = review_of(idea, "finance"), review_of(idea, "procurement")
    Review.objects.filter(pk=finance.pk).update(owner=reviewer, state=Review.State.ASSIGNED)
    said = {"recommendation": "support", "confidence": "high", "plain_answer": "CANARY"}
    given = said | {"owner": UserFactory(), "submitted_at": OPENED}
    Review.objects.filter(pk=procurement.pk).update(state=Review.State.SUBMITTED, **given)
    answer(procurement, london(2027, 3, 3, 11))
    idea.refresh_from_db()

    lane = next(one for one in lanes_of(idea=idea, viewer=reviewer) if one.slug == "finance")
    types = [entry.type for entry in timeline_of(idea=idea, viewer=reviewer)]
    api = Caller(reviewer).get(f"/api/v1/ideas/{idea.ref}/departments")
    page = Caller(reviewer).get(f"/api/v1/reviews/{finance.public_id}").json()

    assert [(one.slug, one.until, one.arrived_at, one.is_over) for one in lane.waits] == [
        ("procurement", SIXTH_DAY, london(2027, 3, 3, 11), True)
    ]
    assert {"review.waits", "review.input_arrived"} <= set(types)
    told = {"department": "procurement", "rule": "DEP-1", "arrived_at": "2027-03-03T11:00:00Z", "is_over": True}
    assert {name: page["waits_for"][0][name] for name in told} == told
    assert "CANARY" not in api.content.decode()
