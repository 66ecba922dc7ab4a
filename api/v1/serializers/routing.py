"""Bodies of routing: who is asked, why, who decides and by when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_lazy as _

from api.v1.serializers.directory import PersonBody, person_body
from ideas.models import Idea, RoutingDecision
from ideas.routing.outcome import DepartmentAsk, GivenAnswer, Routing
from ideas.routing.rules import not_asked
from ideas.selectors.deciders import decider_of
from ideas.selectors.routing import AskedDepartment, RoutingPreview, promises_of
from ideas.selectors.rule_sets import rules_of


@dataclass(frozen=True, slots=True)
class GivenAnswerBody:
    """An answer of the author that made a rule hold."""

    question: str
    label: Annotated[str, _("the question in words")]
    answer: Annotated[str, _("the answer in words")]


@dataclass(frozen=True, slots=True)
class AskedBody:
    """A department that is asked."""

    slug: str
    name: str
    mode: Annotated[Literal["required", "advisory", "notify"], _("the decision waits for required ones only")]
    rule: str
    why: str
    answers: list[GivenAnswerBody]
    answer_due_at: Annotated[datetime | None, _("null for one that is only told, and once it is sent: see its reviews")]


@dataclass(frozen=True, slots=True)
class NotAskedBody:
    """A department that is not asked."""

    slug: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class StepBody:
    """One step on the way to the answer."""

    kind: Literal["first_response", "reviews", "decision"]
    due_at: datetime
    working_days: int


@dataclass(frozen=True, slots=True)
class DeciderBody:
    """Who decides."""

    person: PersonBody
    because: str


@dataclass(frozen=True, slots=True)
class RoutingPreviewBody:
    """What sending an idea with these answers leads to."""

    rule_set: int
    tier: int
    tier_name: str
    tier_why: str
    departments: list[AskedBody]
    not_asked: list[NotAskedBody]
    steps: Annotated[list[StepBody], _("of a sent idea those that were promised")]
    decider: DeciderBody | None
    promised_on: date | None
    currency: Annotated[str, _("ISO 4217; of the amounts in bands")]
    unanswered: Annotated[list[str], _("questions without an answer, which count as “I don’t know”")]
    shown: Annotated[
        str | None, _("send it with `submit`, so that nothing else is sent than what was shown; null once sent")
    ]


def preview_body(preview: RoutingPreview) -> RoutingPreviewBody:
    """Return the body of a preview."""
    steps: Any = [StepBody(step.kind, step.due_at, step.working_days) for step in preview.steps]  # type: ignore[arg-type]
    decider = preview.decider
    return RoutingPreviewBody(
        rule_set=preview.rule_set.version,
        tier=preview.tier,
        tier_name=preview.routing.tier_reason.name,
        tier_why=preview.routing.tier_reason.why,
        departments=[_asked(one) for one in preview.departments],
        not_asked=[NotAskedBody(one.slug, one.name, one.because) for one in preview.not_asked],
        steps=steps,
        decider=DeciderBody(person_body(decider.person), str(decider.because)) if decider else None,
        promised_on=preview.shown.promised_on,
        currency=preview.currency,
        unanswered=list(preview.unanswered),
        shown=preview.shown.as_text(),
    )


def routing_body(idea: Idea, decision: RoutingDecision) -> RoutingPreviewBody:
    """Return the body of a sent idea's routing, in the words that were kept with it."""
    routing = Routing.from_json(decision.routing)
    promises = sorted(promises_of(idea=idea).values(), key=lambda one: one.due_at)
    steps: Any = [StepBody(one.kind, one.due_at, one.working_days) for one in promises]  # type: ignore[arg-type]
    decider = decider_of(idea)
    rules = rules_of(decision.rule_set)
    return RoutingPreviewBody(
        rule_set=decision.rule_set.version,
        tier=routing.tier,
        tier_name=routing.tier_reason.name,
        tier_why=routing.tier_reason.why,
        departments=[_kept(one) for one in routing.departments],
        not_asked=[NotAskedBody(one.slug, one.name, one.because) for one in not_asked(rules, routing)],
        steps=steps,
        decider=DeciderBody(person_body(decider.person), str(decider.because)) if decider else None,
        promised_on=promises[-1].due_at.date() if promises else None,
        currency=rules.currency,
        unanswered=[],
        shown=None,
    )


def _kept(one: DepartmentAsk) -> AskedBody:
    mode: Any = one.mode.value
    return AskedBody(one.slug, one.name, mode, one.rule_id, one.why, [_given(a) for a in one.answers], None)


def _asked(one: AskedDepartment) -> AskedBody:
    mode: Any = one.mode.value
    return AskedBody(
        one.slug, one.name, mode, one.rule_id, one.why, [_given(a) for a in one.answers], one.answer_due_at
    )


def _given(answer: GivenAnswer) -> GivenAnswerBody:
    return GivenAnswerBody(answer.question_id, answer.question, answer.label)
