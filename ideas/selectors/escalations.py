"""What authors escalated: about which answers, whether somebody has acted, and where it stands.

Source: docs/review-process.md 3.11.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from ideas.models import (
    Decision,
    Escalation,
    FirstResponse,
    Idea,
    Review,
    ReviewExtension,
    ReviewMove,
    RiskAcceptance,
    User,
)
from ideas.policies.escalations import can_escalate_idea
from ideas.policies.reviews import OPEN_STATES
from ideas.selectors.escalated import standing_escalations
from ideas.workflow import OPEN_STAGES, Stage

Ending = Escalation.Ending
_ASKED: Final = (Stage.IN_REVIEW, Stage.INFO_NEEDED)  # one stage for whoever waits
_SINCE: Final = OuterRef("raised_at")


@dataclass(frozen=True)
class EscalationView:
    """What a reader of the idea knows of its escalations in the present round, the first first, and may do."""

    rows: Sequence[Escalation]
    may_escalate: bool


def stage_of(idea: Idea) -> str:
    """Return the stage in which `idea` may be escalated once; a question to the author is part of the review."""
    return Stage.IN_REVIEW.value if idea.stage in _ASKED else idea.stage


def lacking_reviews(*, idea: Idea) -> list[Review]:
    """Return the reviews that an author who escalates waits for: those that are late, else all that the decision needs.

    Never one that waits for the author. None outside of the review. One query.
    """
    if idea.stage not in _ASKED:
        return []
    rows = Review.objects.filter(idea=idea, round=idea.round, mode=Review.Mode.REQUIRED, state__in=OPEN_STATES)
    running = list(rows.exclude(paused_for__in=["question", "parked"]).order_by("due_at", "id"))
    return [row for row in running if row.due_at < timezone.now()] or running


def waits_for_author(*, idea: Idea) -> bool:
    """Return whether everything that lacks waits for the author. At most one query."""
    if idea.stage != Stage.INFO_NEEDED:
        return False
    return not lacking_reviews(idea=idea)


def escalations_for(*, viewer: User, idea: Idea) -> EscalationView:
    """Return the escalations of the present round as `viewer`, who may see `idea`, may know them. At most five queries."""
    rows = list(Escalation.objects.filter(idea=idea, round=idea.round).select_related("ended_by").order_by("id"))
    was_used = any(row.stage == stage_of(idea) for row in rows)
    is_open = idea.stage in OPEN_STAGES and not was_used
    return EscalationView(rows, is_open and can_escalate_idea(viewer, idea) and not waits_for_author(idea=idea))


def escalations_acted_on() -> "QuerySet[Escalation]":
    """Return the standing escalations that somebody has acted upon, or whose stage is over; unevaluated."""
    rows = Escalation.objects.filter(ended_at__isnull=True)
    return rows.filter(_has_act(Review, "escalations", "submitted_at") | _moved_on() | _other_acts())


def escalations_to_climb() -> "QuerySet[Escalation]":
    """Return those that nobody acted upon for a working day; unevaluated. Never of an idea that is decided, told or not."""
    decided = Decision.objects.filter(idea=OuterRef("idea"), round=OuterRef("round"))
    return standing_escalations().filter(~Exists(decided), climbs_at__lte=timezone.now())


def ending_of(*, escalation: Escalation) -> tuple[str, User | None]:
    """Return how an escalation that was acted upon ended, and by whom. At most five queries."""
    since, about = escalation.raised_at, {"review__escalations": escalation}
    answer = Review.objects.filter(escalations=escalation, submitted_at__gt=since).select_related("owner").first()
    if answer is not None:
        return Ending.ANSWERED, answer.owner
    response = FirstResponse.objects.filter(idea=escalation.idea_id, round=escalation.round, created_at__gt=since)
    if escalation.stage in _SORTING and (row := response.select_related("by").first()) is not None:
        return Ending.ANSWERED, row.by
    extension = ReviewExtension.objects.filter(**about, at__gt=since).select_related("by").first()
    if extension is not None:
        return Ending.EXTENDED, extension.by
    move = ReviewMove.objects.filter(**about, at__gt=since).select_related("by").first()
    if move is not None:
        return Ending.MOVED, move.by
    risk = RiskAcceptance.objects.filter(**about, accepted_at__gt=since).select_related("accepted_by").first()
    return (Ending.LEFT_OUT, risk.accepted_by) if risk is not None else (Ending.STAGE_OVER, None)


_SORTING: Final = (Stage.SUBMITTED, Stage.TRIAGE)


def _has_act(model: type, about: str, moment: str) -> Q:
    rows = model.objects.filter(**{about: OuterRef("pk"), f"{moment}__gt": _SINCE})  # type: ignore[attr-defined]
    return Q(Exists(rows))


def _other_acts() -> Q:
    response = FirstResponse.objects.filter(idea=OuterRef("idea"), round=OuterRef("round"), created_at__gt=_SINCE)
    return (
        _has_act(ReviewMove, "review__escalations", "at")
        | _has_act(ReviewExtension, "review__escalations", "at")
        | _has_act(RiskAcceptance, "review__escalations", "accepted_at")
        | Q(Exists(response), stage__in=_SORTING)
    )


def _moved_on() -> Q:
    """The idea left the stage or the round, or none of the answers that lacked is waited for any more."""
    about = Review.objects.filter(escalations=OuterRef("pk"))
    is_there = Q(stage=F("idea__stage")) | Q(stage=Stage.IN_REVIEW, idea__stage__in=_ASKED)
    is_void = Q(Exists(about)) & ~Q(Exists(about.filter(state__in=OPEN_STATES)))
    return ~is_there | ~Q(round=F("idea__round")) | is_void
