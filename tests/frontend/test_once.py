"""Forms that are sent twice: by a double click, a reload, a second press on a slow line."""

import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ideas.models import Absence, Appeal, Attachment, Comment, Endpoint, HttpIdempotency, Idea, Question, User
from ideas.services.defaults import install_defaults
from tests.at_once import at_once
from tests.factories import UserFactory, grant_role, submitted_idea
from tests.factories.after_decision import sleeping_idea
from tests.factories.clocks import running_review
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory
from tests.pages import HTMX, Seen, address, signed_in, typed

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).resolve().parents[2] / "frontend/templates/frontend"


@pytest.fixture(autouse=True)
def _shelves(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def reader() -> User:
    return UserFactory(name="Sam Okafor")


@pytest.fixture
def page(reader: User) -> Client:
    return signed_in(reader)


def say(page: Client, idea: Idea, body: str = "I know", key: str = "k-1", **options: Any) -> Any:
    return page.post(f"{address(idea)}comments/", {"body": body, "once": key}, **options)


def test_form_sent_twice_makes_one_row_and_leads_to_it_both_times(page: Client) -> None:
    idea = submitted_idea()

    first, second = say(page, idea), say(page, idea)

    comment = Comment.objects.get()
    assert (first.status_code, second.status_code) == (302, 303)
    assert first["Location"] == second["Location"] == f"{address(idea)}#comment-{comment.public_id}"
    assert "This was sent twice. It is done once." in Seen(page.get(address(idea))).text


def test_form_drawn_twice_has_another_key_each_time(page: Client) -> None:
    idea = submitted_idea()

    drawn = [Seen(page.get(address(idea))).all("input", name="once")[0]["value"] for _time in range(2)]

    assert len(set(drawn)) == 2
    assert all(re.fullmatch(r"[\w-]{22}", key or "") for key in drawn)


@pytest.mark.parametrize(("body", "key"), [("I know more", "k-1"), ("I know", "k-2")])
def test_form_with_other_words_or_another_key_makes_its_own_row(page: Client, body: str, key: str) -> None:
    idea = submitted_idea()
    say(page, idea)

    say(page, idea, body, key)

    assert list(Comment.objects.order_by("id").values_list("body", flat=True)) == ["I know", body]


@pytest.mark.parametrize("sent", [{}, {"once": ""}])
def test_form_without_a_key_makes_a_row_each_time(page: Client, sent: dict[str, str]) -> None:
    idea = submitted_idea()

    for _time in range(2):
        page.post(f"{address(idea)}comments/", {"body": "I know", **sent})

    assert Comment.objects.count() == 2
    assert not HttpIdempotency.objects.exists()


def test_form_of_another_person_with_the_same_key_makes_their_own_row(page: Client, reader: User) -> None:
    idea, other = submitted_idea(), UserFactory()
    say(page, idea)

    say(signed_in(other), idea)

    assert list(Comment.objects.order_by("id").values_list("author", flat=True)) == [reader.pk, other.pk]


def test_form_of_another_idea_with_the_same_key_makes_its_own_row(page: Client) -> None:
    one, other = submitted_idea(), submitted_idea()
    say(page, one)

    say(page, other)

    assert list(Comment.objects.order_by("id").values_list("idea", flat=True)) == [one.pk, other.pk]


def test_form_refused_is_judged_anew_and_may_be_mended_under_its_key(page: Client) -> None:
    idea = submitted_idea()

    refused = [say(page, idea, "a\u202eb"), say(page, idea, "a\u202eb")]
    mended = say(page, idea, "a b")

    assert [response.status_code for response in refused] == [422, 422]
    assert mended.status_code == 302
    assert Comment.objects.get().body == "a b"
    assert HttpIdempotency.objects.count() == 1


def test_form_kept_says_nothing_of_what_was_typed(page: Client, reader: User) -> None:
    idea = submitted_idea()

    say(page, idea, "Not for the shelf", key="never stored")

    kept = HttpIdempotency.objects.get()
    assert (kept.actor, kept.status, bytes(kept.body)) == (reader, 303, b"")
    assert kept.headers == {"Location": f"{address(idea)}#comment-{Comment.objects.get().public_id}"}
    assert re.fullmatch(r"form:[0-9a-f]{64}", kept.key)


def test_form_sent_twice_with_htmx_leads_to_the_part_of_the_page(page: Client) -> None:
    idea = submitted_idea()

    first, second = say(page, idea, headers=HTMX), say(page, idea, headers=HTMX)

    assert first.status_code == 200
    assert (second.status_code, second["Location"]) == (303, f"{address(idea)}comments/")
    assert [one["id"] for one in Seen(page.get(second["Location"], headers=HTMX)).all("section")] == ["talk"]
    assert Comment.objects.count() == 1


def test_form_of_nobody_signed_in_leads_to_sign_in_and_keeps_nothing(client: Client) -> None:
    idea = submitted_idea()

    response = say(client, idea)

    assert response["Location"].startswith("/accounts/login/")
    assert not HttpIdempotency.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_form_sent_twice_at_once_makes_one_row_and_leads_to_it_both_times(reader: User) -> None:
    idea = submitted_idea()
    pages = [signed_in(reader), signed_in(reader)]

    answers = at_once(*(partial(say, page, idea) for page in pages))

    comment = Comment.objects.get()
    assert sorted(response.status_code for response in answers) == [302, 303]
    assert {response["Location"] for response in answers} == {f"{address(idea)}#comment-{comment.public_id}"}


def test_idea_sent_twice_before_its_panel_was_shown_is_one_draft(page: Client) -> None:
    install_defaults()
    sent = typed(act="send", once="k-1")

    first, second = page.post("/share/", sent), page.post("/share/", sent)

    idea = Idea.objects.get()
    assert (first.status_code, second.status_code) == (200, 303)
    assert second["Location"] == f"/ideas/{idea.ref}/draft/"


def test_idea_with_a_file_sent_twice_is_one_draft_with_one_file(page: Client) -> None:
    install_defaults()

    for _time in range(2):
        page.post("/share/", typed(act="draft", once="k-1", files=SimpleUploadedFile("a.txt", b"words")))

    assert Attachment.objects.get().idea == Idea.objects.get()


def test_file_with_other_bytes_makes_another_draft(page: Client) -> None:
    install_defaults()

    for content in (b"words", b"other"):
        page.post("/share/", typed(act="draft", once="k-1", files=SimpleUploadedFile("a.txt", content)))

    assert Idea.objects.count() == 2


def test_question_asked_twice_is_one_question() -> None:
    review = running_review()
    owner = signed_in(review.owner)
    sent = {"text": "How many depots?", "addressee": "author", "once": "k-1"}

    answers = [owner.post(f"/reviews/{review.public_id}/ask/", sent) for _time in range(2)]

    assert {response["Location"] for response in answers} == {f"/reviews/{review.public_id}/"}
    assert Question.objects.count() == 1


def test_days_away_sent_twice_are_one_absence_and_no_refusal(page: Client, reader: User) -> None:
    sent = {"from_on": "2031-12-01", "to_on": "2031-12-04", "once": "k-1"}

    answers = [page.post("/absences/add/", sent) for _time in range(2)]

    assert [response["Location"] for response in answers] == ["/profile/", "/profile/"]
    assert Absence.objects.get().person == reader


def test_webhook_connected_twice_is_one_and_its_secret_is_not_kept() -> None:
    admin = signed_in(grant_role(UserFactory(), "administrator"))
    sent = {
        "name": "Team room",
        "address": "https://hooks.example.org/x",
        "event_types": ["idea.submitted"],
        "once": "k",
    }

    first, second = (admin.post("/settings/channels/new/webhook/", sent) for _time in range(2))

    row = Endpoint.objects.get()
    assert "whsec_" in first.content.decode()
    assert (second.status_code, second["Location"]) == (303, f"/settings/channels/{row.public_id}/")
    assert HttpIdempotency.objects.get().headers == {"Location": second["Location"]}


def test_appeal_sent_twice_leads_to_the_idea_both_times() -> None:
    decision = DecisionFactory(idea=sleeping_idea(), announced=True)
    author = signed_in(author_of(decision.idea))
    sent = {"ground": "factual_error", "text": "The stores open at seven now, so everybody waits.", "once": "k-1"}

    answers = [author.post(f"/decisions/{decision.public_id}/appeal/", sent) for _time in range(2)]

    assert {response["Location"] for response in answers} == {f"/ideas/{decision.idea.ref}/"}
    assert Appeal.objects.count() == 1


WITHOUT_A_KEY = {
    "pages/account": "nobody is signed in, or a password is changed, which may be done again",
    "pages/notifications/preferences.html": "sets what is there",
    "pages/profile/profile.html": "sets language and time zone",
    "pages/profile/tokens.html": "answers with a secret that nothing else shows",
    "pages/reviews/bulk.html": "row by row: what is done is said to be done",
    "pages/triage/inbox.html": "row by row: what is done is said to be done",
    "pages/rules/version.html": "activates one version, once",
    "pages/settings/answer.html": "changes what is there",
    "pages/settings/calendar.html": "sets working days; a day is there once",
    "pages/settings/department.html": "changes what is there; a member is there once",
    "pages/settings/import.html": "shows a plan; nothing is made",
    "pages/settings/organisation.html": "changes what is there",
    "pages/settings/person.html": "changes what is there",
    "pages/settings/roles.html": "a role is there once",
    "pages/settings/site.html": "changes what is there",
}


def test_every_form_of_words_has_a_key_or_a_reason() -> None:
    has_words = re.compile(r"as_field_group|{{ \w*form }}|<textarea|field\.html")
    found = {
        file.relative_to(TEMPLATES).as_posix()
        for file in TEMPLATES.rglob("*.html")
        for form in re.findall(r"<form.*?</form>", file.read_text(), re.DOTALL)
        if 'method="post"' in form and has_words.search(form) and "{% once %}" not in form
    }

    assert {name if name in WITHOUT_A_KEY else name.rpartition("/")[0] for name in found} == set(WITHOUT_A_KEY)
