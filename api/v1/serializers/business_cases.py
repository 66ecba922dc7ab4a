"""The body of a business case."""

from dataclasses import dataclass
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _

from api.v1.serializers.reviews import ConditionBody, condition_bodies
from api.v1.serializers.risks import RiskBody, risk_body
from api.v1.serializers.scores import ScoreProfileBody, score_body
from ideas.selectors.business_cases import BusinessCase, CasePart, CaseVoice

CaseName = Literal["strategic", "economic", "commercial", "financial", "management", "assurance"]


@dataclass(frozen=True, slots=True)
class AmountBody:
    """What the author estimates."""

    question: Annotated[str, _("id of the question, as GET /routing/rule-set names it")]
    label: str
    answer: Annotated[str, _("the band in words, in the organisation's currency")]


@dataclass(frozen=True, slots=True)
class CaseVoiceBody:
    """What one department says to a case."""

    department: Annotated[str, _("slug of the department")]
    name: str
    mode: Annotated[str, _("required, advisory, notify or not_asked")]
    state: Annotated[str, _("of its review; not_open, notify or not_asked where there is none")]
    why: Annotated[str, _("why it was asked, or was not")]
    recommendation: Annotated[str | None, _("null until you may read it, or without an answer")]
    answer: Annotated[str | None, _("its words; null where they stand in another case")]
    stands_under: Annotated[CaseName, _("the case in which its words stand")]
    conditions: Annotated[list[ConditionBody], _("where its words stand")]


@dataclass(frozen=True, slots=True)
class CasePartBody:
    """One case, and who speaks to it: first those whose words stand here."""

    case: CaseName
    departments: list[CaseVoiceBody]


@dataclass(frozen=True, slots=True)
class BusinessCaseBody:
    """What speaks for and against an idea, put together from the answers of its departments."""

    idea: Annotated[str, _("ref of the idea")]
    title: str
    problem: str
    proposal: str
    expected_result: str
    tier: int
    tier_name: str
    tier_why: str
    amounts: Annotated[list[AmountBody], _("costs and savings, as the author estimates them")]
    cases: list[CasePartBody]
    missing: Annotated[list[str], _("slugs of departments that were asked and gave no answer")]
    risks: Annotated[list[RiskBody], _("accepted, so that the idea goes ahead without an answer")]
    disagrees: Annotated[bool | None, _("whether departments disagree; null while you may not read all answers")]
    score: Annotated[ScoreProfileBody | None, _("for ranking only; null while you may not read all answers")]


def business_case_body(case: BusinessCase) -> BusinessCaseBody:
    """Return the body of a business case that its reader may have; texts are whole."""
    idea, reason = case.idea, case.routing.tier_reason if case.routing else None
    return BusinessCaseBody(
        idea=idea.ref,
        title=idea.title,
        problem=idea.problem,
        proposal=idea.proposal,
        expected_result=idea.expected_result,
        tier=idea.tier or 0,
        tier_name=reason.name if reason else "",
        tier_why=reason.why if reason else "",
        amounts=[AmountBody(one.question_id, one.question, one.answer) for one in case.amounts],
        cases=[_part(one) for one in case.parts],
        missing=[lane.slug for lane in case.missing],
        risks=[risk_body(one) for one in case.risks],
        disagrees=case.disagrees,
        score=score_body(case.profile),
    )


def _part(part: CasePart) -> CasePartBody:
    return CasePartBody(part.case.value, [_voice(part, one) for one in part.voices])


def _voice(part: CasePart, one: CaseVoice) -> CaseVoiceBody:
    lane, answer = one.lane, one.lane.answer
    told = answer if one.stands_under == part.case else None
    return CaseVoiceBody(
        department=lane.slug,
        name=lane.name,
        mode=lane.mode,
        state=lane.state,
        why=lane.why,
        recommendation=answer.recommendation if answer else None,
        answer=told.plain_answer if told else None,
        stands_under=one.stands_under.value,
        conditions=condition_bodies(told.conditions) if told else [],
    )
