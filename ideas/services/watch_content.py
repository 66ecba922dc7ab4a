"""What a decider wants to be woken by, and what it must hold.

Source: docs/review-process.md 3.12 "Watches".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from ideas.exceptions import FieldProblem
from ideas.models import Department, Watch
from ideas.selectors.department_load import FULL, load_percents
from ideas.services.review_content import MAX_LINE_CHARS
from ideas.text import is_blank
from ideas.typed_text import TypedText

Kind = Watch.Kind
MOST_AHEAD = timedelta(days=3653)
MOST_AMOUNT = 10**15
# The kinds that a decider adds; the date is `wakes_on` of the decision.
ADDED_KINDS = (Kind.CONTRACT_END, Kind.COST_BELOW, Kind.POLICY_CHANGE, Kind.CAPACITY)
_TEXTS = {
    Kind.CONTRACT_END.value: _("Name the contract."),
    Kind.COST_BELOW.value: _("Say what must cost less."),
    Kind.POLICY_CHANGE.value: _("Name the law or policy."),
}


@dataclass(frozen=True)
class WatchEntry:
    """One thing to keep watch over. `amount`: whole currency units; `department`: a slug; `load_below`: percent."""

    kind: str
    text: str = ""
    on: date | None = None
    amount: int | None = None
    department: str = ""
    load_below: int | None = None


def cleaned_watches(watches: tuple[WatchEntry, ...], typed: TypedText) -> tuple[WatchEntry, ...]:
    """Return `watches` with their texts as they are stored, and only what belongs to their kinds."""
    return tuple(
        WatchEntry(
            one.kind,
            typed.line(f"watches.{one.kind}.text", one.text, max_chars=MAX_LINE_CHARS) if one.kind in _TEXTS else "",
            one.on if one.kind == Kind.CONTRACT_END else None,
            one.amount if one.kind == Kind.COST_BELOW else None,
            one.department if one.kind == Kind.CAPACITY else "",
            one.load_below if one.kind == Kind.CAPACITY else None,
        )
        for one in watches
    )


def watch_problems(watches: tuple[WatchEntry, ...], today: date) -> Iterator[FieldProblem]:
    """Yield what is wrong with each watch; fields are `watches.<kind>.<part>`. Two queries where there is a capacity."""
    kinds = [one.kind for one in watches]
    if len(set(kinds)) < len(kinds) or not set(kinds) <= set(ADDED_KINDS):
        yield FieldProblem("watches", "unknown_watch", _("Each kind of watch is taken once, and only those offered."))
        return
    for one in watches:
        if one.kind in _TEXTS and is_blank(one.text):
            yield FieldProblem(f"watches.{one.kind}.text", "required", _TEXTS[one.kind])
        yield from _PARTS.get(one.kind, _nothing)(one, today)


def _nothing(_one: WatchEntry, _today: date) -> Iterator[FieldProblem]:
    return iter(())


def _contract_problems(one: WatchEntry, today: date) -> Iterator[FieldProblem]:
    if one.on is None:
        yield FieldProblem("watches.contract_end.on", "required", _("Say when it ends."))
    elif not today < one.on <= today + MOST_AHEAD:
        yield FieldProblem(
            "watches.contract_end.on", "out_of_range", _("Choose a day that is still to come, within ten years.")
        )


def _cost_problems(one: WatchEntry, _today: date) -> Iterator[FieldProblem]:
    if one.amount is None:
        yield FieldProblem("watches.cost_below.amount", "required", _("Say below which amount."))
    elif not 1 <= one.amount <= MOST_AMOUNT:
        yield FieldProblem("watches.cost_below.amount", "out_of_range", _("Write a whole amount above nothing."))


def _capacity_problems(one: WatchEntry, _today: date) -> Iterator[FieldProblem]:
    department = Department.objects.filter(slug=one.department).first()
    if department is None:
        yield FieldProblem("watches.capacity.department", "unknown_department", _("Choose one of the departments."))
    if one.load_below is None:
        yield FieldProblem("watches.capacity.load_below", "required", _("Say below how many percent."))
    elif not 1 <= one.load_below <= FULL:
        yield FieldProblem("watches.capacity.load_below", "out_of_range", _("Write a percentage from 1 to 100."))
    elif department is not None and load_percents(department_ids=[department.pk])[department.pk] < one.load_below:
        yield FieldProblem(
            "watches.capacity.load_below", "already_so", _("The department carries less than that already.")
        )


_PARTS = {
    Kind.CONTRACT_END.value: _contract_problems,
    Kind.COST_BELOW.value: _cost_problems,
    Kind.CAPACITY.value: _capacity_problems,
}


def watches_of(entries: tuple[WatchEntry, ...], *, wakes_on: date | None) -> list[Watch]:
    """Return the rows of complete entries and of the day to wake on, without their decision. At most one query."""
    slugs = [one.department for one in entries if one.department]
    departments: Mapping[str, Department] = {row.slug: row for row in Department.objects.filter(slug__in=slugs)}
    rows = [
        Watch(
            kind=one.kind,
            text=one.text,
            on=one.on,
            amount=one.amount,
            department=departments.get(one.department),
            load_below=one.load_below,
        )
        for one in entries
    ]
    return [*([Watch(kind=Kind.DATE, on=wakes_on)] if wakes_on else []), *rows]
