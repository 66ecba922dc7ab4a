"""What a decider writes, and what it must hold.

Source: docs/review-process.md 3.12.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from ideas.exceptions import FieldProblem
from ideas.models import Decision, User
from ideas.models.reviews import MIN_EXPLANATION_CHARS
from ideas.routing.ruleset import ReasonCode, ReasonKind, ReasonNeeds
from ideas.routing.ruleset import RuleSet as Rules
from ideas.search_words import ref_in
from ideas.services.review_content import (
    MAX_ANSWER_CHARS,
    MAX_CONDITIONS,
    MAX_LINE_CHARS,
    ConditionEntry,
    cleaned_conditions,
    condition_problems,
    visible_length,
)
from ideas.services.watch_content import WatchEntry, cleaned_watches, watch_problems
from ideas.text import is_blank
from ideas.typed_text import TypedText

Kind = Decision.Kind
MOST_AHEAD = timedelta(days=3653)
REASON_KINDS = {
    Kind.APPROVED.value: ReasonKind.YES,
    Kind.APPROVED_WITH_CONDITIONS.value: ReasonKind.YES,
    Kind.PILOT.value: ReasonKind.YES,
    Kind.DECLINED.value: ReasonKind.NO,
    Kind.PARKED.value: ReasonKind.WAIT,
}
_NEEDS = {
    ReasonNeeds.LINK: _("Add the link that goes with this reason."),
    ReasonNeeds.DATE: _("Add the date that goes with this reason, as year-month-day."),
    ReasonNeeds.TEXT: _("Add the words that go with this reason."),
}


@dataclass(frozen=True)
class DecisionContent:
    """A decision as it was typed. `reason_detail`: the link, date (ISO 8601) or words that the reason code needs."""

    kind: str = ""
    reason_code: str = ""
    reason_detail: str = ""
    explanation: str = ""
    what_would_change: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    wakes_on: date | None = None
    conditions: tuple[ConditionEntry, ...] = ()
    watches: tuple[WatchEntry, ...] = ()
    owner: User | None = None


def cleaned_decision(content: DecisionContent) -> DecisionContent:
    """Return `content` with every text as it is stored.

    Raises:
        InvalidValue: a text is too long, or holds characters that are not taken (422).
    """
    typed = TypedText()
    clean = replace(
        content,
        explanation=typed.paragraphs("explanation", content.explanation, max_chars=MAX_ANSWER_CHARS),
        what_would_change=typed.paragraphs("what_would_change", content.what_would_change, max_chars=MAX_ANSWER_CHARS),
        reason_detail=typed.line("reason_detail", content.reason_detail, max_chars=MAX_LINE_CHARS),
        next_step=typed.line("next_step", content.next_step, max_chars=MAX_LINE_CHARS),
        conditions=cleaned_conditions(content.conditions, typed),
        watches=cleaned_watches(content.watches, typed),
    )
    typed.refuse_problems()
    return clean


def decision_problems(content: DecisionContent, rules: Rules, today: date) -> tuple[FieldProblem, ...]:
    """Return everything wrong with `content` under `rules`, in the order of the form; `today`: the decider's day."""
    if content.kind not in REASON_KINDS:
        return (FieldProblem("kind", "required", _("Choose an answer.")),)
    return (
        *_reason_problems(content, rules),
        *_word_problems(content),
        *_date_problems(content, today),
        *_condition_problems(content),
        *_watch_problems(content, today),
        *_owner_problems(content),
    )


def _reason_problems(content: DecisionContent, rules: Rules) -> Iterator[FieldProblem]:
    reason = rules.reason_code(content.reason_code)
    if not content.reason_code:
        yield FieldProblem("reason_code", "reason_required", _("Choose a reason."))
    elif reason is None or reason.kind != REASON_KINDS[content.kind]:
        yield FieldProblem("reason_code", "unknown_reason", _("Choose one of the reasons offered for this answer."))
    elif reason.needs is not None and not _is_given(reason, content.reason_detail):
        yield FieldProblem("reason_detail", f"{reason.needs.value}_required", _NEEDS[reason.needs])


def _is_given(reason: ReasonCode, detail: str) -> bool:
    if reason.needs == ReasonNeeds.LINK:
        return _is_link(detail)
    if reason.needs == ReasonNeeds.DATE:
        return _is_date(detail)
    return not is_blank(detail)


def _is_link(detail: str) -> bool:
    """A web address, or what may be the ref of an idea here: whether there is such an idea is asked later."""
    try:
        parts = urlsplit(detail)
    except ValueError:
        return False
    return (parts.scheme in {"http", "https"} and bool(parts.netloc)) or ref_in(detail) is not None


def idea_named_by(content: DecisionContent, rules: Rules) -> str | None:
    """Return the ref that stands where the reason wants a link; None where it wants none, or a web address stands there."""
    reason = rules.reason_code(content.reason_code)
    return ref_in(content.reason_detail) if reason is not None and reason.needs == ReasonNeeds.LINK else None


def _is_date(detail: str) -> bool:
    try:
        date.fromisoformat(detail.strip())
    except ValueError:
        return False
    return True


def _word_problems(content: DecisionContent) -> Iterator[FieldProblem]:
    if visible_length(content.explanation) < MIN_EXPLANATION_CHARS:
        yield FieldProblem(
            "explanation", "too_short", _("Explain it in at least 40 characters: the author reads this first.")
        )
    if REASON_KINDS[content.kind] != ReasonKind.YES and is_blank(content.what_would_change):
        yield FieldProblem("what_would_change", "required", _("Say what would change the answer."))
    if REASON_KINDS[content.kind] == ReasonKind.YES and is_blank(content.next_step):
        yield FieldProblem("next_step", "required", _("Say what happens next."))


def _date_problems(content: DecisionContent, today: date) -> Iterator[FieldProblem]:
    if REASON_KINDS[content.kind] == ReasonKind.YES and content.next_step_on is None:
        yield FieldProblem("next_step_on", "required", _("Say by when."))
    if content.kind == Kind.PARKED and content.wakes_on is None:
        yield FieldProblem("wakes_on", "required", _("Say when we look at it again."))
    for field, day in (("next_step_on", content.next_step_on), ("wakes_on", content.wakes_on)):
        if day is not None and not today <= day <= today + MOST_AHEAD:
            yield FieldProblem(field, "out_of_range", _("Choose a day that is still to come, within ten years."))


def _condition_problems(content: DecisionContent) -> Iterator[FieldProblem]:
    if content.kind == Kind.APPROVED_WITH_CONDITIONS and not content.conditions:
        yield FieldProblem("conditions", "required", _("Name at least one condition."))
    if len(content.conditions) > MAX_CONDITIONS:
        yield FieldProblem("conditions", "too_many", _("At most 10 conditions fit one answer."))
    yield from condition_problems(content.conditions)


def _watch_problems(content: DecisionContent, today: date) -> Iterator[FieldProblem]:
    if not content.watches and content.wakes_on is None:
        return
    if REASON_KINDS[content.kind] == ReasonKind.YES:
        where = "wakes_on" if content.wakes_on is not None else "watches"
        yield FieldProblem(where, "not_for_yes", _("Only a no or a not now is woken again. Leave this out."))
    else:
        yield from watch_problems(content.watches, today)


def _owner_problems(content: DecisionContent) -> Iterator[FieldProblem]:
    if content.owner is not None and REASON_KINDS[content.kind] != ReasonKind.YES:
        yield FieldProblem("owner", "not_for_no", _("Only a yes has somebody who sees to it. Leave this out."))
    elif content.owner is not None and not content.owner.is_active:
        yield FieldProblem("owner", "unknown_person", _("This person cannot sign in any more."))
