"""What happened, as frozen facts, by family. Names and `type` words are never renamed once published.

Those of `PUBLIC_EVENTS` may be sent to channels and webhooks.
"""

from ideas.events import (  # noqa: F401  # so that registries see their facts
    after_decision,
    dependencies,
    early_stops,
    escalations,
    precedents,
    reminders,
    risks,
    workload,
)
from ideas.events.ballots import BallotClosed, BallotExtended, BallotOpened
from ideas.events.base import DomainEvent
from ideas.events.clocks import ClockPaused, ClockResumed, DateRecounted
from ideas.events.delegations import DelegationAsked, DelegationMade
from ideas.events.fairness import DeciderChanged, InterestDecided, InterestDeclared, ReviewRecused, ReviewReturned
from ideas.events.house import (
    AuditHeadPublished,
    DigestDue,
    EndpointFailing,
    EndpointStopped,
    EndpointTested,
    PasswordResetAsked,
    PersonDeactivated,
    PersonInvited,
)
from ideas.events.ideas import (
    AttachmentAdded,
    AttachmentRemoved,
    IdeaEdited,
    IdeaMoved,
    IdeaRerouted,
    IdeaSubmitted,
    IdeaWithdrawn,
)
from ideas.events.questions import IdeaParkedForAuthor, IdeaResumed, QuestionAsked, QuestionsAnswered
from ideas.events.reaffirmations import ReaffirmationAsked, ReviewReaffirmed
from ideas.events.review_depth import (
    ReviewRevised,
    SecondReadingDone,
    SecondReadingGiven,
    SecondReadingUnassignable,
)
from ideas.events.reviews import (
    DecisionAnnounced,
    DecisionMade,
    IdeaReadyForDecision,
    PoolChanged,
    ReviewAssigned,
    ReviewsOpened,
    ReviewStarted,
    ReviewSubmitted,
    ReviewUnassignable,
)
from ideas.events.rule_sets import RuleSetActivated
from ideas.events.support import (
    CommentDeleted,
    CommentEdited,
    CommentHidden,
    CommentPosted,
    CommentReported,
    CommentShown,
    DiscussionLocked,
    VoteCast,
    VoteWithdrawn,
)
from ideas.events.triage import (
    FirstResponseGiven,
    IdeaMerged,
    IdeaRedirected,
    IdeasMerged,
    IdeaUnmerged,
    RoutingOverridden,
    TriageDone,
    TriageLapsed,
)

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
    AuditHeadPublished,
)
PUBLIC_EVENT_TYPES: tuple[str, ...] = tuple(event.type for event in PUBLIC_EVENTS)

# Facts about no idea, for channels of the whole organisation alone.
HOUSE_EVENT_TYPES: tuple[str, ...] = (AuditHeadPublished.type,)

__all__ = [
    "HOUSE_EVENT_TYPES",
    "PUBLIC_EVENTS",
    "PUBLIC_EVENT_TYPES",
    "AttachmentAdded",
    "AttachmentRemoved",
    "AuditHeadPublished",
    "BallotClosed",
    "BallotExtended",
    "BallotOpened",
    "ClockPaused",
    "ClockResumed",
    "CommentDeleted",
    "CommentEdited",
    "CommentHidden",
    "CommentPosted",
    "CommentReported",
    "CommentShown",
    "DateRecounted",
    "DeciderChanged",
    "DecisionAnnounced",
    "DecisionMade",
    "DelegationAsked",
    "DelegationMade",
    "DigestDue",
    "DiscussionLocked",
    "DomainEvent",
    "EndpointFailing",
    "EndpointStopped",
    "EndpointTested",
    "FirstResponseGiven",
    "IdeaEdited",
    "IdeaMerged",
    "IdeaMoved",
    "IdeaParkedForAuthor",
    "IdeaReadyForDecision",
    "IdeaRedirected",
    "IdeaRerouted",
    "IdeaResumed",
    "IdeaSubmitted",
    "IdeaUnmerged",
    "IdeaWithdrawn",
    "IdeasMerged",
    "InterestDecided",
    "InterestDeclared",
    "PasswordResetAsked",
    "PersonDeactivated",
    "PersonInvited",
    "PoolChanged",
    "QuestionAsked",
    "QuestionsAnswered",
    "ReaffirmationAsked",
    "ReviewAssigned",
    "ReviewReaffirmed",
    "ReviewRecused",
    "ReviewReturned",
    "ReviewRevised",
    "ReviewStarted",
    "ReviewSubmitted",
    "ReviewUnassignable",
    "ReviewsOpened",
    "RoutingOverridden",
    "RuleSetActivated",
    "SecondReadingDone",
    "SecondReadingGiven",
    "SecondReadingUnassignable",
    "TriageDone",
    "TriageLapsed",
    "VoteCast",
    "VoteWithdrawn",
]
