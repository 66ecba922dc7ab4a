"""What the page of an idea shows of its departments, its history and its decision."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frontend import design
from frontend.score_card import ScoreCard, score_card
from frontend.timeline import line_of
from frontend.timeline.wording import TimelineLine
from frontend.watch_words import watch_words
from ideas.models import Ballot, Decision, EarlyStop, Idea, Review, RiskAcceptance, User
from ideas.policies.ballots import can_vote_in_ballot
from ideas.policies.business_cases import has_case
from ideas.policies.deciders import DeciderReason
from ideas.policies.decisions import can_announce_decision
from ideas.routing.ruleset import ReasonNeeds
from ideas.search_words import ref_in
from ideas.selectors.ballots import BallotView, ballot_before_decision, ballot_of_decision
from ideas.selectors.deciders import Decider, deciders_of
from ideas.selectors.decisions import decision_of, may_decide_now
from ideas.selectors.disagreement import disagreement_for
from ideas.selectors.early_stops import open_stop_of
from ideas.selectors.lanes import NOT_ASKED, NOT_OPEN, Lane, lanes_of
from ideas.selectors.risks import reviews_to_do_without, risks_of
from ideas.selectors.rule_sets import rules_of
from ideas.selectors.scores import score_profile
from ideas.selectors.timeline import timeline_of
from ideas.workflow import OPEN_STAGES, Stage

PAGE_OF_HISTORY = 20
ENDED_UNASKED = frozenset({Stage.MERGED, Stage.REDIRECTED, Stage.WITHDRAWN})


@dataclass(frozen=True)
class LaneView:
    """One department as the page shows it; `state` is a code of frontend/design.py."""

    lane: Lane
    state: str
    time_label: str
    date: datetime | None


@dataclass(frozen=True)
class DecisionCard:
    """A decision with its words; `may_announce`: the reader decided it and may tell everybody now.

    `named_ref`: the idea here that its reason leads to. `has_case`: the idea is large enough for a business case.
    """

    decision: Decision
    heading: str
    tone: str
    reason: str
    because: str
    may_announce: bool
    ballot: BallotView | None
    watches: Sequence[str]
    named_ref: str | None = None
    has_case: bool = False


@dataclass(frozen=True)
class IdeaParts:
    """Context of the partials lanes, timeline and decision; pass it as `parts`.

    `score`: what the departments scored, None for whom it is not. `has_case`: the reader is about to decide, and may
    read the business case.
    `early_stop`: for whoever ends it; `waits_for_stop`: the departments wait for that.
    """

    idea: Idea
    lanes: Sequence[LaneView]
    lanes_lead: str
    decider: Decider | None
    decider_because: str
    upcoming: Sequence[TimelineLine]
    history: Sequence[TimelineLine]
    older_than: int | None
    decision: DecisionCard | None
    may_decide: bool
    early_stop: EarlyStop | None = None
    waits_for_stop: bool = False
    disagrees: bool = False
    risks: Sequence[RiskAcceptance] = ()
    late: Sequence[Review] = ()
    ballot: Ballot | None = None
    may_vote: bool = False
    score: ScoreCard | None = None
    has_case: bool = False


def idea_parts(*, idea: Idea, viewer: User) -> IdeaParts:
    """Return what `viewer`, who may see `idea`, is shown of its reviews, history and decision."""
    lanes = _lanes_of(idea, viewer)
    decision = decision_of(idea=idea, viewer=viewer)
    entries = timeline_of(idea=idea, viewer=viewer, limit=PAGE_OF_HISTORY + 1)
    deciders = deciders_of(idea) if idea.stage in OPEN_STAGES and decision is None else ()
    decider = next(iter(deciders), None)
    decides = any(one.person == viewer for one in deciders)
    ballot = ballot_before_decision(idea=idea) if decision is None else None
    sits = ballot is not None and can_vote_in_ballot(viewer, ballot)
    may_decide = decision is None and may_decide_now(viewer=viewer, idea=idea)
    score = score_card(score_profile(idea=idea, lanes=lanes))
    stop = open_stop_of(idea=idea) if decides or _has_block(lanes) else None
    is_waiting = idea.stage in OPEN_STAGES and decision is None
    risks = list(risks_of(idea=idea)) if _has_gap(lanes) else ()
    covered = {risk.review_id for risk in risks}
    return IdeaParts(
        idea=idea,
        lanes=[_lane_view(lane, covered) for lane in lanes],
        lanes_lead=_lanes_lead(lanes),
        decider=decider,
        decider_because=str(DeciderReason(decider.because).label) if decider else "",
        upcoming=_upcoming(idea, lanes, ballot, _stop_to_end(stop, decider)) if is_waiting else [],
        history=[line_of(entry) for entry in entries[:PAGE_OF_HISTORY]],
        older_than=entries[PAGE_OF_HISTORY - 1].id if len(entries) > PAGE_OF_HISTORY else None,
        decision=card_of(decision, viewer) if decision else None,
        may_decide=may_decide,
        early_stop=stop if decides else None,
        waits_for_stop=stop is not None,
        disagrees=decides and bool(disagreement_for(idea=idea, lanes=lanes)),
        risks=risks,
        late=reviews_to_do_without(idea=idea) if decides and _has_late(lanes) else (),
        ballot=ballot,
        may_vote=sits and not (ballot and ballot.closed_at),
        score=score,
        has_case=score is not None and (sits or decides or may_decide) and _has_case(idea),
    )


def _has_case(idea: Idea) -> bool:
    return idea.stage == Stage.READY_FOR_DECISION and has_case(idea)


def _lanes_of(idea: Idea, viewer: User) -> Sequence[Lane]:
    """The departments; none where the idea ended before any of them was asked."""
    lanes = lanes_of(idea=idea, viewer=viewer)
    return lanes if idea.stage not in ENDED_UNASKED or any(lane.review for lane in lanes) else ()


def _has_gap(lanes: Sequence[Lane]) -> bool:
    return any(lane.review is not None and lane.review.state == "cancelled" for lane in lanes)


def _has_late(lanes: Sequence[Lane]) -> bool:
    return any(lane.is_late and lane.mode == "required" for lane in lanes)


def _has_block(lanes: Sequence[Lane]) -> bool:
    return any(lane.review is not None and lane.review.paused_for == Review.PausedFor.BLOCK for lane in lanes)


def _lane_view(lane: Lane, covered: Collection[int]) -> LaneView:
    review = lane.review
    if review is None:
        return LaneView(lane, "queued" if lane.state == NOT_OPEN else lane.state, "", None)
    if review.pk in covered:
        return LaneView(lane, "covered", "", None)
    if lane.answer is not None:
        return LaneView(lane, lane.answer.recommendation, _("answered"), review.submitted_at)
    if review.submitted_at is not None:
        return LaneView(lane, "submitted", _("answered"), review.submitted_at)
    if review.paused_at is not None:
        return LaneView(lane, "question" if review.paused_for == review.PausedFor.QUESTION else "paused", "", None)
    label = _("by") if lane.mode == "advisory" else _("due")
    is_closed = review.state in {"cancelled", "lapsed"}
    return LaneView(
        lane, "late" if lane.is_late else lane.state, "" if is_closed else label, None if is_closed else review.due_at
    )


def _lanes_lead(lanes: Sequence[Lane]) -> str:
    """Say how many are asked and how many of those that count have answered."""
    asked = [lane for lane in lanes if lane.state not in {NOT_ASKED, "notify"}]
    required = [lane for lane in asked if lane.mode == "required"]
    answered = sum(lane.state == "submitted" for lane in required)
    words = {"asked": len(asked), "all": len(lanes), "answered": answered, "required": len(required)}
    return (
        _(
            "%(asked)d of %(all)d departments are asked; %(answered)d of the %(required)d the decision waits for "
            "have answered. Reviewers see each other’s answers only after giving their own."
        )
        % words
    )


def _stop_to_end(stop: EarlyStop | None, decider: Decider | None) -> list[TimelineLine]:
    """That whoever decides says what becomes of an early stop; that one was asked stands in the history."""
    if stop is None:
        return []
    who, text = decider.person.name if decider else _("Whoever decides"), _("says whether it is stopped, by")
    return [TimelineLine("owed", "player-pause", who, text, date=stop.until, is_future=True)]


def _upcoming(idea: Idea, lanes: Sequence[Lane], ballot: Ballot | None, stop: list[TimelineLine]) -> list[TimelineLine]:
    lines = []
    if idea.next_answer_at is not None:
        lines.append(TimelineLine("owed", "flag", _("Answer by"), "", date=idea.next_answer_at, is_future=True))
    if ballot is not None and ballot.closed_at is None:
        lines.append(
            TimelineLine("decide", "scale", _("The board"), _("votes by"), date=ballot.closes_at, is_future=True)
        )
    if stop:  # until then the departments' clocks stand
        return lines + stop
    # From here on advice may still come, but nobody waits for it.
    return lines if idea.stage == Stage.READY_FOR_DECISION else lines + _answers_to_come(lanes)


def _answers_to_come(lanes: Sequence[Lane]) -> list[TimelineLine]:
    lines = []
    waiting = [lane for lane in lanes if lane.review and lane.state in {"queued", "assigned", "drafting"}]
    # A department whose clock stands is no news for the next date, unless nobody else is waited for.
    waiting = [lane for lane in waiting if lane.review and lane.review.paused_at is None] or waiting
    for due_at in sorted({lane.review.due_at for lane in waiting if lane.review}, reverse=True):
        names = [lane.name for lane in waiting if lane.review and lane.review.due_at == due_at]
        text = ngettext("answers by", "answer by", len(names))
        lines.append(TimelineLine("active", "clock", ", ".join(names), text, date=due_at, is_future=True))
    return lines


def card_of(decision: Decision, viewer: User) -> DecisionCard:
    """Return `decision`, which `viewer` may know, with the words of the rule set it was made under."""
    reason = rules_of(decision.rule_set).reason_code(decision.reason_code)
    return DecisionCard(
        decision=decision,
        heading=str(_HEADINGS[decision.kind]),
        tone=design.look_of(design.STAGES, decision.kind).tone,
        reason=reason.label if reason else decision.reason_code,
        because=_because(decision),
        may_announce=can_announce_decision(viewer, decision),
        ballot=ballot_of_decision(idea=decision.idea, round=decision.round),
        watches=[watch_words(watch) for watch in decision.watches.all()],
        named_ref=ref_in(decision.reason_detail) if reason and reason.needs == ReasonNeeds.LINK else None,
        has_case=has_case(decision.idea),
    )


def _because(decision: Decision) -> str:
    known = decision.decided_because in DeciderReason.values
    return str(DeciderReason(decision.decided_because).label) if known else ""


_HEADINGS: dict[str, Promise] = {
    Decision.Kind.APPROVED: gettext_lazy("Yes"),
    Decision.Kind.APPROVED_WITH_CONDITIONS: gettext_lazy("Yes, with conditions"),
    Decision.Kind.PILOT: gettext_lazy("Yes, we try it out"),
    Decision.Kind.DECLINED: gettext_lazy("No, and why"),
    Decision.Kind.PARKED: gettext_lazy("Not now"),
}
