"""Late answers over the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ideas.models import Apology, Escalation, Review, ReviewExtension, User
from tests.factories import UserFactory, grant_role, submitted_idea
from tests.factories.clocks import escalate
from tests.factories.escalations import EscalationFactory, late_review, lead_of, missed_promise, working_day
from tests.factories.ideas import author_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> User:
    return grant_role(UserFactory(), "programme_manager")


def send(client: Client, person: User, address: str, body: Any) -> Any:
    client.force_login(person)
    return client.post(f"/api/v1{address}", body, content_type="application/json")


def read(client: Client, person: User, address: str) -> Any:
    client.force_login(person)
    return client.get(f"/api/v1{address}").json()


def test_extend_moves_the_date_and_is_no_allowed_action_afterwards(client: Client) -> None:
    review = late_review()
    lead = lead_of(review)
    before = read(client, lead, f"/reviews/{review.public_id}")["allowed_actions"]

    answer = send(
        client,
        lead,
        f"/reviews/{review.public_id}/extend",
        {"until": working_day(2).isoformat(), "reason": "Our lawyer is back then."},
    )

    assert answer.status_code == 200
    assert answer.json()["due_at"][:10] == working_day(2).isoformat()
    assert answer.json()["extension"]["reason"] == "Our lawyer is back then."
    assert ("extend" in before, "extend" in answer.json()["allowed_actions"]) == (True, False)


def test_extend_before_it_is_due_is_refused(client: Client) -> None:
    review = late_review(due_at=timezone.now() + timedelta(days=5))

    answer = send(
        client,
        lead_of(review),
        f"/reviews/{review.public_id}/extend",
        {"until": working_day(2).isoformat(), "reason": "Our lawyer is back then."},
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "not_due_yet")
    assert not ReviewExtension.objects.exists()


def test_extend_until_a_day_off_names_the_field(client: Client) -> None:
    review = late_review()
    saturday = timezone.localdate() + timedelta(days=(5 - timezone.localdate().weekday()) % 7 or 7)

    answer = send(
        client,
        lead_of(review),
        f"/reviews/{review.public_id}/extend",
        {"until": saturday.isoformat(), "reason": "Our lawyer is back then."},
    )

    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [("/until", "not_working_day")]
    assert Review.objects.get(pk=review.pk).due_at == review.due_at


def test_escalations_are_raised_and_listed_without_naming_the_author(client: Client) -> None:
    idea = submitted_idea(stage="in_review", author_shown=False)
    author = author_of(idea)
    before = read(client, author, f"/ideas/{idea.ref}/escalations")

    answer = send(client, author, f"/ideas/{idea.ref}/escalations", {"reason": "The season begins."})

    after = read(client, UserFactory(), f"/ideas/{idea.ref}/escalations")
    assert (before["escalations"], before["allowed_actions"]) == ([], ["escalate"])
    assert (answer.status_code, answer.json()["level"], answer.json()["stage"]) == (200, "owing", "in_review")
    assert [one["reason"] for one in after["escalations"]] == ["The season begins."]
    assert after["allowed_actions"] == []
    assert author.name not in str(after)
    again = send(client, author, f"/ideas/{idea.ref}/escalations", {"reason": "Once more."})
    assert (again.status_code, again.json()["code"]) == (409, "escalated_before")
    assert Escalation.objects.count() == 1


def test_apologies_are_written_and_listed(client: Client, manager: User) -> None:
    promise = missed_promise()
    address = f"/ideas/{promise.idea.ref}/apologies"
    before = read(client, manager, address)

    answer = send(client, manager, address, {"text": "We waited.", "new_on": working_day(3).isoformat()})

    after = read(client, UserFactory(), address)
    assert (before["allowed_actions"], before["missed"]["kind"]) == (["apologise"], "decision")
    assert (answer.status_code, answer.json()["by"]) == (200, manager.name)
    assert [(one["text"], one["new_on"]) for one in after["apologies"]] == [("We waited.", working_day(3).isoformat())]
    assert after["allowed_actions"] == []


def test_apologies_by_somebody_who_does_not_answer_for_it_are_refused(client: Client) -> None:
    promise = missed_promise()

    answer = send(
        client,
        UserFactory(),
        f"/ideas/{promise.idea.ref}/apologies",
        {"text": "We waited.", "new_on": working_day(3).isoformat()},
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "not_answerable")
    assert not Apology.objects.exists()


def test_escalated_ideas_say_why_each_stands_there(client: Client, manager: User) -> None:
    review = late_review()
    escalate(review)
    escalation = EscalationFactory(on_board=True)
    promise = missed_promise()

    found = {one["ref"]: one for one in read(client, manager, "/escalated-ideas")["results"]}

    assert [one["department"] for one in found[review.idea.ref]["reviews"]] == ["finance"]
    assert found[escalation.idea.ref]["escalation"]["id"] == str(escalation.public_id)
    assert found[promise.idea.ref]["missed_promise"]["kind"] == "decision"
    assert len(found) == 3


@pytest.mark.parametrize("count", [10, 100])
def test_escalated_ideas_take_a_fixed_number_of_queries(
    client: Client, manager: User, count: int, django_assert_num_queries: Any
) -> None:
    for _number in range(count // 2):
        escalate(late_review())
        missed_promise()
    client.force_login(manager)
    client.get("/api/v1/escalated-ideas?limit=100")

    with django_assert_num_queries(11):
        client.get("/api/v1/escalated-ideas?limit=100")
