"""Confidential ideas: their number, stage and dates for those who watch over answers; each read of their text is logged."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ideas.models import AnswerSet, AuditEvent, Idea, IdeaVersion, Review, RuleSet
from ideas.services.attachments import add_attachment
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory, pool_member
from tests.factories.routing import answers
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
SENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
WORDS = ("Pay of two people", "The key hangs at the gatehouse.", "Hang a second key at the depot.")


@pytest.fixture
def triager() -> Client:
    return signed_in(grant_role(UserFactory(), "triager"))


@pytest.fixture
def secret() -> Idea:
    return submitted_idea(title=WORDS[0], visibility="confidential", submitted_at=SENT)


@pytest.mark.parametrize("role", ["triager", "programme_manager", "administrator"])
def test_page_of_confidential_idea_shows_number_stage_and_dates_to_those_who_watch_over_answers(
    secret: Idea, role: str
) -> None:
    response = signed_in(grant_role(UserFactory(), role)).get(f"/ideas/{secret.ref}/")

    page = response.content.decode()
    assert response.status_code == 200
    for part in (f"Confidential idea {secret.ref}", "In review", "2 Nov", "Answer by"):
        assert part in page
    assert not any(words in page for words in (*WORDS, author_of(secret).name))
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("role", ["board_chair", ""])
def test_page_of_confidential_idea_is_not_there_for_others(secret: Idea, role: str) -> None:
    person = grant_role(UserFactory(), role) if role else UserFactory()

    assert signed_in(person).get(f"/ideas/{secret.ref}/").status_code == 404


@pytest.mark.parametrize("visibility", ["restricted", "draft"])
def test_page_of_other_idea_that_an_administrator_may_not_read_is_not_there(visibility: str) -> None:
    stage = {"stage": Stage.DRAFT, "tier": None, "submitted_at": None} if visibility == "draft" else {}
    idea = submitted_idea(visibility="confidential" if stage else visibility, **stage)

    assert signed_in(grant_role(UserFactory(), "administrator")).get(f"/ideas/{idea.ref}/").status_code == 404


def test_page_of_confidential_idea_is_whole_for_a_triager_who_is_named(secret: Idea) -> None:
    person = grant_role(UserFactory(), "triager")
    secret.readers.create(person=person)

    assert WORDS[0] in signed_in(person).get(f"/ideas/{secret.ref}/").content.decode()
    assert AuditEvent.objects.get().object_id == secret.ref


def test_list_of_confidential_ideas_holds_those_that_cannot_be_read(triager: Client, secret: Idea) -> None:
    submitted_idea()
    told = submitted_idea(visibility="confidential", stage=Stage.DECLINED, submitted_at=SENT.replace(day=1))
    DecisionFactory(idea=told, announced_at=SENT)
    kept = submitted_idea(visibility="confidential", submitted_at=SENT.replace(hour=1))
    DecisionFactory(idea=kept)

    outlines = triager.get("/ideas/confidential/").context["outlines"]

    assert [(one.ref, one.stage, one.answered_at) for one in outlines] == [
        (secret.ref, "in_review", None),
        (kept.ref, "in_review", None),
        (told.ref, "declined", SENT),
    ]


def test_list_of_confidential_ideas_is_refused_to_others(secret: Idea) -> None:
    assert signed_in(UserFactory()).get("/ideas/confidential/").status_code == 403


def test_list_of_confidential_ideas_asks_as_much_for_three_as_for_one(triager: Client, secret: Idea) -> None:
    triager.get("/ideas/confidential/")

    with CaptureQueriesContext(connection) as one:
        triager.get("/ideas/confidential/")
    for _number in range(2):
        submitted_idea(visibility="confidential")
    with CaptureQueriesContext(connection) as three:
        triager.get("/ideas/confidential/")

    assert len(three) == len(one)


def test_confidential_ideas_as_file_have_no_words(triager: Client, secret: Idea) -> None:
    response = triager.get("/ideas/confidential.csv")

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1].startswith(f'"{secret.ref}","In review","2026-11-02T09:00:00+00:00"')
    assert not any(words in text for words in WORDS)


def test_board_leads_triagers_to_confidential_ideas_and_others_not(triager: Client, secret: Idea) -> None:
    link = b'href="/ideas/confidential/"'

    assert link in triager.get("/ideas/").content
    assert link not in signed_in(UserFactory()).get("/ideas/").content


@pytest.mark.parametrize(("role", "address"), [("triager", "/ideas/{ref}/"), ("", None)])
def test_board_search_for_the_number_leads_where_there_is_a_page(secret: Idea, role: str, address: str | None) -> None:
    person = grant_role(UserFactory(), role) if role else UserFactory()

    found = signed_in(person).get(f"/ideas/?q={secret.ref}")

    assert found.headers.get("Location") == (address.format(ref=secret.ref) if address else None)


def test_api_outline_of_confidential_idea_has_number_stage_and_dates_alone(triager: Client, secret: Idea) -> None:
    wanted = {
        "ref": secret.ref,
        "stage": "in_review",
        "submitted_at": "2026-11-02T09:00:00Z",
        "next_answer_at": secret.next_answer_at.isoformat().replace("+00:00", "Z"),
        "answered_at": None,
    }

    assert triager.get(f"/api/v1/idea-outlines/{secret.ref}").json() == wanted
    assert triager.get("/api/v1/idea-outlines").json()["results"] == [wanted]
    assert triager.get(f"/api/v1/ideas/{secret.ref}").status_code == 404


def test_api_outlines_are_none_for_others(secret: Idea) -> None:
    client = signed_in(UserFactory())

    assert client.get("/api/v1/idea-outlines").json()["results"] == []
    assert client.get(f"/api/v1/idea-outlines/{secret.ref}").status_code == 404


def _file(idea: Idea) -> str:
    return str(add_attachment(idea=idea, by=author_of(idea), name="a.txt", content=BytesIO(b"A key.")).public_id)


def _review(idea: Idea) -> str:
    return str(Review.objects.get(idea=idea).public_id)


READS: dict[str, Callable[[Idea], str]] = {
    "page": lambda idea: f"/ideas/{idea.ref}/",
    "changes": lambda idea: f"/ideas/{idea.ref}/changes/",
    "file": lambda idea: f"/files/{_file(idea)}/",
    "review": lambda idea: f"/reviews/{_review(idea)}/",
    "list as file": lambda idea: "/ideas.csv",
    "reviews as file": lambda idea: "/reviews/mine.csv",
    "api": lambda idea: f"/api/v1/ideas/{idea.ref}",
    "api versions": lambda idea: f"/api/v1/ideas/{idea.ref}/versions",
    "api changes": lambda idea: f"/api/v1/ideas/{idea.ref}/changes?older=1&newer=1",
    "api review": lambda idea: f"/api/v1/reviews/{_review(idea)}",
}


@pytest.mark.parametrize("read", READS)
def test_each_read_of_a_confidential_text_is_logged_once(read: str, secret: Idea, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    reviewer = UserFactory()
    ReviewFactory(idea=secret, assigned=True, owner=reviewer)
    texts = {name: getattr(secret, name) for name in ("title", "problem", "proposal", "expected_result")}
    IdeaVersion.objects.create(idea=secret, version=1, edited_by=author_of(secret), **texts)
    AnswerSet.objects.create(idea=secret, rule_set=RuleSet.objects.get(), answers=answers())
    address = READS[read](secret)

    response = signed_in(reviewer).get(address)

    assert response.status_code == 200
    b"".join(response) if response.streaming else response.content
    logged = AuditEvent.objects.filter(action="idea.read")
    assert list(logged.values_list("actor", "object_id")) == [(reviewer.pk, secret.ref)]


def test_read_for_a_decision_is_logged() -> None:
    decider = pool_member(role="lead").person
    idea = submitted_idea(visibility="confidential", stage=Stage.READY_FOR_DECISION)

    assert signed_in(decider).get(f"/ideas/{idea.ref}/decide/").status_code == 200

    assert AuditEvent.objects.get().object_id == idea.ref


def test_reads_of_open_ideas_and_of_ones_own_are_not_logged(secret: Idea) -> None:
    AnswerSet.objects.create(idea=secret, rule_set=RuleSet.objects.get(), answers=answers())
    client = signed_in(author_of(secret))

    for address in (f"/ideas/{secret.ref}/", f"/ideas/{submitted_idea().ref}/", f"/api/v1/ideas/{secret.ref}"):
        assert client.get(address).status_code == 200

    assert not AuditEvent.objects.exists()
