"""The pages of the audit trail: the check of all of it, and the acts about one idea."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from ideas.models import AuditEvent
from ideas.rates import LIMITER
from ideas.services.audit import record_audit
from tests.api.v1.test_audit import sealed_rows
from tests.csv_files import rows_of
from tests.factories import UserFactory, grant_role, submitted_idea
from tests.factories.ideas import author_of

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


@pytest.mark.as_owner
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


def test_idea_page_leads_to_its_audit_trail_for_whom_it_is(page: Client) -> None:
    idea = submitted_idea()
    link = f'href="/ideas/{idea.ref}/audit/"'
    shown = link in page.get(f"/ideas/{idea.ref}/").content.decode()
    page.force_login(UserFactory())

    assert (shown, link in page.get(f"/ideas/{idea.ref}/").content.decode()) == (True, False)


def test_audit_of_idea_shows_acts_in_words_on_page_and_in_file(page: Client) -> None:
    idea = submitted_idea(author_shown=False)
    record_audit(
        action="discussion.lock",
        by=UserFactory(name="Owen Parry"),
        object_type="idea",
        object_id=idea.ref,
        reason="Too loud",
    )
    record_audit(action="idea.withdraw", by=author_of(idea), object_type="idea", object_id=idea.ref)

    text = page.get(f"/ideas/{idea.ref}/audit/").content.decode()
    rows = rows_of(page.get(f"/ideas/{idea.ref}/audit.csv"))

    assert all(words in text for words in ("Owen Parry", "locked the discussion", "Too loud", "author, not shown"))
    assert author_of(idea).name not in text
    assert [(row[2], row[4], row[6]) for row in rows] == [
        ("author, not shown", "took the idea back", ""),
        ("Owen Parry", "locked the discussion", "Too loud"),
    ]


def test_audit_of_confidential_idea_shows_no_reason_and_no_title(page: Client) -> None:
    idea = submitted_idea(visibility="confidential", title="CANARY title")
    record_audit(action="discussion.lock", by=None, object_type="idea", object_id=idea.ref, reason="CANARY reason")

    listed = page.get(f"/ideas/{idea.ref}/audit/").content.decode()
    outline = page.get(f"/ideas/{idea.ref}/").content.decode()

    assert ("locked the discussion" in listed, "CANARY" in listed) == (True, False)
    assert f'href="/ideas/{idea.ref}/audit/"' in outline


def test_audit_of_idea_without_acts_says_so(page: Client) -> None:
    assert "Nothing is recorded" in page.get(f"/ideas/{submitted_idea().ref}/audit/").content.decode()
