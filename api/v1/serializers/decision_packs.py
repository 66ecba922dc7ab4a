"""The body of everything about a decision."""

from dataclasses import dataclass, replace
from typing import Annotated

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from api.v1.serializers.appeals import AppealBody, appeal_body
from api.v1.serializers.audit import AuditEventBody, audit_event_body
from api.v1.serializers.authoring import IdeaBody, idea_body
from api.v1.serializers.outcomes import DecisionBody, LaneBody, TimelineBody, decision_body, lane_body, timeline_body
from api.v1.serializers.progress import ProgressBody, progress_body
from api.v1.serializers.questions import IdeaQuestionBody, question_bodies
from api.v1.serializers.risks import RiskBody, risk_body
from api.v1.serializers.routing import RoutingPreviewBody, routing_body
from api.v1.serializers.scores import ScoreProfileBody, score_body
from ideas.models import Idea, User
from ideas.policies.business_cases import has_case
from ideas.policies.decisions import can_announce_decision
from ideas.selectors.appeals import AppealView
from ideas.selectors.decision_packs import DecisionPack


@dataclass(frozen=True, slots=True)
class DecisionPackBody:
    """Everything about the decision of one idea, each part as you may know it."""

    idea: IdeaBody
    routing: Annotated[RoutingPreviewBody | None, _("tier, departments, and the rules by which they were asked")]
    departments: Annotated[list[LaneBody], _("their answers; internal notes are always left out")]
    score: Annotated[ScoreProfileBody | None, _("for ranking only; null if you may not read all answers")]
    business_case: Annotated[str | None, _("address of the business case; null below tier 2")]
    questions: Annotated[list[IdeaQuestionBody], _("the latest first, at most 500; none if they are not for you")]
    risks: Annotated[list[RiskBody], _("accepted, so that the idea went ahead without an answer")]
    decision: Annotated[DecisionBody | None, _("null while it is being made")]
    appeal: Annotated[AppealBody | None, _("against this decision")]
    progress: Annotated[ProgressBody | None, _("what became of a yes; null before it is told")]
    timeline: Annotated[list[TimelineBody], _("the latest first, at most 500")]
    audit: Annotated[list[AuditEventBody] | None, _("the latest first, at most 500; null if you do not read the trail")]


def decision_pack_body(pack: DecisionPack, viewer: User) -> DecisionPackBody:
    """Return the body of a pack that `viewer` may have."""
    decision = pack.decision
    may_announce = decision is not None and can_announce_decision(viewer, decision)
    return DecisionPackBody(
        idea=idea_body(pack.idea, viewer),
        routing=routing_body(pack.idea, pack.routing) if pack.routing else None,
        departments=[replace(lane_body(lane), internal_note=None) for lane in pack.lanes],
        score=score_body(pack.profile),
        business_case=_case_address(pack.idea),
        decision=decision_body(decision, may_announce=may_announce) if decision else None,
        questions=question_bodies(viewer, pack.questions),
        risks=[risk_body(one) for one in pack.risks],
        appeal=_appeal_body(pack.appeal),
        progress=progress_body(pack.progress) if pack.progress else None,
        timeline=[timeline_body(entry) for entry in pack.timeline],
        audit=[audit_event_body(entry) for entry in pack.audit] if pack.audit is not None else None,
    )


def _case_address(idea: Idea) -> str | None:
    return reverse("api:v1:idea-case", kwargs={"ref": idea.ref}) if has_case(idea) else None


def _appeal_body(view: AppealView | None) -> AppealBody | None:
    if view is None or view.appeal is None:
        return None
    return appeal_body(view.appeal, shows_text=view.shows_text, may_decide=view.may_decide)
