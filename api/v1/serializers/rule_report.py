"""Bodies of the report on the rules."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final, Literal

from django.utils.translation import gettext_lazy as _

from api.fields import LineField, WholeNumberField
from api.filters import Parameters, WordParameter
from api.serializers import StrictSerializer
from api.v1.serializers.rule_versions import RuleEffectBody, TierMoveBody, TrialLoadBody, trial_parts
from ideas.routing.rule_figures import AddedLine, RuleLine, share
from ideas.routing.rule_suggestions import Suggestion
from ideas.selectors.rule_report import PERIODS, RuleReport, TriedChange

REPORT_PERIODS: Final = tuple(str(one) for one in PERIODS)
MAX_KEY_CHARS: Final = 200
Kind = Literal["ask_instead", "ask_weaker", "add_rule"]


@dataclass(frozen=True, slots=True)
class RuleShareBody:
    """A number of cases."""

    count: int
    percent: Annotated[int | None, _("in whole per cent; null: there are fewer than five cases")]


@dataclass(frozen=True, slots=True)
class PlaceCountBody:
    """How many reviews that were sent back are said to be for a department, or ended there."""

    department: str
    count: int


@dataclass(frozen=True, slots=True)
class RuleLineBody:
    """What became of the asks of one rule to one department."""

    rule: str
    department: str
    mode: str
    is_current: Annotated[bool, _("false: the rule reads otherwise today, or is gone")]
    asked: int
    sent_back: RuleShareBody
    kept: Annotated[int, _("of those sent back: settled to stay")]
    named: Annotated[list[PlaceCountBody], _("whose the department said they are")]
    went_to: Annotated[list[PlaceCountBody], _("where those ended that were moved")]
    left_out: Annotated[RuleShareBody, _("a triager left the department out")]
    added_beside: Annotated[RuleShareBody, _("ideas to which a triager added a department that no rule had asked")]


@dataclass(frozen=True, slots=True)
class AddedLineBody:
    """A department where no rule asked it."""

    department: str
    ideas: Annotated[int, _("ideas in which no rule asked it")]
    added: Annotated[RuleShareBody, _("a triager added it")]
    sent_on: Annotated[int, _("a review was sent on to it")]
    sent_back: int


@dataclass(frozen=True, slots=True)
class RuleTrialBody:
    """What a change would have done to the newest 200 ideas of the period."""

    ideas: int
    changed: Annotated[int, _("ideas that would have been routed otherwise")]
    effects: list[RuleEffectBody]
    tiers: list[TierMoveBody]
    loads: list[TrialLoadBody]


@dataclass(frozen=True, slots=True)
class SuggestionBody:
    """One change of the rules; `count` of `of` cases speak for it."""

    key: Annotated[str, _("send it to make a draft")]
    kind: Annotated[Kind, _("ask another department, ask in a weaker mode, or add a rule")]
    rule: Annotated[str | None, _("null for a rule to add")]
    department: Annotated[str, _("who is asked too often, or is to be asked")]
    instead: Annotated[str | None, _("who is asked in its place")]
    mode: Annotated[str, _("how it is asked then")]
    question: Annotated[str | None, _("the question of a rule to add")]
    answer: Annotated[str | int | None, _("the answer with which it asks")]
    count: int
    of: int
    trial: RuleTrialBody


@dataclass(frozen=True, slots=True)
class RuleReportBody:
    """What became of what the rules asked."""

    weeks: int
    starts_at: datetime
    ends_at: Annotated[datetime, _("excluded")]
    rule_set: Annotated[int, _("the version that holds")]
    ideas: Annotated[int, _("how many were sent in the period; withdrawn, merged and redirected ones do not count")]
    rules: list[RuleLineBody]
    added: Annotated[list[AddedLineBody], _("departments that were asked although no rule asked them")]
    suggestions: list[SuggestionBody]


class RuleReportParameters(Parameters):
    weeks = WordParameter(
        choices=REPORT_PERIODS, default=REPORT_PERIODS[0], help_text=_("the last whole weeks, Monday to Sunday")
    )


class SuggestionDraftSerializer(StrictSerializer):
    weeks = WholeNumberField(least=min(PERIODS), most=max(PERIODS), help_text=_("the period of the report: 1, 4 or 13"))
    suggestion = LineField(max_chars=MAX_KEY_CHARS, help_text=_("its key"))


def rule_report_body(found: RuleReport) -> RuleReportBody:
    """Return the body of the report."""
    return RuleReportBody(
        weeks=found.weeks,
        starts_at=found.span.start.astimezone(UTC),
        ends_at=found.span.end.astimezone(UTC),
        rule_set=found.rule_set.version,
        ideas=found.figures.idea_count,
        rules=[_line(one) for one in found.figures.rules],
        added=[_added(one) for one in found.figures.added],
        suggestions=[_suggestion(one) for one in found.suggestions],
    )


def _line(one: RuleLine) -> RuleLineBody:
    return RuleLineBody(
        rule=one.rule,
        department=one.department,
        mode=one.mode.value,
        is_current=one.is_current,
        asked=one.asked,
        sent_back=_share(one.sent_back, one.asked),
        kept=one.kept,
        named=[PlaceCountBody(slug, count) for slug, count in one.named],
        went_to=[PlaceCountBody(slug, count) for slug, count in one.went_to],
        left_out=_share(one.left_out, one.asked),
        added_beside=_share(one.added_beside, one.asked),
    )


def _added(one: AddedLine) -> AddedLineBody:
    return AddedLineBody(one.department, one.ideas, _share(one.added, one.ideas), one.sent_on, one.sent_back)


def _share(count: int, of: int) -> RuleShareBody:
    return RuleShareBody(count, share(count, of))


def _suggestion(tried: TriedChange) -> SuggestionBody:
    one: Suggestion = tried.suggestion
    kind: Kind = one.kind.value
    outcome = tried.trial.outcome
    return SuggestionBody(
        key=one.key,
        kind=kind,
        rule=one.rule or None,
        department=one.department,
        instead=one.instead or None,
        mode=one.mode.value,
        question=one.question_id or None,
        answer=one.answer if one.question_id else None,
        count=one.count,
        of=one.of,
        trial=RuleTrialBody(outcome.tried_count, len(outcome.changes), *trial_parts(tried.trial)),
    )
