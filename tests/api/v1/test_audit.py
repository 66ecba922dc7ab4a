"""The audit trail over the API."""

import pytest
from django.db import connection

from ideas.models import AuditHead
from ideas.services.audit import record_audit
from ideas.services.sealing import seal_audit_rows
from tests.api.client import Caller
from tests.factories import UserFactory, grant_role, submitted_idea

pytestmark = pytest.mark.django_db
VERIFY = "/api/v1/audit/verify"


def sealed_rows(count: int) -> None:
    """Write rows of a transaction that ended long ago, and seal them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_event (action, object_type, object_id, before, after, reason, tx)"
            " select 'person.change', 'person', number::text, '{}', '{}', '', '3'::xid8"
            " from generate_series(1, %s) as number",
            [count],
        )
    assert seal_audit_rows() == count


@pytest.fixture
def checker() -> Caller:
    return Caller(grant_role(UserFactory(), "programme_manager"))


def test_verify_of_a_whole_chain_says_so(checker: Caller) -> None:
    sealed_rows(3)

    answer = checker.get(VERIFY)

    head = bytes(AuditHead.objects.get().hash).hex()
    assert answer.status_code == 200
    assert answer.json() == {
        "is_whole": True,
        "rows": 3,
        "unsealed": 0,
        "head_seq": 3,
        "head_hash": head,
        "broken": None,
    }


@pytest.mark.as_owner
def test_verify_names_the_first_row_that_does_not_hold(checker: Caller) -> None:
    sealed_rows(3)
    with connection.cursor() as cursor:
        cursor.execute("alter table audit_event disable trigger user")
        cursor.execute("delete from audit_event where seq = 2")

    body = checker.get(VERIFY).json()

    assert (body["is_whole"], body["rows"], body["broken"]) == (False, 1, {"seq": 2, "detail": "The row is missing."})


def test_verify_more_than_ten_times_an_hour_is_refused(checker: Caller) -> None:
    statuses = [checker.get(VERIFY).status_code for _number in range(11)]

    assert statuses == [200] * 10 + [429]


def test_verify_by_a_triager_is_refused() -> None:
    assert Caller(grant_role(UserFactory(), "triager")).get(VERIFY).status_code == 403


def test_idea_audit_lists_the_latest_first_page_by_page(checker: Caller) -> None:
    idea, actor = submitted_idea(), UserFactory(name="Owen Parry")
    for reason in ("first", "second", "third"):
        record_audit(action="discussion.lock", by=actor, object_type="idea", object_id=idea.ref, reason=reason)

    page = checker.get(f"/api/v1/ideas/{idea.ref}/audit?limit=2").json()
    rest = checker.get(page["next"]).json()

    assert [row["reason"] for row in page["results"] + rest["results"]] == ["third", "second", "first"]
    assert page["results"][0]["actor"] == {"id": str(actor.public_id), "name": "Owen Parry"}
    assert (page["results"][0]["object_type"], page["results"][0]["object_id"]) == ("idea", idea.ref)


def test_idea_audit_of_a_confidential_idea_tells_no_reason(checker: Caller) -> None:
    idea = submitted_idea(visibility="confidential")
    record_audit(action="discussion.lock", by=None, object_type="idea", object_id=idea.ref, reason="CANARY")

    answer = checker.get(f"/api/v1/ideas/{idea.ref}/audit")

    assert "CANARY" not in answer.content.decode()
    assert [(row["is_text_hidden"], row["actor"]) for row in answer.json()["results"]] == [(True, None)]
