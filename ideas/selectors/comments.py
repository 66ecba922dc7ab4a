"""The discussion of an idea as one reader sees it.

Who wrote a comment is shown, but for authors of an idea whose author is not shown: they are "the author" there too.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.models import Comment, CommentReport, Idea, User
from ideas.policies import support as may
from ideas.querysets.keyset import Key, Ordering, take_page
from ideas.selectors.authors import author_ids

THREADS_A_PAGE: Final = 30
OLDEST_FIRST: Final = Ordering("oldest", (Key("id"),))
NEWEST_FIRST: Final = Ordering("newest", (Key("id", is_descending=True),))


@dataclass(frozen=True)
class ShownComment:
    """A comment as one reader sees it.

    `person` is None where the name is not shown. `body` and `body_html` are empty for deleted ones, and for hidden
    ones unless the reader wrote it or moderates. `may` holds the acts open to the reader.
    """

    comment: Comment
    person: User | None
    is_by_author: bool
    body: str
    body_html: str
    is_hidden: bool
    is_deleted: bool
    hidden_reason: str
    may: frozenset[str]
    replies: tuple["ShownComment", ...] = ()

    @property
    def created_at(self) -> datetime:
        """When it was posted."""
        return self.comment.created_at


@dataclass(frozen=True)
class Discussion:
    """One page of threads, oldest first, and where the next page begins."""

    threads: tuple[ShownComment, ...]
    next: str | None
    previous: str | None
    can_comment: bool
    can_lock: bool
    is_locked: bool
    locked_reason: str


def discussion_of(*, idea: Idea, viewer: User, cursor: str | None = None) -> Discussion:
    """Return up to 30 threads of `idea`, which `viewer` may see, with their answers. At most five queries.

    Raises:
        InvalidCursor: the cursor is not from this discussion (400, `invalid_cursor`).
    """
    first = comments_of(idea=idea).filter(parent__isnull=True)
    bound_to = f"{viewer.pk}:{idea.pk}:threads"
    page = take_page(first, OLDEST_FIRST, limit=THREADS_A_PAGE, cursor=cursor, bound_to=bound_to)
    answers = comments_of(idea=idea).filter(parent__in=page.rows).order_by("id") if page.rows else []
    shown = shown_comments(idea=idea, viewer=viewer, comments=[*page.rows, *answers])
    by_thread: dict[int, list[ShownComment]] = {}
    for one in shown[len(page.rows) :]:
        by_thread.setdefault(one.comment.parent_id or 0, []).append(one)
    threads = [replace(one, replies=tuple(by_thread.get(one.comment.pk, ()))) for one in shown[: len(page.rows)]]
    return Discussion(
        threads=tuple(threads),
        next=page.next,
        previous=page.previous,
        can_comment=may.can_comment_idea(viewer, idea),
        can_lock=may.can_lock_discussion(viewer, idea),
        is_locked=idea.comments_locked_at is not None,
        locked_reason=idea.comments_locked_reason,
    )


def comments_of(*, idea: Idea) -> "QuerySet[Comment]":
    """Return every comment of `idea` with its writer, unordered and unevaluated."""
    return Comment.objects.filter(idea=idea).select_related("author__department", "parent")


def shown_comments(*, idea: Idea, viewer: User, comments: Iterable[Comment]) -> list[ShownComment]:
    """Return `comments` of `idea` as `viewer` sees them, in their order. One query, two more for the reader's roles."""
    authors = author_ids(idea)
    return [_shown(comment, idea, viewer, authors) for comment in comments]


def comment_for_reader(*, viewer: User, public_id: uuid.UUID) -> Comment:
    """Return a comment on an idea that `viewer` may see, with its idea and writer.

    Raises:
        NotFound: there is none, or `viewer` may not see its idea (404); the same for both.
    """
    visible = Idea.objects.visible_to(viewer).sent()
    found = Comment.objects.filter(public_id=public_id, idea__in=visible)
    comment = found.select_related("idea", "author__department", "parent").first()
    if comment is None:
        raise NotFound(_("There is no such comment, or you may not see it."))
    return comment


def open_reports(*, viewer: User) -> "QuerySet[CommentReport]":
    """Return reports that nobody settled yet, for those who moderate, on ideas they may see; unordered."""
    if not may.can_moderate_discussion(viewer):
        return CommentReport.objects.none()
    visible = Idea.objects.visible_to(viewer)
    found = CommentReport.objects.filter(settled_at__isnull=True, comment__idea__in=visible)
    return found.select_related("comment__idea", "comment__author", "reporter")


def _shown(comment: Comment, idea: Idea, viewer: User, authors: frozenset[int]) -> ShownComment:
    comment.idea = idea
    is_by_author = comment.author_id in authors
    is_protected = is_by_author and not idea.author_shown and viewer.pk not in authors
    is_hidden, is_deleted = comment.hidden_at is not None, comment.deleted_at is not None
    sees_hidden = comment.author_id == viewer.pk or may.can_moderate_discussion(viewer)
    is_read = not is_deleted and (not is_hidden or sees_hidden)
    return ShownComment(
        comment=comment,
        person=None if is_protected else comment.author,
        is_by_author=is_by_author,
        body=comment.body if is_read else "",
        body_html=comment.body_html if is_read else "",
        is_hidden=is_hidden,
        is_deleted=is_deleted,
        hidden_reason=comment.hidden_reason if sees_hidden else "",
        may=acts_on(viewer, comment),
    )


def acts_on(viewer: User, comment: Comment) -> frozenset[str]:
    """Return the acts on `comment` that are open to `viewer`: reply, edit, delete, report, hide, unhide."""
    acts = {
        "reply": may.can_reply_comment(viewer, comment),
        "edit": may.can_edit_comment(viewer, comment),
        "delete": may.can_delete_comment(viewer, comment),
        "report": may.can_report_comment(viewer, comment),
    }
    if may.can_hide_comment(viewer, comment):
        acts["hide" if comment.hidden_at is None else "unhide"] = True
    return frozenset(name for name, is_open in acts.items() if is_open)
