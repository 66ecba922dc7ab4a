"""Rows that events of the history name by number, loaded together: one statement for each name, however many events."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from django.db.models import OuterRef, Subquery

from ideas.models import (
    Apology,
    Appeal,
    Bounce,
    ClockEntry,
    Condition,
    Decision,
    EarlyStop,
    Escalation,
    Event,
    FirstResponse,
    Merge,
    Outcome,
    Precedent,
    Question,
    Redirect,
    Reopening,
    Review,
    ReviewDependency,
    ReviewExtension,
    ReviewMove,
    ReviewVersion,
    RiskAcceptance,
    RoutingOverride,
    SecondReading,
    Triage,
    User,
)
from ideas.selectors.overrides import TAKEN_OUT

Loader = Callable[[Collection[int]], Mapping[int, Any]]


def rows_named(events: Sequence[Event]) -> Mapping[str, Mapping[int, Any]]:
    """Return for every name of `LOADERS` the rows that the payloads of `events` name by it, by their key."""
    named = {name: {event.payload[name] for event in events if name in event.payload} for name in LOADERS}
    return {name: LOADERS[name](keys) for name, keys in named.items() if keys}


def _reviews(keys: Collection[int]) -> Mapping[int, Review]:
    first = ReviewVersion.objects.filter(review=OuterRef("pk"), number=1).values("content__recommendation")
    rows = Review.objects.select_related("department", "owner", "acted_for").annotate(said_first=Subquery(first))
    return rows.in_bulk(list(keys))


def _versions(keys: Collection[int]) -> Mapping[int, ReviewVersion]:
    return ReviewVersion.objects.in_bulk(list(keys))


def _early_stops(keys: Collection[int]) -> Mapping[int, EarlyStop]:
    return EarlyStop.objects.in_bulk(list(keys))


def _dependencies(keys: Collection[int]) -> Mapping[int, ReviewDependency]:
    return ReviewDependency.objects.select_related("needs__department").in_bulk(list(keys))


def _second_readings(keys: Collection[int]) -> Mapping[int, SecondReading]:
    return SecondReading.objects.select_related("reader").in_bulk(list(keys))


def _decisions(keys: Collection[int]) -> Mapping[int, Decision]:
    return Decision.objects.select_related("decided_by", "acted_for").in_bulk(list(keys))


def _clock_entries(keys: Collection[int]) -> Mapping[int, ClockEntry]:
    return ClockEntry.objects.in_bulk(list(keys))


def _appeals(keys: Collection[int]) -> Mapping[int, Appeal]:
    return Appeal.objects.in_bulk(list(keys))


def _owners(keys: Collection[int]) -> Mapping[int, User]:
    return User.objects.in_bulk(list(keys))


def _outcomes(keys: Collection[int]) -> Mapping[int, Outcome]:
    return Outcome.objects.in_bulk(list(keys))


def _conditions(keys: Collection[int]) -> Mapping[int, Condition]:
    return Condition.objects.in_bulk(list(keys))


def _precedents(keys: Collection[int]) -> Mapping[int, Precedent]:
    return Precedent.objects.select_related("idea", "earlier").in_bulk(list(keys))


def _reopenings(keys: Collection[int]) -> Mapping[int, Reopening]:
    return Reopening.objects.in_bulk(list(keys))


def _first_responses(keys: Collection[int]) -> Mapping[int, FirstResponse]:
    return FirstResponse.objects.in_bulk(list(keys))


def _overrides(keys: Collection[int]) -> Mapping[int, RoutingOverride]:
    return RoutingOverride.objects.select_related("asked_also").prefetch_related(TAKEN_OUT).in_bulk(list(keys))


def _redirects(keys: Collection[int]) -> Mapping[int, Redirect]:
    return Redirect.objects.in_bulk(list(keys))


def _merges(keys: Collection[int]) -> Mapping[int, Merge]:
    return Merge.objects.select_related("source", "target").in_bulk(list(keys))


def _triages(keys: Collection[int]) -> Mapping[int, Triage]:
    return Triage.objects.in_bulk(list(keys))


def _risks(keys: Collection[int]) -> Mapping[int, RiskAcceptance]:
    return RiskAcceptance.objects.in_bulk(list(keys))


def _apologies(keys: Collection[int]) -> Mapping[int, Apology]:
    return Apology.objects.select_related("promise").in_bulk(list(keys))


def _escalations(keys: Collection[int]) -> Mapping[int, Escalation]:
    return Escalation.objects.in_bulk(list(keys))


def _extensions(keys: Collection[int]) -> Mapping[int, ReviewExtension]:
    return ReviewExtension.objects.in_bulk(list(keys))


def _questions(keys: Collection[int]) -> Mapping[int, Question]:
    return Question.objects.select_related("to_department", "to_person").in_bulk(list(keys))


def _moves(keys: Collection[int]) -> Mapping[int, ReviewMove]:
    return ReviewMove.objects.select_related("to_person").in_bulk(list(keys))


def _bounces(keys: Collection[int]) -> Mapping[int, Bounce]:
    return Bounce.objects.select_related("suggested").in_bulk(list(keys))


LOADERS: Final[Mapping[str, Loader]] = {
    "acted_for_id": _owners,
    "apology_id": _apologies,
    "appeal_id": _appeals,
    "bounce_id": _bounces,
    "clock_entry_id": _clock_entries,
    "condition_id": _conditions,
    "decision_id": _decisions,
    "dependency_id": _dependencies,
    "early_stop_id": _early_stops,
    "escalation_id": _escalations,
    "extension_id": _extensions,
    "override_id": _overrides,
    "outcome_id": _outcomes,
    "owner_id": _owners,
    "merge_id": _merges,
    "precedent_id": _precedents,
    "redirect_id": _redirects,
    "reopening_id": _reopenings,
    "first_response_id": _first_responses,
    "question_id": _questions,
    "review_id": _reviews,
    "review_move_id": _moves,
    "review_version_id": _versions,
    "risk_id": _risks,
    "second_reading_id": _second_readings,
    "triage_id": _triages,
}
