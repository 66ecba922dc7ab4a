"""Facts about votes and the discussion."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class VoteCast(DomainEvent):
    type = "vote.cast"
    consumers = ()
    is_told_by_figures = True


@dataclass(frozen=True, kw_only=True)
class VoteWithdrawn(DomainEvent):
    type = "vote.withdrawn"
    consumers = ()
    is_told_by_figures = True


@dataclass(frozen=True, kw_only=True)
class CommentPosted(DomainEvent):
    type = "comment.posted"
    is_told_by_figures = True
    consumers = ("notify",)
    comment_id: int


@dataclass(frozen=True, kw_only=True)
class CommentEdited(DomainEvent):
    type = "comment.edited"
    consumers = ()
    is_told_by_figures = True
    comment_id: int


@dataclass(frozen=True, kw_only=True)
class CommentDeleted(DomainEvent):
    type = "comment.deleted"
    consumers = ()
    is_told_by_figures = True
    comment_id: int


@dataclass(frozen=True, kw_only=True)
class CommentHidden(DomainEvent):
    type = "comment.hidden"
    consumers = ()
    is_told_by_figures = True
    comment_id: int


@dataclass(frozen=True, kw_only=True)
class CommentShown(DomainEvent):
    """A hidden comment can be read again."""

    type = "comment.shown"
    consumers = ()
    is_told_by_figures = True
    comment_id: int


@dataclass(frozen=True, kw_only=True)
class CommentReported(DomainEvent):
    type = "comment.reported"
    is_told_by_figures = True
    consumers = ("notify",)
    comment_id: int


@dataclass(frozen=True, kw_only=True)
class DiscussionLocked(DomainEvent):
    type = "discussion.locked"
    consumers = ()
    is_locked: bool
