"""Order in discussions: by triagers, with a reason, on the record."""

from collections.abc import Callable

import pytest

from ideas.exceptions import Conflict, IdeaClosed, InvalidValue, NotPermitted
from ideas.models import AuditEvent, Comment, CommentReport, Event, Idea, IdeaTally, User
from ideas.services.comments import delete_comment, post_comment
from ideas.services.moderation import (
    hide_comment,
    keep_comment,
    lock_discussion,
    report_comment,
    unhide_comment,
    unlock_discussion,
)
from tests.factories import IdeaFactory, UserFactory, grant_role, submitted_idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def triager() -> User:
    return grant_role(UserFactory(), "triager")


@pytest.fixture
def comment() -> Comment:
    return post_comment(author=UserFactory(), idea=submitted_idea(), body="You are all wrong")


def test_hide_comment_with_reason_is_counted_settled_and_audited(triager: User, comment: Comment) -> None:
    report_comment(comment=comment, by=UserFactory(), reason="Rude")

    hidden = hide_comment(comment=comment, by=triager, reason="Not how we talk")
    hide_comment(comment=comment, by=triager, reason="Again")

    assert (hidden.hidden_by, hidden.hidden_reason) == (triager, "Not how we talk")
    assert hidden.hidden_at is not None
    assert IdeaTally.objects.get(idea=comment.idea).comment_count == 0
    assert CommentReport.objects.get().settled_by == triager
    audit = AuditEvent.objects.get()
    assert (audit.action, audit.object_id, audit.reason) == ("comment.hide", str(comment.public_id), "Not how we talk")
    assert Event.objects.filter(type="comment.hidden").count() == 1


def test_unhide_comment_shows_and_counts_it_again(triager: User, comment: Comment) -> None:
    hide_comment(comment=comment, by=triager, reason="By mistake")

    shown = unhide_comment(comment=comment, by=triager)
    unhide_comment(comment=comment, by=triager)

    assert (shown.hidden_at, shown.hidden_by, shown.hidden_reason) == (None, None, "")
    assert IdeaTally.objects.get(idea=comment.idea).comment_count == 1
    assert Event.objects.filter(type="comment.shown").count() == 1


def test_hide_comment_without_reason_is_refused(triager: User, comment: Comment) -> None:
    with pytest.raises(InvalidValue) as refusal:
        hide_comment(comment=comment, by=triager, reason=" ")

    assert [(one.field, one.code) for one in refusal.value.problems] == [("reason", "blank")]
    comment.refresh_from_db()
    assert comment.hidden_at is None


def test_hide_comment_that_was_deleted_is_refused(triager: User, comment: Comment) -> None:
    delete_comment(comment=comment, by=comment.author)

    with pytest.raises(Conflict) as refusal:
        hide_comment(comment=comment, by=triager, reason="Rude")

    assert refusal.value.error_code == "comment_gone"
    assert not AuditEvent.objects.exists()


ACTS: list[Callable[[Comment, User], object]] = [
    lambda comment, by: hide_comment(comment=comment, by=by, reason="x"),
    lambda comment, by: unhide_comment(comment=comment, by=by),
    lambda comment, by: keep_comment(comment=comment, by=by),
    lambda comment, by: lock_discussion(idea=comment.idea, by=by, reason="x"),
    lambda comment, by: unlock_discussion(idea=comment.idea, by=by),
]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", [None, "administrator", "board_chair"])
def test_moderation_by_others_is_refused(
    act: Callable[[Comment, User], object], role: str | None, comment: Comment
) -> None:
    by = grant_role(UserFactory(), role) if role else comment.author

    with pytest.raises(NotPermitted):
        act(comment, by)

    comment.refresh_from_db()
    assert comment.hidden_at is None
    assert Idea.objects.get(pk=comment.idea_id).comments_locked_at is None
    assert not AuditEvent.objects.exists()


def test_report_comment_twice_tells_triagers_once(comment: Comment) -> None:
    reader = UserFactory()

    report_comment(comment=comment, by=reader, reason="Rude")
    report_comment(comment=comment, by=reader, reason="Still rude")

    assert CommentReport.objects.get().reason == "Rude"
    events = Event.objects.filter(type="comment.reported")
    assert [one.deliveries.get().consumer for one in events] == ["notify"]


def test_report_comment_of_ones_own_is_refused(comment: Comment) -> None:
    with pytest.raises(NotPermitted) as refusal:
        report_comment(comment=comment, by=comment.author, reason="Oops")

    assert refusal.value.error_code == "own_comment"
    assert not CommentReport.objects.exists()


def test_report_comment_that_is_gone_is_refused(triager: User, comment: Comment) -> None:
    hide_comment(comment=comment, by=triager, reason="Rude")

    with pytest.raises(Conflict) as refusal:
        report_comment(comment=comment, by=UserFactory(), reason="Rude")

    assert refusal.value.error_code == "comment_gone"


def test_keep_comment_settles_reports_and_leaves_it_shown(triager: User, comment: Comment) -> None:
    report_comment(comment=comment, by=UserFactory(), reason="I disagree")

    kept = keep_comment(comment=comment, by=triager)

    assert kept.hidden_at is None
    assert CommentReport.objects.get().settled_by == triager
    assert AuditEvent.objects.get().action == "comment.keep"


def test_lock_and_unlock_discussion_are_on_the_record(triager: User) -> None:
    idea = submitted_idea()

    locked = lock_discussion(idea=idea, by=triager, reason="Two people only")
    lock_discussion(idea=idea, by=triager, reason="Again")
    unlocked = unlock_discussion(idea=idea, by=triager)

    assert locked.comments_locked_reason == "Two people only"
    assert (unlocked.comments_locked_at, unlocked.comments_locked_reason) == (None, "")
    assert list(AuditEvent.objects.order_by("id").values_list("action", flat=True)) == [
        "discussion.lock",
        "discussion.unlock",
    ]
    assert [one.payload for one in Event.objects.order_by("id")] == [{"is_locked": True}, {"is_locked": False}]


def test_lock_discussion_of_a_draft_is_refused(triager: User) -> None:
    with pytest.raises(IdeaClosed):
        lock_discussion(idea=IdeaFactory(), by=triager, reason="No")

    assert not Event.objects.exists()
