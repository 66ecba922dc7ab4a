"""Reminds of dates that come near, and tells further up of those that passed; each step once.

Source: docs/review-process.md 3.11.
"""

from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from ideas import outbox
from ideas.events.reminders import ReviewEscalated, ReviewReminded
from ideas.models import Idea, Reminder
from ideas.selectors.reminders import LATE_STEPS, Step, steps_due

AT_ONCE: Final = 200
# The second of two callers waits, and then finds what the first one wrote.
_TAKE_TURN: Final = "select pg_advisory_xact_lock(hashtext('send_reminders'))"


@transaction.atomic
def send_reminders() -> int:
    """Take every step of the ladder that is due, at most 200 of each kind; return how many.

    Each is a row of `Reminder`, so that it is taken once however often, wherever and at once this runs. Reviews whose
    clock stands are left alone.

    Emits: ReviewReminded before and on the date, ReviewEscalated after it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_TURN)
    now = timezone.now()
    wanted = {step.idea_id for step in steps_due(now=now, at_most=AT_ONCE)}
    if not wanted:
        return 0
    list(Idea.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk").values_list("pk"))
    # Anew, because somebody may have answered before the ideas were locked.
    steps = steps_due(now=now, at_most=AT_ONCE, idea_ids=wanted)
    Reminder.objects.bulk_create([Reminder(review_id=one.review_id, kind=one.kind, on=one.on) for one in steps])
    outbox.record_all([_fact(one) for one in steps])
    return len(steps)


def _fact(step: Step) -> ReviewReminded | ReviewEscalated:
    fact = ReviewEscalated if step.kind in LATE_STEPS else ReviewReminded
    return fact(idea_id=step.idea_id, review_id=step.review_id, step=step.kind)
