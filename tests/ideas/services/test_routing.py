"""Opening reviews: once for each department asked, whenever and however often the job runs."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.models import (
    AnswerSet,
    Calendar,
    Delivery,
    Department,
    Event,
    Idea,
    Review,
    RoutingDecision,
    RuleSet,
    Triage,
)
from ideas.routing.rules import route
from ideas.services import routing
from ideas.services.routing import Asked, open_reviews_of
from ideas.workflow import Stage
from tests.factories import UserFactory, grant_role
from tests.factories.house import SiteFactory
from tests.factories.reviews import DecisionFactory, routed_idea, submitted_event
from tests.factories.routing import answers, default_rule_set
from tests.one_by_one import open_reviews

pytestmark = pytest.mark.django_db

STANDARD = {"reach": "several_teams"}  # tier 1: Business and Operations are required


def open_for(idea: Idea) -> list[Review]:
    return open_reviews(idea_id=idea.pk, event=submitted_event(idea))


def modes(idea: Idea) -> dict[str, str]:
    return dict(idea.reviews.values_list("department__slug", "mode"))


def moves(idea: Idea) -> list[tuple[str, str]]:
    rows = Event.objects.filter(idea=idea, type="idea.moved").order_by("id")
    return [(row.payload["from_stage"], row.payload["to_stage"]) for row in rows]


def test_open_reviews_asks_each_department_of_the_routing() -> None:
    idea = routed_idea(answered=STANDARD | {"buys": "unknown"})

    open_for(idea)

    assert modes(idea) == {"business": "required", "operations": "required", "procurement": "advisory"}
    idea.refresh_from_db()
    assert idea.stage == Stage.IN_REVIEW
    assert idea.routed_at is not None


def test_open_reviews_tells_once_and_asks_for_owners() -> None:
    idea = routed_idea()

    open_for(idea)

    business = Department.objects.get(slug="business")
    opened = Event.objects.get(type="reviews.opened")
    assert opened.payload == {
        "round": 1,
        "department_ids": [business.pk],
        "notified_department_ids": [Department.objects.get(slug="operations").pk],
    }
    assign = Delivery.objects.get(consumer="assign")
    assert assign.target_id == business.pk
    assert assign.event.type == "idea.submitted"


def test_open_reviews_twice_changes_nothing() -> None:
    idea = routed_idea(answered=STANDARD)
    event = submitted_event(idea)
    open_reviews(idea_id=idea.pk, event=event)
    before = list(Review.objects.order_by("pk").values())
    events = Event.objects.count()

    assert open_reviews(idea_id=idea.pk, event=event) == []

    assert list(Review.objects.order_by("pk").values()) == before
    assert Event.objects.count() == events
    assert Delivery.objects.filter(consumer="assign").count() == 2


def test_open_reviews_counts_the_window_on_the_departments_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    # Thursday 2 April 2026, 16:40 in London; Easter Monday is a holiday in England but not in Scotland.
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 4, 2, 15, 40, tzinfo=UTC))
    scotland = Calendar.objects.get(key="scotland")
    Department.objects.filter(slug="operations").update(calendar=scotland)
    idea = routed_idea(answered=STANDARD)

    open_for(idea)

    due = dict(idea.reviews.values_list("department__slug", "due_at"))
    assert due == {
        "business": datetime(2026, 4, 13, 16, tzinfo=UTC),
        "operations": datetime(2026, 4, 10, 16, tzinfo=UTC),
    }
    assert idea.reviews.get(department__slug="operations").calendar == scotland


def test_open_reviews_counts_the_window_on_the_calendar_of_the_departments_site(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 4, 2, 15, 40, tzinfo=UTC))
    england = SiteFactory(name="Leeds", calendar=Calendar.objects.get(key="england_and_wales"))
    Department.objects.filter(slug="business").update(site=england)
    Department.objects.filter(slug="operations").update(site=SiteFactory(name="Leith"))
    idea = routed_idea(answered=STANDARD)

    open_for(idea)

    due = dict(idea.reviews.values_list("department__slug", "due_at"))
    assert due == {
        "business": datetime(2026, 4, 13, 16, tzinfo=UTC),
        "operations": datetime(2026, 4, 10, 16, tzinfo=UTC),
    }
    calendars = dict(idea.reviews.values_list("department__slug", "calendar__key"))
    assert calendars == {"business": "england_and_wales", "operations": "scotland"}


def test_open_reviews_without_triager_goes_straight_to_review() -> None:
    idea = routed_idea()

    open_for(idea)

    assert moves(idea) == [("submitted", "in_review")]


def test_open_reviews_with_triager_lets_a_small_idea_pass_triage_at_once() -> None:
    grant_role(UserFactory(), "triager")
    idea = routed_idea()

    open_for(idea)

    assert moves(idea) == [("submitted", "triage"), ("triage", "in_review")]
    turn = Triage.objects.get(idea=idea)
    assert (turn.released_at is None, turn.done_at) == (False, None)


def test_open_reviews_with_triager_holds_an_idea_of_tier_1_back() -> None:
    grant_role(UserFactory(), "triager")
    idea = routed_idea(answered=STANDARD)

    assert open_for(idea) == []

    idea.refresh_from_db()
    assert (idea.stage, idea.routed_at is None) == (Stage.TRIAGE, False)
    assert moves(idea) == [("submitted", "triage")]
    assert not Review.objects.exists()
    assert Triage.objects.filter(idea=idea, released_at__isnull=True).count() == 1


def test_open_reviews_of_a_confidential_idea_waits_for_no_triager() -> None:
    grant_role(UserFactory(), "triager")
    idea = routed_idea(answered=STANDARD, visibility=Idea.Visibility.CONFIDENTIAL)

    open_for(idea)

    assert modes(idea) == {"business": "required", "operations": "required"}
    assert not Triage.objects.exists()


def test_open_reviews_with_a_triager_who_left_holds_nothing_back() -> None:
    grant_role(UserFactory(is_active=False), "triager")
    idea = routed_idea(answered=STANDARD)

    open_for(idea)

    assert moves(idea) == [("submitted", "in_review")]


def test_open_reviews_of_an_idea_that_became_small_in_triage_opens_them() -> None:
    grant_role(UserFactory(), "triager")
    idea = routed_idea(answered=STANDARD)
    open_for(idea)
    reroute(idea)

    open_for(idea)

    assert modes(idea) == {"business": "required"}
    assert Triage.objects.get(idea=idea).released_at is not None


def test_open_reviews_with_triager_costs_the_statements_of_one_for_many() -> None:
    grant_role(UserFactory(), "triager")
    asked = [_asked(routed_idea(answered=STANDARD)) for _each in range(6)]
    with CaptureQueriesContext(connection) as of_one:
        open_reviews_of(asked=asked[:1])

    with CaptureQueriesContext(connection) as of_many:
        open_reviews_of(asked=asked[1:])

    assert len(of_many) == len(of_one)
    assert Triage.objects.filter(released_at__isnull=True).count() == 6


@pytest.mark.parametrize("stage", [Stage.WITHDRAWN, Stage.DECLINED])
def test_open_reviews_of_closed_idea_does_nothing(stage: Stage) -> None:
    idea = routed_idea(stage=stage)
    event = submitted_event(idea)

    assert open_reviews(idea_id=idea.pk, event=event) == []

    assert not Review.objects.exists()
    assert list(Event.objects.all()) == [event]


def test_open_reviews_of_decided_idea_does_nothing() -> None:
    idea = routed_idea(stage=Stage.READY_FOR_DECISION)
    DecisionFactory(idea=idea)

    assert open_for(idea) == []

    assert not Review.objects.exists()


def test_open_reviews_of_missing_department_flags_the_idea_and_asks_the_others() -> None:
    Department.objects.filter(slug="operations").delete()
    idea = routed_idea(answered=STANDARD)

    open_for(idea)

    idea.refresh_from_db()
    assert modes(idea) == {"business": "required"}
    assert idea.needs_attention == "department_gone:Operations"


def reroute(idea: Idea, **answered: object) -> None:
    found = route(default_rule_set(), answers(**answered))
    answer_set = AnswerSet.objects.create(idea=idea, rule_set=RuleSet.objects.get(), version=2, answers={})
    RoutingDecision.objects.create(
        idea=idea,
        round=1,
        answer_set=answer_set,
        rule_set=RuleSet.objects.get(),
        tier=found.tier,
        routing=found.as_json(),
    )


def test_open_reviews_after_new_answers_adds_what_is_missing() -> None:
    idea = routed_idea(answered=STANDARD | {"buys": "unknown"})
    open_for(idea)
    Idea.objects.filter(pk=idea.pk).update(stage=Stage.READY_FOR_DECISION)
    reroute(idea, **STANDARD, buys="new", data="personal")

    opened = open_for(idea)

    assert [review.department.slug for review in opened] == ["security", "legal"]
    assert modes(idea)["procurement"] == "required"
    assert idea.reviews.count() == 5
    idea.refresh_from_db()
    assert idea.stage == Stage.IN_REVIEW


def test_open_reviews_holds_no_departments_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not hasattr(routing, "lock_pool")


def test_open_reviews_of_many_costs_the_statements_of_one_and_leaves_closed_ideas_alone() -> None:
    closed = routed_idea(answered=STANDARD)
    Idea.objects.filter(pk=closed.pk).update(stage=Stage.WITHDRAWN, next_answer_at=None)
    asked = [_asked(routed_idea(answered=STANDARD)) for _each in range(4)]
    many = [*asked[1:], _asked(closed)]
    with CaptureQueriesContext(connection) as of_one:
        open_reviews_of(asked=asked[:1])

    with CaptureQueriesContext(connection) as of_many:
        rows = open_reviews_of(asked=many)

    assert len(of_many) == len(of_one)
    assert [(row.idea_id, row.department.slug) for row in rows] == [
        (one.idea_id, slug) for one in asked[1:] for slug in ("business", "operations")
    ]
    assert set(
        Idea.objects.filter(pk__in=[one.idea_id for one in asked]).values_list("stage", "tally__takes_votes")
    ) == {("in_review", True)}
    assert [moves(row.idea) for row in rows[::2]] == [[("submitted", "in_review")]] * 3
    assert Delivery.objects.filter(consumer="assign", event__in=[one.event_id for one in asked]).count() == 8
    closed.refresh_from_db()
    assert (closed.stage, closed.routed_at) == ("withdrawn", None)


def test_open_reviews_of_many_carry_the_request_that_sent_each() -> None:
    first, second = uuid.uuid4(), uuid.uuid4()
    asked = [_asked(routed_idea(answered=STANDARD), request) for request in (first, second)]

    open_reviews_of(asked=asked)

    rows = Event.objects.filter(type="reviews.opened").order_by("idea_id").values_list("request_id", flat=True)
    assert list(rows) == [first, second]


def _asked(idea: Idea, request: uuid.UUID | None = None) -> Asked:
    return Asked(idea.pk, submitted_event(idea).pk, request)
