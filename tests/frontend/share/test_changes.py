"""What authors do with their ideas: change, withdraw, delete, find again."""

import pytest
from django.test import Client

from ideas.models import Idea, IdeaVersion, User
from ideas.services.content import IdeaContent
from ideas.services.ideas import edit_idea
from tests.factories import submitted_idea
from tests.factories.drafts import WORDS, complete_draft, sent_idea
from tests.factories.ideas import author_of
from tests.pages import typed

pytestmark = pytest.mark.django_db


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
