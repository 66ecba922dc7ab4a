"""Pages of late answers: more time, asking further up, an apology, and the list of escalated ideas."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ideas.models import Apology, Escalation, Review, ReviewExtension, User
from tests.factories import UserFactory, grant_role, submitted_idea
from tests.factories.clocks import escalate
from tests.factories.escalations import (
    ApologyFactory,
    EscalationFactory,
    ReviewExtensionFactory,
    late_review,
    lead_of,
    missed_promise,
    working_day,
)
from tests.factories.ideas import author_of
from tests.factories.people import DepartmentFactory, MembershipFactory
from tests.factories.reviews import pool_member, routed_idea
from tests.factories.triage import TriageFactory

pytestmark = pytest.mark.django_db
REASON = "The lawyer who knows it is back on Monday."


@pytest.fixture
def manager() -> User:
    return grant_role(UserFactory(), "programme_manager")


def page(client: Client, person: User, address: str) -> str:
    client.force_login(person)
    return client.get(address).content.decode()


def test_extend_gives_more_time_and_shows_the_promise(client: Client) -> None:
    review = late_review()
    missed_promise(review.idea)
    address = f"/reviews/{review.public_id}/extend/"
    client.force_login(lead_of(review))

    shown = client.get(address).content.decode()
    done = client.post(address, {"until": working_day(2).isoformat(), "reason": REASON})

    assert "The author was promised a decision by" in shown
    assert (done.status_code, done["Location"]) == (302, f"/reviews/{review.public_id}/")
    assert ReviewExtension.objects.get().review == review


def test_extend_keeps_what_was_typed_where_the_day_does_not_fit(client: Client) -> None:
    review = late_review()
    client.force_login(lead_of(review))
    given = {"until": timezone.localdate().isoformat(), "reason": REASON}

    refused = client.post(f"/reviews/{review.public_id}/extend/", given)

    assert refused.status_code == 422
    assert REASON in refused.content.decode()
    assert not ReviewExtension.objects.exists()


def test_review_page_offers_its_lead_the_three_ways_and_its_reviewer_none(client: Client) -> None:
    review = late_review()
    address = f"/reviews/{review.public_id}/"

    led, own = page(client, lead_of(review), address), page(client, review.owner, address)

    for part in ("take-over", "hand-over", "extend"):
        assert f'href="/reviews/{review.public_id}/{part}/"' in led
    assert "It is late." in led
    assert "It is late." not in own


def test_review_page_tells_the_new_date_and_offers_no_second_one(client: Client) -> None:
    review = late_review()
    ReviewExtensionFactory(review=review, reason=REASON)

    shown = page(client, lead_of(review), f"/reviews/{review.public_id}/")

    assert REASON in shown
    assert "It is late." in shown
    assert "/extend/" not in shown


def routed_late_review(**fields: Any) -> Review:
    return late_review(idea=routed_idea(stage="in_review"), **fields)


def test_idea_page_names_its_author_a_department_that_is_late_once_they_were_told(client: Client) -> None:
    review = routed_late_review()
    author = author_of(review.idea)
    before = page(client, author, f"/ideas/{review.idea.ref}/")

    review.reminders.create(kind="manager", on=escalate(review).on)

    assert "Late: Finance." not in before
    assert "Late: Finance." in page(client, author, f"/ideas/{review.idea.ref}/")
    assert "Late: Finance." not in page(client, UserFactory(), f"/ideas/{review.idea.ref}/")


def test_idea_page_names_the_new_date_of_a_department_that_has_more_time(client: Client) -> None:
    review = routed_late_review(due_at=timezone.now() + timedelta(days=6))
    ReviewExtensionFactory(review=review, reason=REASON)

    shown = page(client, UserFactory(), f"/ideas/{review.idea.ref}/")

    assert "Late: Finance." in shown
    assert "New date:" in shown
    assert REASON in shown


def test_escalate_asks_why_and_the_idea_page_says_where_it_stands(client: Client) -> None:
    idea = submitted_idea(stage="in_review")
    author = author_of(idea)
    before = page(client, author, f"/ideas/{idea.ref}/")

    done = client.post(f"/ideas/{idea.ref}/escalate/", {"reason": "The season begins."})

    after = page(client, author, f"/ideas/{idea.ref}/")
    assert f'href="/ideas/{idea.ref}/escalate/"' in before
    assert (done.status_code, done["Location"]) == (302, f"/ideas/{idea.ref}/")
    assert Escalation.objects.get().idea == idea
    assert f'href="/ideas/{idea.ref}/escalate/"' not in after
    assert "whoever owes the answer" in after


def test_escalate_is_not_offered_to_others(client: Client) -> None:
    idea = submitted_idea(stage="in_review")

    assert "Ask further up" not in page(client, UserFactory(), f"/ideas/{idea.ref}/")
    assert client.get(f"/ideas/{idea.ref}/escalate/").status_code == 403


def test_escalate_again_says_that_it_climbs_by_itself(client: Client) -> None:
    escalation = EscalationFactory()
    client.force_login(escalation.by)

    assert client.get(f"/ideas/{escalation.idea.ref}/escalate/").status_code == 409


def test_apology_is_written_and_stands_on_the_idea_page(client: Client, manager: User) -> None:
    promise = missed_promise(submitted_idea(stage="in_review", submitted_at=timezone.now() - timedelta(days=30)))
    address = f"/ideas/{promise.idea.ref}/"
    before = page(client, manager, address)

    done = client.post(f"{address}apology/", {"text": "We waited.", "new_on": working_day(3).isoformat()})

    after = page(client, UserFactory(), address)
    assert f'href="{address}apology/"' in before
    assert (done.status_code, done["Location"]) == (302, address)
    assert "We missed the date of the answer." in after
    assert "We waited." in after
    assert f'href="{address}apology/"' not in after


def test_apology_keeps_what_was_typed_where_the_day_does_not_fit(client: Client, manager: User) -> None:
    promise = missed_promise()
    client.force_login(manager)

    refused = client.post(f"/ideas/{promise.idea.ref}/apology/", {"text": "We waited.", "new_on": "2020-01-06"})

    assert refused.status_code == 422
    assert "We waited." in refused.content.decode()
    assert not Apology.objects.exists()


def test_apology_for_a_promise_that_was_kept_says_so(client: Client, manager: User) -> None:
    idea = submitted_idea(stage="in_review")
    client.force_login(manager)

    assert client.get(f"/ideas/{idea.ref}/apology/").status_code == 409


def test_idea_page_says_that_the_new_day_has_passed_too(client: Client) -> None:
    promise = missed_promise(submitted_idea(stage="in_review", submitted_at=timezone.now() - timedelta(days=30)))
    ApologyFactory(promise=promise, new_on=timezone.localdate() - timedelta(days=1))

    assert "The new date has passed too:" in page(client, UserFactory(), f"/ideas/{promise.idea.ref}/")


def listed_ideas() -> list[Any]:
    """One idea for each way onto the list."""
    review = late_review()
    escalate(review)
    return [review.idea, EscalationFactory(on_board=True).idea, missed_promise().idea]


def test_escalated_lists_everything_for_a_programme_manager_with_the_week(client: Client, manager: User) -> None:
    ideas = listed_ideas()

    shown = page(client, manager, "/escalated/")

    for idea in ideas:
        assert idea.title in shown
    assert "Finance is late, due" in shown
    assert "The season begins in two weeks." in shown
    assert "nobody has written to the author" in shown
    assert "The past seven days" in shown


def test_escalated_lists_for_a_lead_what_their_department_owes(client: Client) -> None:
    review = late_review()
    escalate(review)
    other = late_review("legal")
    escalate(other)

    shown = page(client, lead_of(review), "/escalated/")

    assert review.idea.title in shown
    assert other.idea.title not in shown
    assert "The past seven days" not in shown


def test_escalated_lists_for_a_seat_of_the_board_what_the_board_decides(client: Client) -> None:
    board, other = (missed_promise(submitted_idea(stage="in_review", tier=tier)).idea for tier in (3, 2))
    seat = MembershipFactory(department=DepartmentFactory(slug="legal", core=True), role="deputy").person

    shown = page(client, seat, "/escalated/")

    assert board.title in shown
    assert other.title not in shown


def test_escalated_lists_for_deciders_what_they_decide(client: Client) -> None:
    business, chair = (missed_promise(submitted_idea(stage="in_review", tier=tier)).idea for tier in (2, 3))

    shown = page(client, pool_member("business", role="lead").person, "/escalated/")
    whole = page(client, grant_role(UserFactory(), "board_chair"), "/escalated/")

    assert business.title in shown
    assert business.title in whole
    assert chair.title in whole


def test_escalated_offers_to_write_to_the_author_only_to_those_who_may(client: Client, manager: User) -> None:
    idea = missed_promise(submitted_idea(stage="in_review", tier=2)).idea
    decider, chair = pool_member("business", role="lead").person, grant_role(UserFactory(), "board_chair")
    triager = grant_role(UserFactory(), "triager")
    address = f'href="/ideas/{idea.ref}/apology/"'

    offered = [address in page(client, person, "/escalated/") for person in (manager, decider, chair, triager)]

    assert offered == [True, True, False, False]
    assert idea.title in page(client, triager, "/escalated/")
    assert client.get(f"/ideas/{idea.ref}/apology/").status_code == 403


def test_escalated_offers_the_apology_for_a_first_response_to_triagers(client: Client) -> None:
    idea = TriageFactory(idea=submitted_idea(stage="triage", tier=3)).idea
    missed_promise(idea, kind="first_response")
    missed = missed_promise(submitted_idea(stage="in_review", tier=3)).idea
    triager, chair = (grant_role(UserFactory(), role) for role in ("triager", "board_chair"))

    offered = [
        [f"/ideas/{one.ref}/apology/" in page(client, person, "/escalated/") for one in (idea, missed)]
        for person in (triager, chair)
    ]

    assert offered == [[True, False], [True, True]]


def test_escalated_shows_nobody_their_own_idea_nor_one_that_they_may_not_see(client: Client, manager: User) -> None:
    own = missed_promise().idea
    own.authors.update(person=manager)
    hidden = missed_promise(submitted_idea(stage="in_review", visibility="confidential", title="A secret")).idea

    shown = page(client, manager, "/escalated/")

    assert own.title not in shown
    assert hidden.title not in shown


def test_escalated_without_anything_says_when_ideas_stand_there(client: Client) -> None:
    missed_promise()

    assert "Nothing is escalated" in page(client, UserFactory(), "/escalated/")


@pytest.mark.parametrize("count", [10, 100])
def test_escalated_takes_a_fixed_number_of_queries(
    client: Client, manager: User, count: int, django_assert_num_queries: Any
) -> None:
    for _number in range(count // 2):
        escalate(late_review())
        missed_promise()
    client.force_login(manager)
    client.get("/escalated/")

    with django_assert_num_queries(20):
        client.get("/escalated/")


def test_escalated_csv_holds_what_the_page_shows(client: Client, manager: User) -> None:
    ideas = listed_ideas()
    client.force_login(manager)

    response = client.get("/escalated.csv")

    lines = b"".join(response).decode().splitlines()  # type: ignore[call-overload]
    assert response.status_code == 200
    assert len(lines) == 1 + len(ideas)
    assert sum("Finance" in line for line in lines) == 1


def test_desk_leads_to_the_list_whoever_may_find_something_there(client: Client, manager: User) -> None:
    lead = MembershipFactory(department=DepartmentFactory(slug="finance"), role="lead").person
    reviewer = MembershipFactory(department=DepartmentFactory(slug="finance")).person

    links = ['href="/escalated/"' in page(client, person, "/reviews/") for person in (manager, lead, reviewer)]

    assert links == [True, True, False]
