"""Body of the rule set that holds now: what an integrator needs to fill in ideas, reviews and decisions."""

from dataclasses import dataclass
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from api.v1.serializers.business_cases import CaseName
from ideas.models import RuleSet
from ideas.routing.ruleset import DepartmentGuide, Question, Tier
from ideas.routing.ruleset import RuleSet as Rules


@dataclass(frozen=True, slots=True)
class OptionBody:
    """One answer to choose."""

    value: Annotated[str | int, _("send it as it is: amounts are numbers, the rest are words")]
    label: str


@dataclass(frozen=True, slots=True)
class QuestionBody:
    """A short question to authors."""

    id: str
    text: str
    label: str
    kind: str
    options: list[OptionBody]


@dataclass(frozen=True, slots=True)
class TierBody:
    """A tier, with its windows in working days."""

    number: int
    name: str
    why: str
    decided_by: str
    review_days: int
    decision_days: int
    promise_days: int


@dataclass(frozen=True, slots=True)
class RuleBody:
    """A rule that asks departments."""

    id: str
    departments: list[str]
    mode: str
    why: str


@dataclass(frozen=True, slots=True)
class CriterionBody:
    """What a department scores; `anchors` are the words at 1, 3 and 5."""

    id: str
    name: str
    weight: int
    anchors: Annotated[dict[str, str], _("score to words")]


@dataclass(frozen=True, slots=True)
class GuideBody:
    """What a department is asked in a review."""

    department: str
    name: str
    can_block: str
    questions: Annotated[dict[str, str], _("id to text")]
    criteria: list[CriterionBody]
    cases: Annotated[list[CaseName], _("of the business case, to which it speaks; its words stand under the first")]


@dataclass(frozen=True, slots=True)
class ReasonBody:
    """A reason of a decision; `needs` says what must stand in `reason_detail`."""

    code: str
    label: str
    kind: Annotated[str, _("yes, no or wait")]
    needs: Annotated[str | None, _("link, date or text")]


@dataclass(frozen=True, slots=True)
class RuleSetBody:
    """The rule set that holds now."""

    name: str
    version: int
    currency: str
    questions: list[QuestionBody]
    tiers: list[TierBody]
    rules: list[RuleBody]
    departments: list[GuideBody]
    reasons: list[ReasonBody]


def rule_set_body(row: RuleSet, rules: Rules) -> RuleSetBody:
    """Return the body of a stored rule set and its parsed rules."""
    return RuleSetBody(
        name=row.name,
        version=row.version,
        currency=rules.currency,
        questions=[_question(one) for one in rules.questions],
        tiers=[_tier(one) for one in sorted(rules.tiers, key=lambda tier: tier.number)],
        rules=[RuleBody(one.id, list(one.departments), one.mode.value, one.why) for one in rules.rules],
        departments=[_guide(one) for one in rules.departments],
        reasons=[
            ReasonBody(one.code, one.label, one.kind.value, one.needs.value if one.needs else None)
            for one in rules.reason_codes
        ],
    )


def _question(question: Question) -> QuestionBody:
    options = [OptionBody(one.value, one.label) for one in question.options]
    return QuestionBody(question.id, question.text, question.label, question.kind.value, options)


def _tier(tier: Tier) -> TierBody:
    windows = tier.windows
    return TierBody(
        tier.number, tier.name, tier.why, tier.decided_by, windows.review, windows.decision, windows.promise
    )


def _guide(guide: DepartmentGuide) -> GuideBody:
    return GuideBody(
        department=guide.slug,
        name=guide.name,
        can_block=guide.can_block,
        questions={one.id: one.text for one in guide.questions},
        criteria=[
            CriterionBody(one.id, one.name, one.weight, {str(score): words for score, words in one.anchors})
            for one in guide.criteria
        ],
        cases=[one.value for one in guide.cases],
    )
