"""The panel "who will look at it, and by when"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ideas.models import Idea, User
from ideas.policies.deciders import DeciderReason
from ideas.routing.outcome import GivenAnswer
from ideas.routing.rules import small_idea_answers
from ideas.routing.ruleset import Mode
from ideas.routing.ruleset import RuleSet as Rules
from ideas.selectors.authors import author_ids
from ideas.selectors.routing import AskedDepartment, RoutingPreview, preview_routing

MODES: Mapping[Mode, tuple[str, str, Promise]] = {
    Mode.REQUIRED: ("asked", "circle-check-filled", _("asked")),
    Mode.ADVISORY: ("advice", "message-circle", _("asked for advice")),
    Mode.NOTIFY: ("told", "bell", _("told about it")),
}


@dataclass(frozen=True)
class DepartmentLine:
    """One of the seven in the panel; `asked` is asked, advice, told or no."""

    name: str
    asked: str
    icon: str
    words: str | Promise
    why: str
    answers: tuple[GivenAnswer, ...]
    rule_id: str


@dataclass(frozen=True)
class Forecast:
    """Everything the panel shows."""

    promised_on: date
    working_days: int
    tier: int
    tier_name: str
    tier_why: str
    steps: list[dict[str, object]]
    departments: list[DepartmentLine]
    asked_count: int
    unanswered_count: int
    shown: str


def forecast_for(
    *, author: User, rules: Rules, answers: Mapping[str, object], is_small: bool, idea: Idea | None = None
) -> Forecast | None:
    """Return the panel for these answers; None while no open question has one, because nothing is known then."""
    counting = dict(small_idea_answers(rules)) if is_small else dict(answers)
    if not any(question.is_first and question.id in counting for question in rules.questions):
        return None
    others = author_ids(idea) if idea else frozenset()
    since = idea.submitted_at if idea else None
    return forecast_of(preview_routing(author=author, answers=counting, other_authors=others, at=since))


def forecast_of(preview: RoutingPreview) -> Forecast:
    """Return a preview as the panel shows it, the departments in the order of the rules."""
    lines = {one.slug: _asked(one) for one in preview.departments}
    lines |= {
        one.slug: DepartmentLine(one.name, "no", "minus", _("not asked"), one.because, (), "")
        for one in preview.not_asked
    }
    zone = ZoneInfo(preview.time_zone)
    return Forecast(
        promised_on=preview.promised_at.astimezone(zone).date(),
        working_days=preview.windows.promise,
        tier=preview.tier,
        tier_name=preview.routing.tier_reason.name,
        tier_why=preview.routing.tier_reason.why,
        steps=[_step(step.kind, step.due_at, zone, preview) for step in preview.steps],
        departments=[lines[guide.slug] for guide in preview.rules.departments],
        asked_count=sum(one.mode != Mode.NOTIFY for one in preview.departments),
        unanswered_count=len(preview.unanswered),
        shown=preview.shown.as_text(),
    )


def _asked(one: AskedDepartment) -> DepartmentLine:
    code, icon, words = MODES[one.mode]
    return DepartmentLine(one.name, code, icon, words, one.why, one.answers, one.rule_id)


def _step(kind: str, due_at: datetime, zone: ZoneInfo, preview: RoutingPreview) -> dict[str, object]:
    return {"date": due_at.astimezone(zone).date(), "text": _step_words(kind, preview)}


def _step_words(kind: str, preview: RoutingPreview) -> str | Promise:
    if kind == "first_response":
        return _("Somebody here writes to you for the first time")
    if kind == "reviews":
        number = sum(one.mode != Mode.NOTIFY for one in preview.departments)
        return ngettext(
            "The department below gives its answer", "The %(number)d departments below give their answers", number
        ) % {"number": number}
    if preview.decider is None:
        return _("Somebody decides and tells you why; nobody is named for it yet")
    words = {"name": preview.decider.person.name, "because": DeciderReason(preview.decider.because).label}
    return _("%(name)s, %(because)s, decides and tells you why") % words
