"""Appeals by the API."""

from uuid import uuid4

import pytest

from ideas.models import Appeal
from tests.api.client import Caller, problem
from tests.factories import UserFactory, grant_role
from tests.factories.after_decision import AppealFactory, sleeping_idea
from tests.factories.fairness import stake_of, supplier_of
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory

pytestmark = pytest.mark.django_db

TEXT = "The stores open at seven now, so everybody waits for the key."


def test_appeal_by_its_author_is_taken() -> None:
    decision = DecisionFactory(idea=sleeping_idea(), announced=True)

    caller = Caller(author_of(decision.idea))
    before = caller.get(f"/api/v1/decisions/{decision.public_id}").json()

    response = caller.post(f"/api/v1/decisions/{decision.public_id}/appeals", {"ground": "factual_error", "text": TEXT})

    body = response.json()
    after = caller.get(f"/api/v1/decisions/{decision.public_id}").json()
    assert (response.status_code, response.headers["Location"]) == (201, f"/api/v1/appeals/{body['id']}")
    assert (before["allowed_actions"], after["allowed_actions"]) == (["appeal"], [])
    assert (body["idea"], body["text"], body["is_granted"]) == (decision.idea.ref, TEXT, None)


def test_appeal_by_a_member_is_refused(api: Caller) -> None:
    decision = DecisionFactory(idea=sleeping_idea(), announced=True)

    response = api.post(f"/api/v1/decisions/{decision.public_id}/appeals", {"ground": "factual_error", "text": TEXT})

    assert problem(response) == (403, "not_author")
    assert not Appeal.objects.exists()


def test_appeal_is_listed_for_and_answered_by_a_programme_manager() -> None:
    row = AppealFactory(decision=DecisionFactory(idea=sleeping_idea(), announced=True))
    caller = Caller(grant_role(UserFactory(), "programme_manager"))

    listed = caller.get("/api/v1/appeals").json()["results"]
    body = caller.post(f"/api/v1/appeals/{row.public_id}/answer", {"is_granted": False, "reasons": TEXT}).json()

    assert [one["allowed_actions"] for one in listed] == [["decide"]]
    assert (body["is_granted"], body["reasons"], body["allowed_actions"]) == (False, TEXT, [])


def test_text_of_an_appeal_is_not_for_everybody(api: Caller) -> None:
    row = AppealFactory(decision=DecisionFactory(idea=sleeping_idea(), announced=True))

    body = api.get(f"/api/v1/appeals/{row.public_id}").json()

    assert (body["ground"], body["text"]) == ("factual_error", None)


def test_appeal_is_unknown_to_a_judge_with_a_stake_in_a_supplier() -> None:
    judge = grant_role(UserFactory(), "programme_manager")
    row = AppealFactory(decision=DecisionFactory(idea=sleeping_idea(), announced=True))
    supplier_of(row.decision.idea)
    stake_of(judge)
    caller = Caller(judge)

    listed = caller.get("/api/v1/appeals").json()["results"]
    alone = caller.get(f"/api/v1/appeals/{row.public_id}")
    answered = caller.post(f"/api/v1/appeals/{row.public_id}/answer", {"is_granted": True, "reasons": TEXT})

    unknown = caller.get(f"/api/v1/appeals/{uuid4()}")
    row.refresh_from_db()
    assert listed == []
    assert [problem(one) for one in (alone, answered, unknown)] == [(404, "not_found")] * 3
    assert alone.json()["detail"] == unknown.json()["detail"]
    assert row.decided_at is None
