"""Everything about the decision of one idea in one piece, as far as one reader may know it.

Source: docs/review-process.md 3.12.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from ideas.exceptions import NotPermitted
from ideas.models import Decision, Idea, Question, RiskAcceptance, RoutingDecision, User
from ideas.policies.audit import can_read_audit
from ideas.policies.decisions import can_read_decision_pack
from ideas.selectors.appeals import AppealView, appeal_view
from ideas.selectors.decisions import decision_of
from ideas.selectors.idea_audit import NEWEST, AuditEntry, audit_of_idea
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.lanes import Lane, lanes_of
from ideas.selectors.outcomes import Progress, progress_of
from ideas.selectors.questions import questions_of
from ideas.selectors.risks import risks_of
from ideas.selectors.routing import current_routing
from ideas.selectors.scores import ScoreProfile, score_profile
from ideas.selectors.timeline import TimelineEntry, timeline_entries, timeline_events

MOST_ENTRIES: Final = 500


@dataclass(frozen=True)
class DecisionPack:
    """The idea, why it was asked where, what each department answered, the decision, and what happened.

    `questions`: none for whom they are not. `progress` is None before the yes is told, `appeal` where there is none to show.
    `decision` is None while it is being made. `audit` is None for whom the audit trail is not. Questions, timeline and audit hold
    at most 500 each, the latest first. `profile` is None for whoever may not read every answer.
    """

    idea: Idea
    routing: RoutingDecision | None
    lanes: tuple[Lane, ...]
    questions: tuple[Question, ...]
    risks: tuple[RiskAcceptance, ...]
    decision: Decision | None
    appeal: AppealView | None
    progress: Progress | None
    timeline: tuple[TimelineEntry, ...]
    audit: tuple[AuditEntry, ...] | None
    profile: ScoreProfile | None


def decision_pack(*, viewer: User, ref: str) -> DecisionPack:
    """Return everything about the decision of the idea `ref`; each part as `viewer` may know it.

    Raises:
        NotFound: there is no such idea, or `viewer` may not see it (404).
        NotPermitted: its decision is not announced, and not for `viewer` to know or to make (403).
    """
    idea = idea_for_reader(viewer=viewer, ref=ref)
    if not can_read_decision_pack(viewer, idea):
        raise NotPermitted(_("Everything about a decision can be read once it is announced."))
    decision = decision_of(idea=idea, viewer=viewer)
    lanes = lanes_of(idea=idea, viewer=viewer)
    events = list(timeline_events(idea=idea, viewer=viewer)[:MOST_ENTRIES])
    return DecisionPack(
        idea=idea,
        routing=current_routing(idea=idea),
        lanes=tuple(lanes),
        questions=tuple(questions_of(viewer=viewer, idea=idea)[:MOST_ENTRIES]),
        risks=tuple(risks_of(idea=idea)),
        decision=decision,
        appeal=_appeal(decision, viewer),
        progress=progress_of(idea=idea, viewer=viewer),
        timeline=tuple(timeline_entries(idea=idea, viewer=viewer, events=events)),
        audit=_acts(viewer, ref) if can_read_audit(viewer) else None,
        profile=score_profile(idea=idea, lanes=lanes),
    )


def _appeal(decision: Decision | None, viewer: User) -> AppealView | None:
    view = appeal_view(decision=decision, viewer=viewer) if decision is not None else None
    return view if view is not None and view.appeal is not None else None


def _acts(viewer: User, ref: str) -> tuple[AuditEntry, ...]:
    audit = audit_of_idea(viewer=viewer, ref=ref)
    rows = audit.rows.order_by(*NEWEST.columns(is_backward=False))[:MOST_ENTRIES]
    return tuple(audit.entry_of(row) for row in rows)
