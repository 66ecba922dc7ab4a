"""Keeps order in a discussion: reports, hidden comments, locked discussions. Each act has a reason and is audited."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import CommentHidden, CommentReported, CommentShown, DiscussionLocked
from ideas.exceptions import IdeaClosed, NotPermitted
from ideas.models import Comment, CommentReport, Idea, User
from ideas.policies.support import can_hide_comment, can_lock_discussion, can_moderate_discussion, can_report_comment
from ideas.services.audit import record_audit
from ideas.services.comments import count_comments, gone, locked_comment
from ideas.services.rate_limits import count_or_refuse
from ideas.typed_text import TypedText

MAX_REASON_CHARS = 500
REPORTS_PER_HOUR = 20
HOUR_SECONDS = 3600


@transaction.atomic
def report_comment(*, comment: Comment, by: User, reason: str) -> CommentReport:
    """Tell the triagers about a comment; a second report of the same person changes nothing.

    Args:
        comment: one that `by` may read.
        reason: 1–500 characters.

    Raises:
        TooMany: more than 20 reports an hour (429, `too_many_requests`).
        InvalidValue: the reason is missing or wrong (422, `validation`).
        NotPermitted: it is one's own comment (403, `own_comment`).
        Conflict: it was deleted or hidden (409, `comment_gone`).

    Emits: CommentReported, the first time only.
    """
    count_or_refuse(key=f"report:{by.pk}", limit=REPORTS_PER_HOUR, window_seconds=HOUR_SECONDS)
    text = clean_reason(reason)
    comment = locked_comment(comment)
    if not can_report_comment(by, comment):
        if comment.author_id == by.pk:
            raise NotPermitted(_("This is your own comment. You can change or delete it."), code="own_comment")
        raise gone()
    report, is_new = CommentReport.objects.get_or_create(comment=comment, reporter=by, defaults={"reason": text})
    if is_new:
        outbox.record(CommentReported(idea_id=comment.idea_id, actor_id=by.pk, comment_id=comment.pk))
    return report


@transaction.atomic
def hide_comment(*, comment: Comment, by: User, reason: str) -> Comment:
    """Keep the text of a comment from readers; open reports of it are settled. Twice is once.

    Raises:
        InvalidValue: the reason is missing or wrong (422, `validation`).
        NotPermitted: `by` does not moderate (403, `not_permitted`).
        Conflict: it was deleted (409, `comment_gone`).

    Emits: CommentHidden.
    """
    text = clean_reason(reason)
    comment = _moderated(comment, by)
    if comment.hidden_at is not None:
        return comment
    comment.hidden_at, comment.hidden_by, comment.hidden_reason = Now(), by, text
    comment.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    comment.refresh_from_db(fields=["hidden_at"])
    _settle(comment, by)
    count_comments(idea_id=comment.idea_id, step=-1)
    _audit("comment.hide", comment, by, text)
    outbox.record(CommentHidden(idea_id=comment.idea_id, actor_id=by.pk, comment_id=comment.pk))
    return comment


@transaction.atomic
def unhide_comment(*, comment: Comment, by: User, reason: str = "") -> Comment:
    """Show a hidden comment again. Twice is once.

    Raises:
        NotPermitted: `by` does not moderate (403, `not_permitted`).
        Conflict: it was deleted (409, `comment_gone`).

    Emits: CommentShown.
    """
    comment = _moderated(comment, by)
    if comment.hidden_at is None:
        return comment
    comment.hidden_at, comment.hidden_by, comment.hidden_reason = None, None, ""
    comment.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    count_comments(idea_id=comment.idea_id, step=1)
    _audit("comment.unhide", comment, by, reason)
    outbox.record(CommentShown(idea_id=comment.idea_id, actor_id=by.pk, comment_id=comment.pk))
    return comment


@transaction.atomic
def keep_comment(*, comment: Comment, by: User) -> Comment:
    """Settle the open reports of a comment without hiding it.

    Raises:
        NotPermitted: `by` does not moderate (403, `not_permitted`).
    """
    comment = locked_comment(comment)
    _refuse_unless(can_moderate_discussion(by))
    if _settle(comment, by):
        _audit("comment.keep", comment, by, "")
    return comment


@transaction.atomic
def lock_discussion(*, idea: Idea, by: User, reason: str) -> Idea:
    """Let nobody add to the discussion of `idea`; what was said stays. Readers see the reason. Twice is once.

    Raises:
        InvalidValue: the reason is missing or wrong (422, `validation`).
        NotPermitted: `by` does not moderate (403, `not_permitted`).

    Emits: DiscussionLocked.
    """
    text = clean_reason(reason)
    idea = _locked_idea(idea, by)
    if idea.comments_locked_at is not None:
        return idea
    idea.comments_locked_at, idea.comments_locked_reason = Now(), text
    return _save_lock(idea, by, is_locked=True, reason=text)


@transaction.atomic
def unlock_discussion(*, idea: Idea, by: User) -> Idea:
    """Open the discussion of `idea` again. Twice is once.

    Raises:
        NotPermitted: `by` does not moderate (403, `not_permitted`).

    Emits: DiscussionLocked.
    """
    idea = _locked_idea(idea, by)
    if idea.comments_locked_at is None:
        return idea
    idea.comments_locked_at, idea.comments_locked_reason = None, ""
    return _save_lock(idea, by, is_locked=False, reason="")


def clean_reason(reason: str) -> str:
    """Return a moderator's or reporter's reason as one clean line.

    Raises:
        InvalidValue: it is missing, too long, or holds what cannot be read (422, `validation`).
    """
    typed = TypedText()
    text = typed.line("reason", reason, max_chars=MAX_REASON_CHARS, is_required=True)
    typed.refuse_problems()
    return text


def _moderated(comment: Comment, by: User) -> Comment:
    comment = locked_comment(comment)
    _refuse_unless(can_moderate_discussion(by))
    if not can_hide_comment(by, comment):
        raise gone()
    return comment


def _locked_idea(idea: Idea, by: User) -> Idea:
    idea = Idea.objects.select_for_update(no_key=True).get(pk=idea.pk)
    _refuse_unless(can_moderate_discussion(by))
    if not can_lock_discussion(by, idea):
        raise IdeaClosed(_("A draft has no discussion."))
    return idea


def _save_lock(idea: Idea, by: User, *, is_locked: bool, reason: str) -> Idea:
    idea.save(update_fields=["comments_locked_at", "comments_locked_reason"])
    idea.refresh_from_db(fields=["comments_locked_at"])
    action = "discussion.lock" if is_locked else "discussion.unlock"
    record_audit(action=action, by=by, object_type="idea", object_id=idea.ref, reason=reason)
    outbox.record(DiscussionLocked(idea_id=idea.pk, actor_id=by.pk, is_locked=is_locked))
    return idea


def _settle(comment: Comment, by: User) -> int:
    return CommentReport.objects.filter(comment=comment, settled_at__isnull=True).update(
        settled_at=Now(), settled_by=by
    )


def _audit(action: str, comment: Comment, by: User, reason: str) -> None:
    record_audit(action=action, by=by, object_type="comment", object_id=comment.public_id, reason=reason)


def _refuse_unless(is_permitted: bool) -> None:
    if not is_permitted:
        raise NotPermitted(_("Only triagers and programme managers keep order in discussions."))
