"""Every table of the domain, by aggregate."""

from ideas.models.accounts import ApiToken, SignInLink
from ideas.models.answer_templates import AnswerTemplate
from ideas.models.appeals import Appeal
from ideas.models.attachments import Attachment
from ideas.models.ballots import Ballot, BallotSeat, BallotVote
from ideas.models.board_seats import BoardSeat
from ideas.models.clocks import CalendarEdition, ClockEntry
from ideas.models.delegations import Delegation
from ideas.models.dependencies import ReviewDependency
from ideas.models.early_stops import EarlyStop
from ideas.models.escalations import Apology, Escalation, ReviewExtension
from ideas.models.ideas import (
    AnswerSet,
    Idea,
    IdeaAuthor,
    IdeaReader,
    IdeaTag,
    IdeaTally,
    IdeaVersion,
    Promise,
    Tag,
)
from ideas.models.interests import IdeaSupplier, Interest, SupplierInterest
from ideas.models.news import Digest, Notification, Preference
from ideas.models.organisation import Calendar, Campaign, Holiday, Organisation
from ideas.models.outcomes import IdeaOwner, Outcome
from ideas.models.outside import Attempt, Endpoint
from ideas.models.people import Absence, Department, Membership, RoleGrant, User
from ideas.models.precedents import Precedent, PrecedentSearch
from ideas.models.questions import Question
from ideas.models.reaffirmations import Reaffirmation
from ideas.models.reminders import Reminder
from ideas.models.review_depth import ReviewVersion, SecondReading
from ideas.models.reviews import Condition, Decision, Review, ReviewAnswer, RoutingDecision, Score
from ideas.models.risks import RiskAcceptance
from ideas.models.rule_sets import RuleSet
from ideas.models.sites import Site
from ideas.models.support import Comment, CommentMention, CommentReport, CommentVersion, Follow, Vote
from ideas.models.trace import AuditEvent, AuditHead, Delivery, Event, Heartbeat, HttpIdempotency, RateWindow
from ideas.models.triage import FirstResponse, Merge, Redirect, RoutingOverride, Triage
from ideas.models.watches import Reopening, Watch
from ideas.models.workload import Bounce, ReviewMove

__all__ = [
    "Absence",
    "AnswerSet",
    "AnswerTemplate",
    "ApiToken",
    "Apology",
    "Appeal",
    "Attachment",
    "Attempt",
    "AuditEvent",
    "AuditHead",
    "Ballot",
    "BallotSeat",
    "BallotVote",
    "BoardSeat",
    "Bounce",
    "Calendar",
    "CalendarEdition",
    "Campaign",
    "ClockEntry",
    "Comment",
    "CommentMention",
    "CommentReport",
    "CommentVersion",
    "Condition",
    "Decision",
    "Delegation",
    "Delivery",
    "Department",
    "Digest",
    "EarlyStop",
    "Endpoint",
    "Escalation",
    "Event",
    "FirstResponse",
    "Follow",
    "Heartbeat",
    "Holiday",
    "HttpIdempotency",
    "Idea",
    "IdeaAuthor",
    "IdeaOwner",
    "IdeaReader",
    "IdeaSupplier",
    "IdeaTag",
    "IdeaTally",
    "IdeaVersion",
    "Interest",
    "Membership",
    "Merge",
    "Notification",
    "Organisation",
    "Outcome",
    "Precedent",
    "PrecedentSearch",
    "Preference",
    "Promise",
    "Question",
    "RateWindow",
    "Reaffirmation",
    "Redirect",
    "Reminder",
    "Reopening",
    "Review",
    "ReviewAnswer",
    "ReviewDependency",
    "ReviewExtension",
    "ReviewMove",
    "ReviewVersion",
    "RiskAcceptance",
    "RoleGrant",
    "RoutingDecision",
    "RoutingOverride",
    "RuleSet",
    "Score",
    "SecondReading",
    "SignInLink",
    "Site",
    "SupplierInterest",
    "Tag",
    "Triage",
    "User",
    "Vote",
    "Watch",
]
