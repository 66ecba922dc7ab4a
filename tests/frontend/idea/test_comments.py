"""Comments on the page of an idea, with and without a script."""

import pytest
from django.test import Client

from frontend.views import discussion
from ideas.models import Comment, Idea, IdeaTally, User
from ideas.services.comments import post_comment
from tests.factories import CommentFactory, UserFactory, submitted_idea
from tests.fakes import colliding
from tests.pages import HTMX, Seen, address
from tests.payloads import XSS_PAYLOADS

pytestmark = pytest.mark.django_db


def test_comment_without_script_comes_back_to_it(page: Client, reader: User) -> None:
    idea = submitted_idea()

    response = page.post(f"{address(idea)}comments/", {"body": "I know"})

    comment = Comment.objects.get()
    assert comment.author == reader
    assert response["Location"] == f"{address(idea)}#comment-{comment.public_id}"


def test_comment_with_htmx_answers_the_discussion_with_an_empty_form(page: Client) -> None:
    idea = submitted_idea()

    response = page.post(f"{address(idea)}comments/", {"body": "I know"}, headers=HTMX)

    found = Seen(response)
    assert [one["id"] for one in found.all("section")] == ["talk"]
    assert "Discussion 1" in found.text
    assert response.context["form"]["body"].value() is None


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_comment_refused_keeps_what_was_typed(page: Client, headers: dict[str, str]) -> None:
    idea = submitted_idea()
    typed = "a\u202eb " + "long " * 10

    response = page.post(f"{address(idea)}comments/", {"body": typed}, headers=headers)

    assert response.status_code == 422
    assert response.context["form"]["body"].value() == typed
    assert "turns the direction of reading" in Seen(response).text
    assert not Comment.objects.exists()


def test_comment_on_closed_discussion_keeps_what_was_typed(page: Client) -> None:
    idea = submitted_idea()
    Idea.objects.filter(pk=idea.pk).update(comments_locked_at=idea.submitted_at, comments_locked_reason="Enough")

    response = page.post(f"{address(idea)}comments/", {"body": "But"})

    assert response.status_code == 409
    assert response.context["form"]["body"].value() == "But"
    assert "Enough" in Seen(response).text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("headers", "keeps"), [({}, True), (HTMX, False)])  # with htmx the form is still there
def test_comment_in_the_way_of_others_to_the_end_says_so_and_keeps_what_was_typed(
    headers: dict[str, str], keeps: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Client(raise_request_exception=False)
    visitor.force_login(UserFactory())
    idea = submitted_idea()
    tries: list[int] = []
    monkeypatch.setattr(discussion, "post_comment", colliding(post_comment, tries=tries))

    response = visitor.post(f"{address(idea)}comments/", {"body": "I know a better one"}, headers=headers)

    text = Seen(response).text
    assert (response.status_code, len(tries), Comment.objects.count()) == (409, 4, 0)
    assert "Somebody changed this at the same moment. Nothing was saved; try again." in text
    assert ("I know a better one" in text) is keeps
    assert IdeaTally.objects.get(idea=idea).comment_count == 0


def test_comment_in_answer_names_whom_it_answers(page: Client) -> None:
    comment = CommentFactory(author=UserFactory(name="Kasia Nowak"))
    idea = comment.idea

    found = Seen(page.get(f"{address(idea)}?reply_to={comment.public_id}"))
    page.post(f"{address(idea)}comments/", {"body": "Thanks", "reply_to": str(comment.public_id)})

    assert "In answer to Kasia Nowak" in found.text
    assert Comment.objects.get(body="Thanks").parent == comment


@pytest.mark.parametrize("named", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_comment_in_answer_to_nothing_is_a_comment_of_its_own(page: Client, named: str) -> None:
    idea = submitted_idea()

    assert "In answer to" not in Seen(page.get(f"{address(idea)}?reply_to={named}")).text
    assert page.post(f"{address(idea)}comments/", {"body": "x", "reply_to": named}).status_code in {404, 422}
    assert not Comment.objects.exists()


def test_comment_edited_shows_that_it_was(page: Client, reader: User) -> None:
    comment = post_comment(author=reader, idea=submitted_idea(), body="Befor")
    form = f"/comments/{comment.public_id}/edit/"

    assert page.get(form).context["form"]["body"].value() == "Befor"
    assert page.post(form, {"body": "Before", "version": "1"}).status_code == 302
    stale = page.post(form, {"body": "After", "version": "1"})

    assert stale.status_code == 412
    assert stale.context["form"]["body"].value() == "After"
    assert stale.context["form"]["version"].value() == "2"
    assert " edited" in Seen(page.get(address(comment.idea))).text


def test_comment_deleted_after_the_question(page: Client, reader: User) -> None:
    comment = post_comment(author=reader, idea=submitted_idea(), body="Oops")

    assert "Delete your comment?" in Seen(page.get(f"/comments/{comment.public_id}/delete/")).text
    assert page.post(f"/comments/{comment.public_id}/delete/").status_code == 302

    text = Seen(page.get(address(comment.idea))).text
    assert "This comment was deleted." in text
    assert "Oops" not in text


@pytest.mark.parametrize("act", ["edit", "delete"])
def test_comment_of_somebody_else_is_not_mine_to_change(page: Client, act: str) -> None:
    comment = CommentFactory()

    assert page.get(f"/comments/{comment.public_id}/{act}/").status_code == 403
    response = page.post(f"/comments/{comment.public_id}/{act}/", {"body": "x", "version": "1"})

    assert response.status_code == 403
    comment.refresh_from_db()
    assert (comment.version, comment.deleted_at) == (1, None)


def test_comments_of_hostile_text_stay_inside_their_place(page: Client) -> None:
    idea = submitted_idea()
    for payload in XSS_PAYLOADS[:25]:
        post_comment(author=UserFactory(), idea=idea, body=payload)

    found = Seen(page.get(address(idea)))

    bodies = found.all("div", **{"class": "gs-comment-body"})
    assert len(bodies) == 25
    assert all("hx-ignore" in one for one in bodies)
    assert not [name for _tag, names in found.elements for name in names if name.startswith("on")]
    assert not found.all("iframe") + found.all("img") + found.all("style") + found.all("object") + found.all("base")
    assert IdeaTally.objects.get(idea=idea).comment_count == 25
