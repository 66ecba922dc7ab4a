"""The page on which the audit trail is checked."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from ideas.models import AuditEvent
from ideas.rates import LIMITER
from tests.api.v1.test_audit import sealed_rows
from tests.factories import UserFactory, grant_role

pytestmark = pytest.mark.django_db
PAGE = "/settings/audit/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    LIMITER.forget()
    yield
    LIMITER.forget()


@pytest.fixture
def page(client: Client) -> Client:
    client.force_login(grant_role(UserFactory(), "administrator"))
    return client


def test_audit_page_shows_the_end_of_the_chain_and_checks_nothing(page: Client) -> None:
    sealed_rows(2)

    response = page.get(PAGE)

    seal = bytes(AuditEvent.objects.get(seq=2).hash).hex()
    assert (response.status_code, response.context["report"], seal in response.content.decode()) == (200, None, True)


def test_audit_check_says_that_all_rows_are_as_written(page: Client) -> None:
    sealed_rows(2)

    assert "All 2 rows are as they were written." in page.post(PAGE).content.decode()


def test_audit_check_names_the_broken_row(page: Client) -> None:
    sealed_rows(3)
    with connection.cursor() as cursor:
        cursor.execute("alter table audit_event disable trigger user")
        cursor.execute("update audit_event set reason = 'x' where seq = 2")

    text = page.post(PAGE).content.decode()

    assert "Row 2 does not hold." in text
    assert "The row is not as it was written." in text


def test_audit_check_too_often_is_refused(page: Client) -> None:
    assert [page.post(PAGE).status_code for _number in range(11)] == [200] * 10 + [429]


def test_settings_lead_to_the_audit_page_for_whom_it_is(page: Client) -> None:
    assert f'href="{PAGE}"' in page.get("/settings/").content.decode()
    page.force_login(grant_role(UserFactory(), "triager"))

    assert f'href="{PAGE}"' not in page.get("/settings/").content.decode()
