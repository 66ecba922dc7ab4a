"""Asking one more department over the API."""

import pytest
from django.utils import timezone

from ideas.models import EarlyStop, Idea, Review, RoutingOverride
from tests.api.client import Caller
from tests.factories.reviews import EarlyStopFactory
from tests.factories.triage import triager
from tests.ideas.services.test_additions import WHY, held
from tests.ideas.services.test_overrides import idea_in_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    return held(idea_in_review())


def path(review: Review) -> str:
    return f"/api/v1/reviews/{review.public_id}/also-needs"


def test_reviewer_asks_one_more_department(review: Review) -> None:
    caller = Caller(review.owner)

    made = caller.post(path(review), {"department": "security", "reason": WHY})

    assert made.status_code == 200
    body = made.json()
    assert (body["asked_also"], body["required"], body["reason"]) == ("security", ["security"], WHY)
    assert caller.get(f"/api/v1/ideas/{review.idea.ref}/routing/overrides").json()["results"] == [body]


def test_asking_twice_with_one_key_asks_once(review: Review) -> None:
    caller, body = Caller(review.owner), {"department": "security", "reason": WHY}

    first = caller.post(path(review), body, idempotency_key="also-1")
    again = caller.post(path(review), body, idempotency_key="also-1")
    other = caller.post(path(review), body, idempotency_key="also-2")

    assert first.json() == again.json()
    assert (other.status_code, other.json()["code"]) == (409, "nothing_changed")
    assert RoutingOverride.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"department": "cellar", "reason": WHY}, "unknown_department"),
        ({"department": "security", "reason": " "}, "blank"),
        ({"department": "security"}, "required"),
    ],
)
def test_asking_nobody_or_without_a_reason_changes_nothing(review: Review, body: dict[str, str], code: str) -> None:
    answer = Caller(review.owner).post(path(review), body)

    assert answer.status_code == 422
    assert [one["code"] for one in answer.json()["errors"]] == [code]
    assert not RoutingOverride.objects.exists()


def test_allowed_actions_name_it_only_while_the_idea_is_in_review(review: Review) -> None:
    caller, address = Caller(review.owner), f"/api/v1/reviews/{review.public_id}"
    in_review = caller.get(address).json()["allowed_actions"]
    Idea.objects.filter(pk=review.idea_id).update(stage="ready_for_decision")

    ready = caller.get(address).json()["allowed_actions"]
    answer = caller.post(path(review), {"department": "security", "reason": WHY})

    assert ("ask_also" in in_review, "ask_also" in ready) == (True, False)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_in_review")


def test_allowed_actions_do_not_name_it_while_a_department_asks_to_stop_the_idea(review: Review) -> None:
    caller, address = Caller(review.owner), f"/api/v1/reviews/{review.public_id}"
    stop = EarlyStopFactory(review=review)

    stopped = caller.get(address).json()["allowed_actions"]
    answer = caller.post(path(review), {"department": "security", "reason": WHY})
    EarlyStop.objects.filter(pk=stop.pk).update(verdict="lifted", verdict_at=timezone.now())
    lifted = caller.get(address).json()["allowed_actions"]

    assert ("ask_also" in stopped, "ask_also" in lifted) == (False, True)
    assert (answer.status_code, answer.json()["code"]) == (409, "stop_open")
    assert not RoutingOverride.objects.exists()


def test_change_that_does_not_name_what_was_asked_as_well_leaves_it_and_one_that_does_says_so(review: Review) -> None:
    Caller(review.owner).post(path(review), {"department": "security", "reason": WHY})
    sorter = Caller(triager())
    address = f"/api/v1/ideas/{review.idea.ref}/routing/overrides"

    kept = sorter.post(address, {"departments": {"legal": "required"}, "reason": "Staff terms."}).json()
    triage = sorter.get(f"/api/v1/ideas/{review.idea.ref}/triage").json()
    ended = sorter.post(address, {"departments": {"security": "left_out"}, "reason": "Asked in May."}).json()

    assert (kept["required"], kept["took_out"]) == (["legal", "security"], [])
    assert triage["asked_also"] == ["security"]
    assert (ended["left_out"], ended["took_out"]) == (["security"], ["security"])
    assert [one["took_out"] for one in sorter.get(address).json()["results"]] == [["security"], [], []]
