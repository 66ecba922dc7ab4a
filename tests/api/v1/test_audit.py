"""The audit trail over the API."""

import pytest
from django.db import connection

from ideas.models import AuditHead
from ideas.services.sealing import seal_audit_rows
from tests.api.client import Caller
from tests.factories import UserFactory, grant_role

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
