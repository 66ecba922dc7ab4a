"""Sharing an idea through the pages, with and without script."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ideas.models import Attachment, Event, Idea, IdeaVersion, Organisation, User
from ideas.services.content import IdeaContent
from ideas.services.drafts import save_draft
from ideas.services.ideas import edit_idea
from tests.factories import UserFactory, submitted_idea
from tests.factories.drafts import WORDS, complete_draft, sent_idea
from tests.factories.files import picture
from tests.factories.ideas import author_of
from tests.factories.routing import answers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shelves(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def member() -> User:
    return UserFactory(name="Ana Petrova")


@pytest.fixture
def pages(member: User) -> Client:
    client = Client()
    client.force_login(member)
    return client


def typed(**changes: Any) -> dict[str, Any]:
    """What a browser posts for a complete idea of several teams."""
    chosen = {f"answers__{question}": str(answer) for question, answer in answers(reach="several_teams").items()}
    return {**WORDS, **chosen, "visibility": "open", "author_shown": "on", **changes}


def shown_in(response: Any) -> str:
    forecast = response.context["forecast"]
    assert forecast is not None
    text: str = forecast.shown
    return text


def test_share_shows_an_empty_form_without_a_promise(pages: Client) -> None:
    response = pages.get("/share/")

    assert response.status_code == 200
    assert response.context["forecast"] is None
    assert not Idea.objects.exists()


@pytest.mark.parametrize("path", ["/share/", "/my-ideas/", "/ideas/GS-000001/draft/", "/ideas/GS-000001/edit/"])
def test_pages_for_members_send_strangers_to_sign_in(path: str) -> None:
    response = Client().get(path)

    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={path}")


def test_preview_panel_shows_all_seven_departments_and_saves_nothing(pages: Client) -> None:
    response = pages.post("/share/preview/", typed(answers__buys="new"), headers={"HX-Request": "true"})

    asked = {line.name: line.asked for line in response.context["forecast"].departments}
    assert asked == {
        "Business": "asked",
        "Procurement": "asked",
        "Commercial": "no",
        "Finance": "no",
        "Operations": "asked",
        "Security": "no",
        "Legal": "no",
    }
    assert b"your answer:" in response.content
    assert not Idea.objects.exists()


def test_send_without_having_seen_the_panel_shows_it_first(pages: Client) -> None:
    first = pages.post("/share/", typed(act="send"))

    idea = Idea.objects.get()
    assert (first.status_code, idea.stage) == (200, "draft")

    second = pages.post(f"/ideas/{idea.ref}/draft/", typed(act="send", shown=shown_in(first)))

    idea.refresh_from_db()
    assert (second.status_code, second["Location"]) == (302, f"/ideas/{idea.ref}/")
    assert (idea.stage, idea.tier) == ("submitted", 1)


def test_send_after_the_panel_sends_at_once(pages: Client, member: User) -> None:
    panel = pages.post("/share/preview/", typed(), headers={"HX-Request": "true"})

    response = pages.post("/share/", typed(act="send", shown=shown_in(panel)), follow=False)

    idea = Idea.objects.get()
    assert response.status_code == 302
    assert (idea.stage, author_of(idea)) == ("submitted", member)
    assert idea.next_answer_at is not None


def test_send_with_the_small_tick_needs_no_answers(pages: Client) -> None:
    small = {**WORDS, "is_small": "on", "visibility": "open", "author_shown": "on"}
    panel = pages.post("/share/preview/", small)

    pages.post("/share/", {**small, "act": "send", "shown": shown_in(panel)})

    assert Idea.objects.get().tier == 0


def test_send_after_the_departments_changed_comes_back_once_with_what_was_typed(pages: Client) -> None:
    panel = pages.post("/share/preview/", typed())

    response = pages.post("/share/", typed(act="send", answers__buys="new", shown=shown_in(panel)))

    assert response.status_code == 409
    assert response.context["form"]["answers__buys"].value() == "new"
    assert Idea.objects.get().stage == "draft"

    ref = Idea.objects.get().ref
    pages.post(f"/ideas/{ref}/draft/", typed(act="send", answers__buys="new", shown=shown_in(response)))

    assert Idea.objects.get().stage == "submitted"


def test_send_incomplete_keeps_the_draft_and_names_every_problem(pages: Client) -> None:
    panel = pages.post("/share/preview/", typed())

    response = pages.post("/share/", typed(act="send", problem="", shown=shown_in(panel)))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["problem"]
    assert response.context["form"]["title"].value() == WORDS["title"]
    assert Idea.objects.get().title == WORDS["title"]


def test_share_with_unusable_text_saves_nothing_and_keeps_it_on_the_page(pages: Client) -> None:
    response = pages.post("/share/", typed(act="draft", title="x" * 201))

    assert response.status_code == 422
    assert response.context["form"]["title"].value() == "x" * 201
    assert not Idea.objects.exists()


def test_keep_as_draft_goes_to_my_ideas(pages: Client) -> None:
    response = pages.post("/share/", {"title": "Only this", "visibility": "open", "act": "draft"}, follow=True)

    assert [group.code for group in response.context["groups"]] == ["draft"]
    assert "Only this" in response.content.decode()


def test_autosave_begins_one_draft_and_goes_on_saving_it(pages: Client) -> None:
    first = pages.post("/share/autosave/", {"title": "Keys", "visibility": "open", "answers__reach": "public"}).json()

    second = pages.post(first["autosave"], {"title": "Keys, two", "visibility": "open", "answers__reach": "public"})

    idea = Idea.objects.get()
    assert first["action"] == f"/ideas/{idea.ref}/draft/"
    assert second.json()["version"] == idea.version == 3
    assert (idea.title, idea.answer_sets.get().answers) == ("Keys, two", {"reach": "public"})


def test_autosave_of_nothing_begins_no_draft(pages: Client) -> None:
    assert pages.post("/share/autosave/", {"title": "", "visibility": "open"}).json() == {}
    assert not Idea.objects.exists()


def test_autosave_with_an_answer_that_no_longer_fits_keeps_the_rest(pages: Client) -> None:
    pages.post(
        "/share/autosave/", {"title": "Keys", "visibility": "open", "answers__reach": "moon", "answers__data": "none"}
    )

    assert Idea.objects.get().answer_sets.get().answers == {"data": "none"}


def test_autosave_of_a_shared_draft_over_anothers_version_is_refused(pages: Client, member: User) -> None:
    idea = complete_draft(author=member)
    other = UserFactory()
    save_draft(idea=idea, by=member, content=IdeaContent(co_authors=(other.public_id,)))
    save_draft(idea=idea, by=other, content=IdeaContent(title="Theirs"))

    posted = typed(title="Mine", co_authors=other.name, version=str(idea.version))
    response = pages.post(f"/ideas/{idea.ref}/autosave/", posted)

    assert (response.status_code, response.json()["code"]) == (412, "stale_version")
    assert Idea.objects.get().title == "Theirs"


def test_autosave_of_sent_idea_is_refused(pages: Client, member: User) -> None:
    idea = sent_idea(author=member)

    response = pages.post(f"/ideas/{idea.ref}/autosave/", typed(title="Late"))

    assert (response.status_code, response.json()["code"]) == (409, "already_sent")
    assert Idea.objects.get().title == WORDS["title"]


def test_draft_of_somebody_else_is_not_there(pages: Client) -> None:
    idea = complete_draft()

    for response in (pages.get(f"/ideas/{idea.ref}/draft/"), pages.post(f"/ideas/{idea.ref}/draft/", typed())):
        assert response.status_code == 404
    assert Idea.objects.get().version == idea.version


def test_draft_page_shows_what_was_saved(pages: Client, member: User) -> None:
    colleague = UserFactory(name="Dafydd Rees")
    idea = complete_draft(author=member, tags=("Keys", "Depot"), co_authors=(colleague.public_id,))

    form = pages.get(f"/ideas/{idea.ref}/draft/").context["form"]

    assert form["title"].value() == idea.title
    assert form["co_authors"].value() == "Dafydd Rees"
    assert form["answers__reach"].value() == "several_teams"
    assert sorted(form["tags"].value().split(", ")) == ["Depot", "Keys"]


def test_co_authors_are_named_by_name_or_address(pages: Client) -> None:
    dafydd, kasia = UserFactory(name="Dafydd Rees"), UserFactory(name="Kasia Nowak")

    pages.post("/share/", typed(act="draft", co_authors=f"dafydd rees\n{kasia.email}"))

    names = Idea.objects.get().authors.filter(kind="co_author").values_list("person", flat=True)
    assert sorted(names) == sorted([dafydd.pk, kasia.pk])


@pytest.mark.parametrize(("name", "words"), [("Nobody At All", "Nobody here"), ("Twin Name", "More than one person")])
def test_co_authors_that_cannot_be_found_come_back(pages: Client, name: str, words: str) -> None:
    UserFactory.create_batch(2, name="Twin Name")

    response = pages.post("/share/", typed(act="draft", co_authors=name))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Idea.objects.exists()


def test_files_are_kept_with_the_draft_and_removed_again(pages: Client) -> None:
    upload = SimpleUploadedFile("key.png", picture(place=True), "image/png")
    pages.post("/share/", typed(act="draft", files=[upload]))
    attachment = Attachment.objects.get()

    download = pages.get(f"/files/{attachment.public_id}/")

    assert download["Content-Disposition"] == 'attachment; filename="key.png"'
    assert download["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (download["Cache-Control"], download["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    assert b"".join(download).startswith(b"\x89PNG")

    removed = pages.post(f"/files/{attachment.public_id}/remove/")

    assert removed["Location"] == f"/ideas/{Idea.objects.get().ref}/draft/"
    assert pages.get(f"/files/{attachment.public_id}/").status_code == 404


def test_file_that_is_refused_keeps_text_and_says_why(pages: Client) -> None:
    upload = SimpleUploadedFile("key.png", b"<!doctype html>", "image/png")

    response = pages.post("/share/", typed(act="send", files=[upload]))

    assert response.status_code == 422
    assert "Only pictures" in response.content.decode()
    assert Idea.objects.get().title == WORDS["title"]
    assert not Attachment.objects.exists()


def test_file_name_with_quotes_cannot_leave_its_header(pages: Client) -> None:
    upload = SimpleUploadedFile("x.png", picture(), "image/png")
    pages.post("/share/", typed(act="draft", files=[upload]))
    Attachment.objects.update(name='"; filename=evil.html; é.png')

    response = pages.get(f"/files/{Attachment.objects.get().public_id}/")
    response.close()

    assert (
        response["Content-Disposition"] == "attachment; filename*=utf-8''%22%3B%20filename%3Devil.html%3B%20%C3%A9.png"
    )


@pytest.mark.parametrize("headers", [{}, {"If-None-Match": '"x"'}, {"Range": "bytes=0-1"}])
def test_file_of_hidden_idea_is_not_there_for_others(pages: Client, headers: dict[str, str]) -> None:
    upload = SimpleUploadedFile("x.txt", b"secret", "text/plain")
    pages.post("/share/", typed(act="draft", files=[upload]))
    address = f"/files/{Attachment.objects.get().public_id}/"
    other = Client()
    other.force_login(UserFactory())

    assert other.get(address, headers=headers).status_code == 404
    assert other.head(address, headers=headers).status_code == 404
    assert Client().get(address).status_code == 302


def test_similar_shows_ideas_that_may_be_read(pages: Client) -> None:
    submitted_idea(title="Quiet headsets for the contact centre")
    submitted_idea(title="Quiet headsets, secretly", visibility="confidential")

    page = pages.get("/share/similar/", {"title": "quiet headsets"}).content.decode()

    assert "Quiet headsets for the contact centre" in page
    assert "secretly" not in page


def test_edit_saves_the_next_version(pages: Client, member: User) -> None:
    idea = sent_idea(author=member)

    response = pages.post(f"/ideas/{idea.ref}/edit/", typed(title="Two keys", version=str(idea.version), act="save"))

    assert response.status_code == 302
    assert list(IdeaVersion.objects.order_by("version").values_list("title", flat=True)) == [WORDS["title"], "Two keys"]


def test_edit_over_anothers_version_comes_back_with_the_text_and_can_be_repeated(pages: Client, member: User) -> None:
    idea = sent_idea(author=member)
    edit_idea(idea=idea, by=member, content=IdeaContent(title="From another window"), expected_version=idea.version)

    refused = pages.post(f"/ideas/{idea.ref}/edit/", typed(title="Mine", version=str(idea.version)))

    assert refused.status_code == 412
    assert refused.context["form"]["title"].value() == "Mine"
    assert Idea.objects.get().title == "From another window"

    again = typed(title="Mine", version=refused.context["form"]["version"].value())
    assert pages.post(f"/ideas/{idea.ref}/edit/", again).status_code == 302
    assert Idea.objects.get().title == "Mine"


def test_edit_by_a_reader_is_refused(pages: Client) -> None:
    idea = sent_idea()

    for response in (pages.get(f"/ideas/{idea.ref}/edit/"), pages.post(f"/ideas/{idea.ref}/edit/", typed())):
        assert response.status_code == 403
    assert Idea.objects.get().version == idea.version


def test_withdraw_asks_first_and_then_withdraws(pages: Client, member: User) -> None:
    idea = sent_idea(author=member)

    assert pages.get(f"/ideas/{idea.ref}/withdraw/").status_code == 200
    pages.post(f"/ideas/{idea.ref}/withdraw/", {"reason": "Solved already"})

    assert Idea.objects.get().stage == "withdrawn"
    assert pages.get(f"/ideas/{idea.ref}/withdraw/").status_code == 409


def test_delete_removes_a_draft_and_no_sent_idea(pages: Client, member: User) -> None:
    kept, gone = sent_idea(author=member), complete_draft(author=member)

    assert pages.post(f"/ideas/{gone.ref}/delete/").status_code == 302
    assert pages.post(f"/ideas/{kept.ref}/delete/").status_code == 409
    assert list(Idea.objects.values_list("ref", flat=True)) == [kept.ref]


def test_changes_show_words_and_protect_names(pages: Client) -> None:
    idea = sent_idea(author_shown=False)
    author = author_of(idea)
    edit_idea(
        idea=idea, by=author, content=IdeaContent(title="A third key for the gatehouse"), expected_version=idea.version
    )

    page = pages.get(f"/ideas/{idea.ref}/changes/").content.decode()

    assert "third" in page
    assert "<del>" in page
    assert author.name not in page


@pytest.mark.parametrize("query", ["?from=7&to=9", "?to=99999", "?from=2"])
def test_changes_of_missing_versions_are_not_there(pages: Client, query: str) -> None:
    idea = sent_idea()

    assert pages.get(f"/ideas/{idea.ref}/changes/{query}").status_code == 404


def test_my_ideas_group_by_what_they_wait_for(pages: Client, member: User) -> None:
    complete_draft(author=member)
    waiting = sent_idea(author=member)
    submitted_idea(author=member, stage="declined")
    sent_idea()

    groups = pages.get("/my-ideas/").context["groups"]

    assert [(group.code, len(group.rows)) for group in groups] == [("draft", 1), ("waiting", 1), ("answered", 1)]
    assert groups[1].rows[0].idea == waiting


def test_my_ideas_without_any_invite_to_share(pages: Client) -> None:
    page = pages.get("/my-ideas/").content.decode()

    assert "You have not shared an idea yet" in page


def test_preview_with_new_currency_writes_it(pages: Client) -> None:
    Organisation.objects.update(currency="EUR")

    assert "€1,000" in pages.get("/share/").content.decode()


def test_nothing_typed_reaches_an_event(pages: Client) -> None:
    panel = pages.post("/share/preview/", typed())
    pages.post("/share/", typed(act="send", shown=shown_in(panel)))

    events = json.dumps(list(Event.objects.values_list("payload", flat=True)))
    assert "gatehouse" not in events


def test_empty_upload_is_refused(pages: Client) -> None:
    upload = SimpleUploadedFile("x.txt", b"", "text/plain")
    upload.file = BytesIO(b"")

    response = pages.post("/share/", typed(act="draft", files=[upload]))

    assert response.status_code == 422
    assert not Attachment.objects.exists()
