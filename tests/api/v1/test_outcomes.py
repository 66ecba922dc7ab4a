"""Departments, timeline and decision of an idea by the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ideas import outbox
from ideas.events import IdeaEdited
from ideas.models import Decision, Idea
from ideas.workflow import Stage
from tests.api.client import Caller, places, problem
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory, pool_member, routed_idea, submitted_event
from tests.one_by_one import open_reviews

pytestmark = pytest.mark.django_db


def ready_idea(**fields: Any) -> Idea:
    idea = submitted_idea(stage=Stage.READY_FOR_DECISION, **fields)
    ReviewFactory(idea=idea, submitted=True)
    return idea


YES = {
    "kind": "approved",
    "reason_code": "good_value",
    "what_would_change": "",
    "next_step": "Cut the key",
    "next_step_on": "2030-01-07",
}


def decision(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "declined",
        "reason_code": "benefit_too_small",
        "explanation": "The stores are open from six, so nobody waits for the key any more.",
        "what_would_change": "If the stores close before seven again.",
        **changes,
    }


@pytest.fixture
def decider() -> Caller:
    return Caller(pool_member(role="lead").person)


def test_departments_of_idea_are_all_seven(api: Caller) -> None:
    idea = routed_idea(answered={"data": "personal"})
    open_reviews(idea_id=idea.pk, event=submitted_event(idea))

    body = api.get(f"/api/v1/ideas/{idea.ref}/departments").json()

    lanes = {lane["department"]: lane for lane in body["departments"]}
    assert len(lanes) == 7
    assert (lanes["security"]["mode"], lanes["security"]["rule"]) == ("required", "SEC-1")
    assert lanes["security"]["answers"] == ["names or details"]
    assert (lanes["commercial"]["mode"], lanes["commercial"]["review"]) == ("not_asked", None)
    assert body["allowed_actions"] == []


def test_departments_of_ready_idea_let_the_decider_decide(decider: Caller) -> None:
    body = decider.get(f"/api/v1/ideas/{ready_idea().ref}/departments").json()

    assert (body["allowed_actions"], body["decider_because"]) == (["decide"], "business_lead")


def test_departments_of_invisible_idea_are_not_there(api: Caller) -> None:
    idea = submitted_idea(visibility="confidential")

    assert problem(api.get(f"/api/v1/ideas/{idea.ref}/departments")) == (404, "not_found")


def test_timeline_comes_in_pages(api: Caller) -> None:
    idea = submitted_idea()
    for version in range(2, 5):
        outbox.record(IdeaEdited(idea_id=idea.pk, version=version))

    first = api.get(f"/api/v1/ideas/{idea.ref}/timeline?limit=2").json()
    second = api.get(first["next"]).json()

    assert [one["version"] for one in first["results"]] == [4, 3]
    assert [one["version"] for one in second["results"]] == [2]


def test_decision_made_is_there_for_the_author_alone(decider: Caller, api: Caller) -> None:
    idea = ready_idea()

    response = decider.post(f"/api/v1/ideas/{idea.ref}/decisions", decision(), if_match='"1"')

    assert response.status_code == 201
    body = response.json()
    assert (body["kind"], body["announced_at"], body["allowed_actions"]) == ("declined", None, ["announce"])
    assert Caller(author_of(idea)).get(response["Location"]).status_code == 200
    assert problem(api.get(response["Location"])) == (404, "not_found")


def test_decision_sent_twice_with_one_key_is_made_once(decider: Caller) -> None:
    idea = ready_idea()
    send = [
        decider.post(f"/api/v1/ideas/{idea.ref}/decisions", decision(), if_match='"1"', idempotency_key="once")
        for _ in range(2)
    ]

    assert [one.status_code for one in send] == [201, 201]
    assert send[0].json() == send[1].json()
    assert Decision.objects.count() == 1


REFUSED = [
    ({}, {}, 428, "precondition_required"),
    ({}, {"if_match": '"9"'}, 412, "stale_version"),
    ({"reason_code": ""}, {"if_match": '"1"'}, 422, "reason_required"),
    ({"kind": "merged"}, {"if_match": '"1"'}, 422, "invalid_choice"),
    ({"explanation": "No."}, {"if_match": '"1"'}, 422, "too_short"),
    ({"what_would_change": ""}, {"if_match": '"1"'}, 422, "required"),
    ({"decided_by": "me"}, {"if_match": '"1"'}, 400, "unknown_field"),
    ({"next_step_on": "tomorrow"}, {"if_match": '"1"'}, 422, "date"),
]


@pytest.mark.parametrize(("changes", "headers", "status", "code"), REFUSED)
def test_decision_that_is_wrong_is_refused(
    decider: Caller, changes: dict[str, Any], headers: dict[str, str], status: int, code: str
) -> None:
    response = decider.post(f"/api/v1/ideas/{ready_idea().ref}/decisions", decision(**changes), **headers)

    assert problem(response) == (status, code)
    assert not Decision.objects.exists()


def test_decision_by_somebody_else_is_refused(decider: Caller, api: Caller) -> None:
    response = api.post(f"/api/v1/ideas/{ready_idea().ref}/decisions", decision(), if_match='"1"')

    assert problem(response) == (403, "not_decider")
    assert not Decision.objects.exists()


def test_decision_before_all_are_in_is_refused(decider: Caller) -> None:
    response = decider.post(f"/api/v1/ideas/{submitted_idea().ref}/decisions", decision(), if_match='"1"')

    assert problem(response) == (409, "not_ready")


def test_decision_twice_is_refused(decider: Caller) -> None:
    idea = ready_idea()
    decider.post(f"/api/v1/ideas/{idea.ref}/decisions", decision(), if_match='"1"')

    response = decider.post(f"/api/v1/ideas/{idea.ref}/decisions", decision(), if_match='"1"')

    assert problem(response) == (409, "decided")
    assert Decision.objects.count() == 1


def test_decision_with_conditions_points_at_what_lacks(decider: Caller) -> None:
    body = decision(
        kind="approved_with_conditions",
        reason_code="good_value",
        next_step="Buy it",
        next_step_on=(timezone.now() + timedelta(days=30)).date().isoformat(),
        conditions=[{"text": "Sign for it"}],
    )

    response = decider.post(f"/api/v1/ideas/{ready_idea().ref}/decisions", body, if_match='"1"')

    assert places(response) == [("/conditions/0/owner_name", "required"), ("/conditions/0/due_on", "required")]


def test_decision_announced_is_there_for_everybody(api: Caller) -> None:
    row = DecisionFactory()

    announced = Caller(row.decided_by).post(f"/api/v1/decisions/{row.public_id}/announce")

    assert announced.json()["announced_at"] is not None
    assert api.get(f"/api/v1/decisions/{row.public_id}").status_code == 200
    assert Idea.objects.get().stage == Stage.DECLINED


def test_decision_announced_by_the_author_is_refused() -> None:
    row = DecisionFactory()

    response = Caller(author_of(row.idea)).post(f"/api/v1/decisions/{row.public_id}/announce")

    assert problem(response) == (403, "not_decider")


def test_decision_of_stranger_cannot_be_announced() -> None:
    row = DecisionFactory()

    response = Caller(UserFactory()).post(f"/api/v1/decisions/{row.public_id}/announce")

    assert problem(response) == (404, "not_found")
    assert Idea.objects.get().stage == Stage.READY_FOR_DECISION


def test_rule_set_names_questions_criteria_and_reasons(api: Caller) -> None:
    body = api.get("/api/v1/routing/rule-set").json()

    assert (body["version"], body["currency"]) == (1, "GBP")
    assert len(body["questions"]) == 15
    assert [tier["promise_days"] for tier in body["tiers"]] == [5, 10, 20, 40]
    assert body["departments"][5]["criteria"][0]["id"] == "residual_risk"
    assert {"code": "tried_before", "label": "It has been tried before", "kind": "no", "needs": "link"} in body[
        "reasons"
    ]


def test_decision_with_an_owner_keeps_them(decider: Caller) -> None:
    idea, owner = ready_idea(), UserFactory()
    body = decision(**YES, owner=str(owner.public_id))

    response = decider.post(f"/api/v1/ideas/{idea.ref}/decisions", body, if_match='"1"')

    assert response.status_code == 201
    assert Decision.objects.get().owner == owner


def test_decision_with_an_unknown_owner_is_refused(decider: Caller) -> None:
    idea = ready_idea()
    body = decision(**YES, owner="00000000-0000-0000-0000-000000000000")

    response = decider.post(f"/api/v1/ideas/{idea.ref}/decisions", body, if_match='"1"')

    assert problem(response) == (422, "unknown_person")
    assert [one["pointer"] for one in response.json()["errors"]] == ["/owner"]
    assert not Decision.objects.exists()
