"""Steps of ladders of which nobody heard who could act, while what they are about still waits.

Source: docs/review-process.md 3.11.
"""

from collections.abc import Sequence
from typing import Final

from ideas.models import Event, Idea, Notification
from ideas.news import NewsKind
from ideas.selectors.recipient_rules import WAITS, Recipient

# Whoever gets this reads that somebody else sees to it.
_FOR_INFORMATION: Final = frozenset({NewsKind.IDEA_LATE})
# What steps are about, by the names in their payload; the first that is there counts.
_SUBJECTS: Final = (("task", "task_id"), ("escalation_id",), ("promise_id",), ("review_id",))


def is_heard(people: Sequence[Recipient]) -> bool:
    """Return whether one of `people` could act."""
    return any(one.kind not in _FOR_INFORMATION for one in people)


def unheard_steps(*, idea: Idea) -> list[Event]:
    """Return the latest step about each thing of `idea` that still waits, where nobody was told who is there to act.

    A later step that was heard makes good for the earlier ones. Two queries, and at most one for each step of the idea.
    """
    steps = Event.objects.filter(idea=idea, type__in=WAITS).select_related("idea").order_by("-id")
    latest: dict[tuple[object, ...], Event] = {}
    for event in steps:
        if _subject(event) not in latest and WAITS[event.type](event):
            latest[_subject(event)] = event
    rows = Notification.objects.filter(event__in=latest.values(), person__is_active=True)
    told = set(rows.exclude(kind__in=_FOR_INFORMATION).values_list("event", flat=True))
    return sorted((event for event in latest.values() if event.pk not in told), key=lambda event: event.pk)


def _subject(event: Event) -> tuple[object, ...]:
    names = next(names for names in _SUBJECTS if names[-1] in event.payload)
    return names + tuple(event.payload[name] for name in names)
