"""Reported and hidden comments, closed discussions."""

import pytest
from django.test import Client

from ideas.models import AuditEvent, CommentReport, Idea, User
from ideas.services.comments import post_comment
from ideas.services.moderation import hide_comment, report_comment
from tests.factories import CommentFactory, UserFactory, grant_role, submitted_idea
from tests.pages import Seen, address, signed_in

pytestmark = pytest.mark.django_db


def test_comment_reported_hidden_and_settled(page: Client) -> None:
    comment = post_comment(author=UserFactory(), idea=submitted_idea(), body="Rude words")
    triager = signed_in(grant_role(UserFactory(), "triager"))

    assert page.post(f"/comments/{comment.public_id}/report/", {"reason": ""}).status_code == 422
    assert page.post(f"/comments/{comment.public_id}/report/", {"reason": "Rude"}).status_code == 302
    assert "Rude words" in Seen(triager.get("/reports/")).text
    assert triager.post(f"/comments/{comment.public_id}/hide/", {"reason": "Not nice"}).status_code == 302

    assert "No comment waits for you" in Seen(triager.get("/reports/")).text
    text = Seen(page.get(address(comment.idea))).text
    assert "hidden by the improvement office" in text
    assert "Rude words" not in text
    assert triager.post(f"/comments/{comment.public_id}/unhide/").status_code == 302
    assert "Rude words" in Seen(page.get(address(comment.idea))).text


def test_comment_reported_and_kept(page: Client, reader: User) -> None:
    comment = CommentFactory()
    report_comment(comment=comment, by=reader, reason="Rude")

    response = signed_in(grant_role(UserFactory(), "triager")).post(f"/comments/{comment.public_id}/keep/")

    assert response["Location"] == "/reports/"
    assert CommentReport.objects.get().settled_at is not None


def test_discussion_locked_and_opened_by_triager(page: Client) -> None:
    idea = submitted_idea()
    triager = signed_in(grant_role(UserFactory(), "triager"))

    assert triager.post(f"{address(idea)}comments/lock/", {"reason": "Two people only"}).status_code == 302
    assert "Two people only" in Seen(page.get(address(idea))).text
    assert triager.post(f"{address(idea)}comments/unlock/").status_code == 302
    assert Idea.objects.get().comments_locked_at is None


def test_moderation_by_others_is_refused(page: Client) -> None:
    comment = CommentFactory()
    idea = comment.idea

    answers = [
        page.get("/reports/"),
        page.get(f"/comments/{comment.public_id}/hide/"),
        page.post(f"/comments/{comment.public_id}/hide/", {"reason": "x"}),
        page.post(f"/comments/{comment.public_id}/unhide/"),
        page.post(f"/comments/{comment.public_id}/keep/"),
        page.get(f"{address(idea)}comments/lock/"),
        page.post(f"{address(idea)}comments/lock/", {"reason": "x"}),
        page.post(f"{address(idea)}comments/unlock/"),
    ]

    assert [answer.status_code for answer in answers] == [403] * 8
    assert not AuditEvent.objects.exists()


def test_hidden_reason_is_for_writer_and_moderators(page: Client) -> None:
    writer = UserFactory()
    comment = post_comment(author=writer, idea=submitted_idea(), body="Rude")
    hide_comment(comment=comment, by=grant_role(UserFactory(), "triager"), reason="Names a resident")

    assert "Names a resident" not in Seen(page.get(address(comment.idea))).text
    assert "Names a resident" in Seen(signed_in(writer).get(address(comment.idea))).text
