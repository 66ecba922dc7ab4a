"""Bodies of comments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import IdField, LineField, ParagraphsField
from api.filters import ListParameters, WordParameter
from api.serializers import StrictSerializer
from api.v1.serializers.directory import PersonBody, person_body
from ideas.models import Comment, Idea, User
from ideas.models.support import MAX_COMMENT_CHARS
from ideas.selectors.comments import ShownComment, shown_comments
from ideas.services.moderation import MAX_REASON_CHARS


@dataclass(frozen=True, slots=True)
class CommentBody:
    """A comment or an answer. Deleted and hidden ones keep their place, without text for most readers."""

    is_versioned: ClassVar[bool] = True
    id: UUID
    reply_to: Annotated[UUID | None, _("the first comment of the thread; null for one that begins a thread")]
    author: Annotated[PersonBody | None, _("null for authors of the idea who chose not to be shown")]
    is_by_author: Annotated[bool, _("an author of the idea wrote it")]
    body: Annotated[str, _("Markdown as it was typed")]
    body_html: Annotated[str, _("the same as safe HTML")]
    created_at: datetime
    edited_at: datetime | None
    is_hidden: bool
    is_deleted: bool
    version: Annotated[int, _("number of edits, the ETag")]
    allowed_actions: list[Literal["reply", "edit", "delete", "report", "hide", "unhide"]]


class CommentListParameters(ListParameters):
    order = WordParameter(choices=("oldest", "newest"), default="oldest")


class CommentCreateSerializer(StrictSerializer):
    body = ParagraphsField(max_chars=MAX_COMMENT_CHARS)
    reply_to = IdField(required=False, allow_null=True, default=None)


class CommentEditSerializer(StrictSerializer):
    body = ParagraphsField(max_chars=MAX_COMMENT_CHARS)


class ReasonSerializer(StrictSerializer):
    reason = LineField(max_chars=MAX_REASON_CHARS)


@dataclass(frozen=True, slots=True)
class ReportBody:
    """A report of a comment to the triagers."""

    id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class DiscussionBody:
    """Whether the discussion of an idea is locked."""

    is_locked: bool
    locked_reason: str


def comment_bodies(viewer: User, idea: Idea, comments: Iterable[Comment]) -> list[CommentBody]:
    """Return the bodies of comments of one idea as `viewer` sees them."""
    return [_body(one) for one in shown_comments(idea=idea, viewer=viewer, comments=comments)]


def comment_body(viewer: User, comment: Comment) -> CommentBody:
    """Return the body of one comment whose idea and writer are loaded."""
    return comment_bodies(viewer, comment.idea, [comment])[0]


def _body(shown: ShownComment) -> CommentBody:
    comment = shown.comment
    acts: Any = sorted(shown.may)
    return CommentBody(
        id=comment.public_id,
        reply_to=comment.parent.public_id if comment.parent else None,
        author=person_body(shown.person) if shown.person else None,
        is_by_author=shown.is_by_author,
        body=shown.body,
        body_html=shown.body_html,
        created_at=comment.created_at,
        edited_at=comment.edited_at,
        is_hidden=shown.is_hidden,
        is_deleted=shown.is_deleted,
        version=comment.version,
        allowed_actions=acts,
    )
