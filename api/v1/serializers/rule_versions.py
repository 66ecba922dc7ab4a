"""Bodies of versions of the rules, and of what trying one on past ideas gives."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from django.utils.translation import gettext_lazy as _

from api.fields import AnswersField, LineField, MomentField, WholeNumberField
from api.serializers import StrictSerializer
from ideas.models import RuleSet, User
from ideas.policies.rule_sets import can_activate_rule_set, can_change_rule_set, can_discard_rule_set, can_edit_rules
from ideas.rule_problems import detail_of, place_of
from ideas.selectors.rule_sets import problems_of, state_of
from ideas.selectors.simulation import FEWEST_IDEAS, MOST_IDEAS, Trial, TrialRun
from ideas.services.rule_sets import MAX_NAME_CHARS, MAX_REASON_CHARS

Action = Literal["change", "activate", "discard", "simulate"]
State = Literal["draft", "scheduled", "active", "retired", "discarded"]
_NEWEST_VERSION = 2_000_000_000


@dataclass(frozen=True, slots=True)
class RuleProblemBody:
    """One thing that is wrong with a draft."""

    part: Annotated[str, _("the part of the rule set, such as rule FIN-1")]
    field: Annotated[str, _("the path inside the part; empty where the part as a whole is wrong")]
    detail: str


@dataclass(frozen=True, slots=True)
class RuleVersionBody:
    """One version of the rules."""

    version: int
    name: str
    state: Annotated[State, _("scheduled: it holds from a date; retired: it held before")]
    active_from: datetime | None
    reason: Annotated[str, _("why the rules changed; empty before it is activated")]
    copied_from: Annotated[int | None, _("the version of which it began as a copy")]
    drafted_by: str | None
    activated_by: str | None
    revision: Annotated[int, _("how often it was changed, from 1: its ETag")]
    allowed_actions: list[Action]


@dataclass(frozen=True, slots=True)
class RuleVersionDetailBody:
    """One version of the rules with all that it says."""

    is_versioned: ClassVar[bool] = True
    rule_set: RuleVersionBody
    problems: Annotated[list[RuleProblemBody], _("what is still wrong; a version without problems can be activated")]
    body: Annotated[dict[str, object], _("the whole rule set, as it is imported and exported")]


class RuleSetDraftSerializer(StrictSerializer):
    name = LineField(max_chars=MAX_NAME_CHARS, required=False)
    body = AnswersField(
        required=False, help_text=_("a whole rule set; without it the draft is a copy of the rules that hold")
    )


class RuleSetChangeSerializer(StrictSerializer):
    body = AnswersField(help_text=_("the whole rule set as it is to be"))


class RuleSetActivateSerializer(StrictSerializer):
    reason = LineField(max_chars=MAX_REASON_CHARS)
    active_from = MomentField(required=False, allow_null=True, help_text=_("absent or null: at once"))


class SimulateSerializer(StrictSerializer):
    rule_set = WholeNumberField(least=1, most=_NEWEST_VERSION, required=False, help_text=_("a version; or send `body`"))
    body = AnswersField(required=False, help_text=_("a whole rule set that is stored nowhere"))
    ideas = WholeNumberField(
        least=FEWEST_IDEAS, most=MOST_IDEAS, required=False, help_text=_("how many of the newest ideas; 200 if absent")
    )


@dataclass(frozen=True, slots=True)
class RuleEffectBody:
    """What one rule does to one department."""

    rule: str
    department: str
    added: int
    removed: int
    changed: Annotated[int, _("asked in another mode")]


@dataclass(frozen=True, slots=True)
class TierMoveBody:
    """How many ideas go from one tier to another."""

    before: int
    after: int
    count: int


@dataclass(frozen=True, slots=True)
class TrialLoadBody:
    """Work of one department, without reviews it is only told about."""

    department: str
    reviews_a_week_before: float
    reviews_a_week_after: float
    points_before: int
    points_after: int


@dataclass(frozen=True, slots=True)
class ModeChangeBody:
    """How a department is asked about an idea, before and after; null where it is not."""

    department: str
    before: str | None
    after: str | None
    rule_before: str | None
    rule_after: str | None


@dataclass(frozen=True, slots=True)
class ChangedIdeaBody:
    """An idea that would be routed otherwise."""

    ref: str
    tier_before: int
    tier_after: int
    departments: list[ModeChangeBody]


@dataclass(frozen=True, slots=True)
class SimulationBody:
    """What a version of the rules would have done."""

    ideas: Annotated[int, _("how many were tried")]
    first_on: date | None
    last_on: date | None
    guessed: Annotated[int, _("ideas in which a question that was not asked then counts as unknown")]
    effects: list[RuleEffectBody]
    tiers: list[TierMoveBody]
    loads: list[TrialLoadBody]
    changes: list[ChangedIdeaBody]


def rule_version_body(row: RuleSet, viewer: User) -> RuleVersionBody:
    """Return the body of a row of `rule_sets_for`."""
    state: State = state_of(row).value
    return RuleVersionBody(
        version=row.version,
        name=row.name,
        state=state,
        active_from=row.active_from,
        reason=row.reason,
        copied_from=row.copied_from.version if row.copied_from else None,
        drafted_by=row.drafted_by.name if row.drafted_by else None,
        activated_by=row.activated_by.name if row.activated_by else None,
        revision=row.revision,
        allowed_actions=_actions(row, viewer),
    )


def rule_version_detail_body(row: RuleSet, viewer: User) -> RuleVersionDetailBody:
    """Return the body of one version with its rules."""
    problems = [RuleProblemBody(place_of(one), one.field, detail_of(one)) for one in problems_of(row.body)]
    return RuleVersionDetailBody(rule_version_body(row, viewer), problems, row.body)


def _actions(row: RuleSet, viewer: User) -> list[Action]:
    may: dict[Action, bool] = {
        "change": can_change_rule_set(viewer, row),
        "activate": can_activate_rule_set(viewer, row),
        "discard": can_discard_rule_set(viewer, row),
        "simulate": can_edit_rules(viewer),
    }
    return [action for action, is_allowed in may.items() if is_allowed]


def simulation_body(run: TrialRun) -> SimulationBody:
    """Return the body of a trial."""
    effects, tiers, loads = trial_parts(run)
    return SimulationBody(
        ideas=run.outcome.tried_count,
        first_on=run.first_on,
        last_on=run.last_on,
        guessed=len(run.outcome.guessed),
        effects=effects,
        tiers=tiers,
        loads=loads,
        changes=[
            ChangedIdeaBody(
                one.ref,
                one.change.tier_before,
                one.change.tier_after,
                [
                    ModeChangeBody(
                        change.department, change.mode_before, change.mode_after, change.rule_before, change.rule_after
                    )
                    for change in one.change.departments
                ],
            )
            for one in run.changed
        ],
    )


def trial_parts(run: Trial) -> tuple[list[RuleEffectBody], list[TierMoveBody], list[TrialLoadBody]]:
    """Return what a trial says of rules, tiers and the work of departments."""
    outcome = run.outcome
    return (
        [RuleEffectBody(one.rule, one.department, one.added, one.removed, one.changed) for one in outcome.effects()],
        [TierMoveBody(one.before, one.after, one.count) for one in outcome.tier_moves()],
        [
            TrialLoadBody(one.department, *one.reviews_a_week(run.days), one.points_before, one.points_after)
            for one in outcome.loads
        ],
    )
