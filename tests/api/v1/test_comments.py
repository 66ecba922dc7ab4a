"""Discussions in the API."""

import uuid

import pytest

from ideas.models import Comment, CommentReport, User
from ideas.services.comments import post_comment
from tests.api.client import Caller, places, problem
from tests.factories import CommentFactory, UserFactory, grant_role, submitted_idea


def _comments(ref: str) -> str:
    return f"/api/v1/ideas/{ref}/comments"


def _comment(comment: Comment) -> str:
    return f"/api/v1/comments/{comment.public_id}"


def test_comment_posted_is_answered_whole(api: Caller, member: User) -> None:
    idea = submitted_idea()

    response = api.post(_comments(idea.ref), {"body": "**Yes**"})

    comment = Comment.objects.get()
    body = response.json()
    assert (response.status_code, response["Location"], response["ETag"]) == (201, _comment(comment), '"1"')
    assert body.pop("created_at").endswith("Z")
    assert body.pop("author")["id"] == str(member.public_id)
    assert body == {
        "id": str(comment.public_id),
        "reply_to": None,
        "is_by_author": False,
        "body": "**Yes**",
        "body_html": "<p><strong>Yes</strong></p>",
        "edited_at": None,
        "is_hidden": False,
        "is_deleted": False,
        "version": 1,
        "allowed_actions": ["delete", "edit", "reply"],
    }


def test_comment_in_answer_joins_the_thread(api: Caller) -> None:
    idea = submitted_idea()
    first = CommentFactory(idea=idea)
    second = CommentFactory(idea=idea, parent=first)

    response = api.post(_comments(idea.ref), {"body": "Yes", "reply_to": str(second.public_id)})

    assert response.json()["reply_to"] == str(first.public_id)
    assert [one["body"] for one in api.get(f"{_comments(idea.ref)}?order=newest&limit=1").json()["results"]] == ["Yes"]


@pytest.mark.parametrize(
    ("body", "answer", "place"),
    [
        ({}, (422, "required"), ("/body", "required")),
        ({"body": 1}, (422, "type"), ("/body", "type")),
        ({"body": "\u200b"}, (422, "blank"), ("/body", "blank")),
        ({"body": "x" * 10_001}, (422, "too_long"), ("/body", "too_long")),
        ({"body": "x", "author": "me"}, (400, "unknown_field"), ("/author", "unknown_field")),
        ({"body": "x", "reply_to": "1"}, (422, "invalid_id"), ("/reply_to", "invalid_id")),
    ],
)
def test_comment_with_wrong_body_is_refused(
    api: Caller, body: object, answer: tuple[int, str], place: tuple[str, str]
) -> None:
    response = api.post(_comments(submitted_idea().ref), body)

    assert problem(response) == answer
    assert places(response) == [place]
    assert not Comment.objects.exists()


def test_comment_in_answer_to_nothing_is_refused(api: Caller) -> None:
    idea = submitted_idea()
    elsewhere = CommentFactory()

    assert problem(api.post(_comments(idea.ref), {"body": "x", "reply_to": str(uuid.uuid4())})) == (404, "not_found")
    response = api.post(_comments(idea.ref), {"body": "x", "reply_to": str(elsewhere.public_id)})
    assert problem(response) == (404, "not_found")
    assert Comment.objects.count() == 1


def test_comment_edited_needs_the_version_that_was_read(api: Caller, member: User) -> None:
    comment = post_comment(author=member, idea=submitted_idea(), body="Befor")

    assert problem(api.patch(_comment(comment), {"body": "Before"})) == (428, "precondition_required")
    edited = api.patch(_comment(comment), {"body": "Before"}, if_match='"1"')
    assert (edited.status_code, edited["ETag"], edited.json()["body"]) == (200, '"2"', "Before")
    stale = api.patch(_comment(comment), {"body": "After"}, if_match='"1"')
    assert problem(stale) == (412, "stale_version")
    assert stale["ETag"] == '"2"'


def test_comment_of_somebody_else_is_not_mine_to_change(api: Caller) -> None:
    comment = CommentFactory()

    assert problem(api.patch(_comment(comment), {"body": "x"}, if_match='"1"')) == (403, "not_own_comment")
    assert problem(api.delete(_comment(comment))) == (403, "not_own_comment")
    assert problem(api.put(f"{_comment(comment)}/hiding", {"reason": "x"})) == (403, "not_permitted")
    comment.refresh_from_db()
    assert (comment.version, comment.deleted_at, comment.hidden_at) == (1, None, None)


def test_comment_deleted_keeps_its_place_without_text(api: Caller, member: User) -> None:
    comment = post_comment(author=member, idea=submitted_idea(), body="Oops")

    assert api.delete(_comment(comment)).status_code == 204

    row = api.get(_comments(comment.idea.ref)).json()["results"][0]
    assert (row["is_deleted"], row["body"], row["allowed_actions"]) == (True, "", [])


def test_comment_hidden_and_shown_by_triager(api: Caller) -> None:
    comment = post_comment(author=UserFactory(), idea=submitted_idea(), body="Rude")
    triager = Caller(grant_role(UserFactory(), "triager"))

    hidden = triager.put(f"{_comment(comment)}/hiding", {"reason": "Rude"})

    assert hidden.json()["is_hidden"] is True
    assert api.get(_comment(comment)).json()["body"] == ""
    assert triager.delete(f"{_comment(comment)}/hiding").status_code == 204
    assert api.get(_comment(comment)).json()["body"] == "Rude"


def test_comment_reported_once(api: Caller) -> None:
    comment = CommentFactory()

    first = api.post(f"{_comment(comment)}/reports", {"reason": "Rude"})
    second = api.post(f"{_comment(comment)}/reports", {"reason": "Rude"})

    assert (first.status_code, first.json()) == (201, second.json())
    assert CommentReport.objects.count() == 1


def test_discussion_locked_takes_no_comment(api: Caller) -> None:
    idea = submitted_idea()
    triager = Caller(grant_role(UserFactory(), "triager"))
    lock = f"{_comments(idea.ref)}/lock"

    assert triager.put(lock, {"reason": "Enough"}).json() == {"is_locked": True, "locked_reason": "Enough"}

    assert problem(api.post(_comments(idea.ref), {"body": "But"})) == (409, "discussion_locked")
    assert triager.delete(lock).status_code == 204
    assert api.get(lock).json() == {"is_locked": False, "locked_reason": ""}


def test_comments_on_an_idea_not_seen_are_not_found(api: Caller) -> None:
    comment = CommentFactory(idea=submitted_idea(visibility="confidential"))

    for response in (
        api.get(_comments(comment.idea.ref)),
        api.post(_comments(comment.idea.ref), {"body": "x"}),
        api.get(_comment(comment)),
        api.delete(_comment(comment)),
        api.post(f"{_comment(comment)}/reports", {"reason": "x"}),
    ):
        assert problem(response) == (404, "not_found")
