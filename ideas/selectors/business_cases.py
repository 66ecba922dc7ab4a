"""The business case of an idea, put together from what its departments answered; nobody writes it.

Source: docs/review-process.md 3.4 "The business case".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ideas.exceptions import NotPermitted
from ideas.models import Idea, Review, RiskAcceptance, RoutingDecision, User
from ideas.policies.business_cases import can_read_case
from ideas.routing.cases import Case
from ideas.routing.outcome import Routing
from ideas.routing.ruleset import QuestionKind
from ideas.routing.ruleset import RuleSet as Rules
from ideas.selectors.calendars import organisation
from ideas.selectors.disagreement import disagreement_for
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.lanes import Lane, lanes_of
from ideas.selectors.risks import risks_of
from ideas.selectors.routing import current_routing
from ideas.selectors.rule_sets import rules_of
from ideas.selectors.scores import ScoreProfile, score_profile


@dataclass(frozen=True)
class Amount:
    """What the author estimates: the question, and the band that was chosen, in the organisation's currency."""

    question_id: str
    question: str
    answer: str


@dataclass(frozen=True)
class CaseVoice:
    """A department that speaks to a case; its words stand under `stands_under`."""

    lane: Lane
    stands_under: Case


@dataclass(frozen=True)
class CasePart:
    """One case: those whose words stand here first, then those whose words stand elsewhere."""

    case: Case
    voices: tuple[CaseVoice, ...]


@dataclass(frozen=True)
class BusinessCase:
    """Everything that speaks for and against an idea, as its reader may know it; nothing of the decision.

    `routing` is None for an idea without one. `missing`: departments that were asked and gave no answer. `profile` and
    `disagrees` are None for a reader who may not read every answer.
    """

    idea: Idea
    routing: Routing | None
    amounts: tuple[Amount, ...]
    parts: tuple[CasePart, ...]
    missing: tuple[Lane, ...]
    risks: tuple[RiskAcceptance, ...]
    profile: ScoreProfile | None
    disagrees: bool | None


def business_case(*, viewer: User, ref: str) -> BusinessCase:
    """Return the business case of the idea `ref`, each part as `viewer` may know it. At most 40 queries, none a review.

    Raises:
        NotFound: there is no such idea, or `viewer` may not see it (404).
        NotPermitted: it has none at its tier, is not ready, or is not for `viewer` to read (403).
    """
    idea = idea_for_reader(viewer=viewer, ref=ref)
    if not can_read_case(viewer, idea):
        raise NotPermitted(
            _(
                "There is a business case from tier 2 on: for whoever decides, once the answers are in, and for everybody "
                "once the decision is announced."
            )
        )
    row, lanes = current_routing(idea=idea), lanes_of(idea=idea, viewer=viewer)
    rules = rules_of(row.rule_set, currency=organisation().currency) if row else None
    return BusinessCase(
        idea=idea,
        routing=Routing.from_json(row.routing) if row else None,
        amounts=tuple(_amounts(rules, row)) if rules and row else (),
        parts=tuple(_parts(rules, lanes)) if rules else (),
        missing=tuple(lane for lane in lanes if _is_missing(lane)),
        risks=tuple(risks_of(idea=idea)),
        profile=score_profile(idea=idea, lanes=lanes),
        disagrees=disagreement_for(idea=idea, lanes=lanes),
    )


def _amounts(rules: Rules, row: RoutingDecision) -> Iterator[Amount]:
    for question in rules.questions:
        option = question.option(row.answer_set.answers.get(question.id))
        if question.kind == QuestionKind.BAND and option is not None:
            yield Amount(question.id, question.label, option.label)


def _parts(rules: Rules, lanes: Sequence[Lane]) -> Iterator[CasePart]:
    cases = {guide.slug: guide.cases for guide in rules.departments}
    for case in Case:
        voices = [CaseVoice(lane, cases[lane.slug][0]) for lane in lanes if case in cases.get(lane.slug, ())]
        if voices:
            yield CasePart(case, tuple(sorted(voices, key=lambda one: one.stands_under != case)))


def _is_missing(lane: Lane) -> bool:
    return lane.review is not None and lane.review.state != Review.State.SUBMITTED
