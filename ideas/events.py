"""What happened, as frozen facts. Names and `type` words are never renamed once published.

`consumers` names the handlers that must run once for each such event, `()` for none; `workers/registry.py` maps them.
Those of `PUBLIC_EVENTS` may be sent to channels and webhooks. Fields hold ids and codes only, no text and no names.
"""

from dataclasses import asdict, dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """The base of every fact. `idea_id`: the idea it is about; `actor_id`: who did it, None for the system."""

    type: ClassVar[str]
    consumers: ClassVar[tuple[str, ...]]
    # Whether the public figures of its idea say all that pages must learn; otherwise open pages fetch their words anew.
    is_told_by_figures: ClassVar[bool] = False
    idea_id: int | None = None
    actor_id: int | None = None

    def payload(self) -> dict[str, object]:
        """Return what is stored besides idea and actor."""
        return {key: value for key, value in asdict(self).items() if key not in {"idea_id", "actor_id"}}


@dataclass(frozen=True, kw_only=True)
class IdeaSubmitted(DomainEvent):
    type = "idea.submitted"
    consumers = ("route", "notify")
    round: int = 1


@dataclass(frozen=True, kw_only=True)
class IdeaEdited(DomainEvent):
    type = "idea.edited"
    consumers = ("notify",)
    version: int


@dataclass(frozen=True, kw_only=True)
class IdeaRerouted(DomainEvent):
    """The author corrected an answer: departments newly asked get their reviews; those asked before stay asked."""

    type = "idea.rerouted"
    consumers = ("route",)
    round: int
    from_tier: int
    to_tier: int


@dataclass(frozen=True, kw_only=True)
class IdeaWithdrawn(DomainEvent):
    type = "idea.withdrawn"
    consumers = ("notify",)


@dataclass(frozen=True, kw_only=True)
class IdeaMoved(DomainEvent):
    """Every change of stage, whoever caused it."""

    type = "idea.moved"
    consumers = ()
    from_stage: str
    to_stage: str


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(DomainEvent):
    type = "attachment.added"
    consumers = ()
    attachment_id: int


@dataclass(frozen=True, kw_only=True)
class AttachmentRemoved(DomainEvent):
    type = "attachment.removed"
    consumers = ()
    attachment_id: int


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


@dataclass(frozen=True, kw_only=True)
class ReviewsOpened(DomainEvent):
    """Routing is done: the departments' reviews exist, in rounds."""

    type = "reviews.opened"
    consumers = ("notify",)
    round: int
    department_ids: tuple[int, ...]
    notified_department_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReviewAssigned(DomainEvent):
    type = "review.assigned"
    consumers = ("notify",)
    review_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewUnassignable(DomainEvent):
    """Nobody in the department is eligible; its lead hears of it."""

    type = "review.unassignable"
    consumers = ("notify",)
    review_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewStarted(DomainEvent):
    type = "review.started"
    consumers = ()
    review_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewSubmitted(DomainEvent):
    type = "review.submitted"
    consumers = ("notify",)
    review_id: int


@dataclass(frozen=True, kw_only=True)
class PoolChanged(DomainEvent):
    """Who can review for a department changed (membership, capacity, absence): unowned reviews are tried again."""

    type = "pool.changed"
    consumers = ("assign",)
    department_id: int


@dataclass(frozen=True, kw_only=True)
class IdeaReadyForDecision(DomainEvent):
    type = "idea.ready_for_decision"
    consumers = ("notify",)
    round: int


@dataclass(frozen=True, kw_only=True)
class DecisionMade(DomainEvent):
    """The author is told at once; `announce` waits until the decision's `announce_at`."""

    type = "decision.made"
    consumers = ("notify", "announce")
    decision_id: int


@dataclass(frozen=True, kw_only=True)
class DecisionAnnounced(DomainEvent):
    type = "decision.announced"
    consumers = ("notify",)
    decision_id: int


@dataclass(frozen=True, kw_only=True)
class EndpointStopped(DomainEvent):
    type = "endpoint.stopped"
    consumers = ("notify",)
    endpoint_id: int


@dataclass(frozen=True, kw_only=True)
class PersonInvited(DomainEvent):
    """A mail with a link to choose a password is owed to the person."""

    type = "person.invited"
    consumers = ("account_mail",)
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordResetAsked(DomainEvent):
    """Somebody typed an address to get a new password; `person_id` is None where nobody has it.

    It is recorded either way, so that the answer takes as long for a stranger as for a member.
    """

    type = "person.password_reset_asked"
    consumers = ("account_mail",)
    person_id: int | None


@dataclass(frozen=True, kw_only=True)
class PersonDeactivated(DomainEvent):
    type = "person.deactivated"
    consumers = ()
    person_id: int


@dataclass(frozen=True, kw_only=True)
class EndpointFailing(DomainEvent):
    """Several tries in a row failed: the endpoint rests for a while; its owner hears of it by another channel."""

    type = "endpoint.failing"
    consumers = ("notify",)
    endpoint_id: int


@dataclass(frozen=True, kw_only=True)
class EndpointTested(DomainEvent):
    """Somebody asked for a test message; its one delivery is added with the endpoint as target."""

    type = "endpoint.tested"
    consumers = ()
    endpoint_id: int


@dataclass(frozen=True, kw_only=True)
class DigestDue(DomainEvent):
    """The daily mail of one person."""

    type = "digest.due"
    consumers = ("email",)
    digest_id: int


PUBLIC_EVENTS: tuple[type[DomainEvent], ...] = (
    IdeaSubmitted,
    IdeaEdited,
    IdeaWithdrawn,
    CommentPosted,
    ReviewsOpened,
    ReviewAssigned,
    ReviewSubmitted,
    IdeaReadyForDecision,
    DecisionAnnounced,
)
PUBLIC_EVENT_TYPES: tuple[str, ...] = tuple(event.type for event in PUBLIC_EVENTS)
