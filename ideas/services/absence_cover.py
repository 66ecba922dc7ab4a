"""What would be late while somebody is away goes to whoever acts for them, or back to the department.

Source: docs/review-process.md 3.7.
"""

from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from ideas import outbox
from ideas.each import for_each
from ideas.events.base import DomainEvent
from ideas.events.fairness import ReviewReturned
from ideas.events.reviews import PoolChanged
from ideas.models import Absence, Calendar, Delegation, Review, User
from ideas.policies.authorship import authorship_of
from ideas.policies.delegations import covers, day_here, delegations_in_force
from ideas.routing.clock import local_day, next_working_day
from ideas.selectors.calendars import working_calendar
from ideas.selectors.personal_days import calendars_of, last_day_away
from ideas.services.delegations import put_in_place
from ideas.services.recusals import held_reviews, lock_reviews


def cover_absences() -> int:
    """Look for people who are away today and hold what is due before they are back; return how many reviews moved.

    It looks at the present state and may run twice, also at once. Two queries while nobody is away.
    """
    days = _days_anywhere()
    away = Absence.objects.whole_days().filter(person=OuterRef("owner"), from_on__lte=max(days), to_on__gte=min(days))
    holders = held_reviews(paused_at__isnull=True).filter(Exists(away)).values_list("owner_id", flat=True)
    people = User.objects.filter(pk__in=set(holders)).order_by("pk")
    return for_each(people, lambda person: cover_absence(person=person))


@transaction.atomic
def cover_absence(*, person: User) -> int:
    """Where `person` is away today, give on what is due up to one working day after their return; the rest stays.

    To whoever acts for them today, is here, and has no conflict; otherwise to the queue of its department, with what was
    drafted. Nothing moves while the author is asked. Today, and the days on which they would work again, are those of the
    place where they work. Returns how many reviews moved.

    Emits: ReviewAssigned for each that was taken over; ReviewReturned for each that went back, and PoolChanged for their
    departments. Audited.
    """
    theirs = calendars_of(people=[person])[person.pk]
    last = last_day_away(person=person, today=local_day(theirs, timezone.now()))
    if last is None:
        return 0
    back = next_working_day(theirs, next_working_day(theirs, last))
    rows = [row for row in lock_reviews(held_reviews(owner=person, paused_at__isnull=True)) if _due_day(row) <= back]
    close = authorship_of({row.idea_id for row in rows})
    today = day_here()
    acting = _present(delegations_in_force(from_person=person, day=today), today) if rows else []
    for row in rows:
        free = [one for one in acting if covers(one, row.idea.tier)]
        able = [one for one in free if not close[row.idea_id].bar_of(one.to_person_id, person.pk)]
        if able:
            put_in_place(review=row, of=able[0].to_person, by=None)
        else:
            _back_to_queue(row)
    _tell_returned([row for row in rows if row.owner_id is None])
    return len(rows)


def _days_anywhere() -> set[date]:
    """The days that it is now, wherever somebody works."""
    zones = Calendar.objects.order_by().values_list("time_zone", flat=True).distinct()
    return {timezone.now().astimezone(ZoneInfo(zone)).date() for zone in zones}


def _due_day(review: Review) -> date:
    return local_day(working_calendar(review.calendar), review.due_at)


def _present(acting: list[Delegation], today: date) -> list[Delegation]:
    people = [one.to_person_id for one in acting]
    away = Absence.objects.whole_days().on(today).filter(person__in=people)
    gone = set(away.values_list("person_id", flat=True))
    return [one for one in acting if one.to_person_id not in gone]


def _tell_returned(rows: list[Review]) -> None:
    facts: list[DomainEvent] = [ReviewReturned(idea_id=row.idea_id, review_id=row.pk) for row in rows]
    facts += [PoolChanged(department_id=key) for key in sorted({row.department_id for row in rows})]
    outbox.record_all(facts)


def _back_to_queue(review: Review) -> None:
    review.owner = review.acted_for = review.assigned_at = review.unassignable_at = None
    review.state, review.assigned_because = Review.State.QUEUED, {}
    review.save(update_fields=["owner", "acted_for", "assigned_at", "unassignable_at", "state", "assigned_because"])
