"""Drafts: kept, saved while somebody types, written together."""

import pytest
from django.test import Client

from ideas.models import Idea, User
from ideas.services.content import IdeaContent
from ideas.services.drafts import save_draft
from tests.factories import UserFactory
from tests.factories.drafts import WORDS, complete_draft, sent_idea
from tests.pages import typed

pytestmark = pytest.mark.django_db


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
