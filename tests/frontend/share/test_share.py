"""Sharing an idea through the pages, with and without script."""

import json

import pytest
from django.test import Client

from ideas.models import Event, Idea, Organisation, User
from tests.factories import submitted_idea
from tests.factories.drafts import WORDS
from tests.factories.ideas import author_of
from tests.pages import shown_in, typed

pytestmark = pytest.mark.django_db


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


def test_share_with_a_character_that_cannot_be_stored_keeps_what_was_typed(pages: Client) -> None:
    words = typed(act="send", title="A quiet\0 room for headsets")

    response = pages.post("/share/", words)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Null characters are not allowed." in page
    assert WORDS["problem"] in page
    assert not Idea.objects.exists()


def test_similar_with_a_character_that_cannot_be_stored_looks_for_the_rest(pages: Client) -> None:
    submitted_idea(title="Quiet headsets for everybody")

    page = pages.get("/share/similar/", {"title": "quiet\0headsets"}).content.decode()

    assert "Quiet headsets for everybody" in page


def test_similar_shows_ideas_that_may_be_read(pages: Client) -> None:
    submitted_idea(title="Quiet headsets for the contact centre")
    submitted_idea(title="Quiet headsets, secretly", visibility="confidential")

    page = pages.get("/share/similar/", {"title": "quiet headsets"}).content.decode()

    assert "Quiet headsets for the contact centre" in page
    assert "secretly" not in page


def test_preview_with_new_currency_writes_it(pages: Client) -> None:
    Organisation.objects.update(currency="EUR")

    assert "€1,000" in pages.get("/share/").content.decode()


def test_nothing_typed_reaches_an_event(pages: Client) -> None:
    panel = pages.post("/share/preview/", typed())
    pages.post("/share/", typed(act="send", shown=shown_in(panel)))

    events = json.dumps(list(Event.objects.values_list("payload", flat=True)))
    assert "gatehouse" not in events
