"""Writes the news that people would find on the day of the load: of the last days, and of what still waits for them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from config.demo.loader.moments import Moments
from ideas.events import IdeaReadyForDecision, ReviewAssigned
from ideas.events.questions import QuestionAsked
from ideas.models import Event, Idea, Notification, Review
from ideas.selectors.recipients import recipients_of
from ideas.workflow import Stage

DAYS_BACK: Final = timedelta(days=6)
UNREAD_FOR: Final = timedelta(days=2)
# Payload names of the rows that a fact is about.
ABOUT: Final = ("review_id", "comment_id", "decision_id")


def write_news(moments: Moments) -> int:
    """Write the news by the rule that tells people of facts, without a mail for any; return how many.

    News of the last two days is unread, older news was read in the evening of its day, tasks are unread until done.
    """
    waiting = set(Review.objects.filter(state=Review.State.ASSIGNED).values_list("pk", flat=True))
    rows = [row for event in _events(moments) for row in _rows(event, moments.now, waiting)]
    return len(Notification.objects.bulk_create(rows, ignore_conflicts=True))


def _events(moments: Moments) -> Iterable[Event]:
    ready = Idea.objects.filter(stage=Stage.READY_FOR_DECISION)
    held = Review.objects.filter(state__in=[Review.State.ASSIGNED, Review.State.DRAFTING])
    wanted = (
        Q(occurred_at__gt=moments.now - DAYS_BACK, deliveries__consumer="notify")
        | Q(type=ReviewAssigned.type, payload__review_id__in=list(held.values_list("pk", flat=True)))
        | Q(type=IdeaReadyForDecision.type, idea__in=ready)
        | Q(type=QuestionAsked.type)
    )
    return Event.objects.filter(wanted).select_related("idea").distinct().order_by("id")


def _rows(event: Event, now: datetime, waiting: set[int]) -> Iterable[Notification]:
    about = {name: event.payload[name] for name in ABOUT if name in event.payload}
    is_given = about.get("review_id") in waiting and event.type == ReviewAssigned.type
    is_waiting = is_given or event.type == QuestionAsked.type
    is_new = is_waiting or event.occurred_at > now - UNREAD_FOR
    read_at = None if is_new else min(event.occurred_at + timedelta(hours=7), now)
    for one in recipients_of(event=event):
        yield Notification(
            person_id=one.person_id,
            event=event,
            kind=one.kind,
            reason=one.reason,
            idea_id=event.idea_id,
            department_id=one.department_id,
            created_at=event.occurred_at,
            read_at=read_at,
            **about,
        )
