"""Who reads an answer a second time: asked when it is given, chosen like the owner of a review.

Source: docs/review-process.md 3.9.
"""

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ideas import outbox
from ideas.each import for_each
from ideas.events import SecondReadingGiven, SecondReadingUnassignable
from ideas.models import Department, Event, Idea, IdeaReader, Review, SecondReading, User
from ideas.policies.authorship import authorship_of
from ideas.policies.second_readings import is_read_twice
from ideas.routing.assignment import NobodyEligible, Task, pick
from ideas.routing.clock import due_at, local_day
from ideas.selectors.calendars import (
    CALENDAR_OF_DEPARTMENT,
    CALENDAR_OF_THEIRS,
    calendar_of,
    organisation,
    working_calendar,
)
from ideas.selectors.pools import Pool, pool_of
from ideas.services.assignment import lock_pool
from ideas.workflow import OPEN_STAGES

WINDOW_DAYS = 2
MAX_READINGS = 100  # so that one run is short; what is left is taken by the next
_POINTS = 1  # what a second reading weighs when somebody's room for it is looked at


def ask_second_readings(*, idea: Idea) -> bool:
    """Ask for the second reading of every answer of `idea` that needs one; return whether any is still awaited.

    Asking again changes nothing. The caller holds the lock on the idea's row. No query below Tier 3.
    """
    if not is_read_twice(idea.tier):
        return False
    given = _answers_read_twice(idea)
    known = SecondReading.objects.filter(review__in=given).order_by("id")
    latest = {reading.review_id: reading for reading in known}
    for review in given:
        if review.pk not in latest:
            latest[review.pk] = _ask(review)
    return any(not reading.verdict for reading in latest.values())


def ask_again(*, review: Review) -> bool:
    """Ask anew for the second reading of an answer that was turned; return whether one is awaited now.

    One that is still open stands: its reader reads what holds now. The caller holds the lock on the idea's row.
    """
    if not is_read_twice(review.idea.tier, review.department.slug):
        return False
    if not SecondReading.objects.filter(review=review, verdict="").exists():
        _ask(review)
    return True


def choose_second_readers() -> int:
    """Name a reader for every second reading that has none, or whose reader left or came to have a conflict; return how many.

    Twice at once, or one after the other, changes nothing twice. Where nobody can, the lead is told once, and the next
    run tries again.

    Emits: SecondReadingGiven; SecondReadingUnassignable once for each reading.
    """
    _take_from_conflicted()
    waiting = _waiting().values_list("review__department_id", flat=True)
    return for_each(sorted(set(waiting)), _choose_in)


def _take_from_conflicted() -> None:
    """Somebody who became too close to the idea could not read it, so nobody would, and it would never be ready."""
    named = _open().filter(reader__isnull=False).values_list("pk", "review__idea_id", "reader_id")
    found = list(named.order_by("due_at", "id")[:MAX_READINGS])
    close = authorship_of({idea for _reading, idea, _reader in found})
    keys = [reading for reading, idea, reader in found if reader in close[idea].conflicted_ids]
    if keys:
        SecondReading.objects.filter(pk__in=keys, verdict="").update(reader=None)


@transaction.atomic
def _choose_in(department_id: int) -> int:
    """Pool, ideas and readings are locked, in that order."""
    lock_pool(department_id)
    found = list(_waiting().filter(review__department=department_id).order_by("due_at", "id")[:MAX_READINGS])
    ideas = Idea.objects.select_for_update(no_key=True).filter(pk__in={one.review.idea_id for one in found})
    list(ideas.order_by("pk").values_list("pk"))
    department = Department.objects.select_related(*CALENDAR_OF_DEPARTMENT).get(pk=department_id)
    pool = pool_of(department=department, at=timezone.now())
    keys = [one.pk for one in found]
    locked = _waiting().filter(pk__in=keys).select_for_update(of=("self",), no_key=True).order_by("due_at", "id")
    return sum(_choose(reading, pool) for reading in locked)


def _waiting() -> QuerySet[SecondReading]:
    return _open().filter(Q(reader__isnull=True) | Q(reader__is_active=False)).select_related("review")


def _open() -> QuerySet[SecondReading]:
    rows = SecondReading.objects.filter(verdict="", review__idea__stage__in=OPEN_STAGES)
    return rows.filter(review__round=F("review__idea__round"))


def _choose(reading: SecondReading, pool: Pool) -> bool:
    review = reading.review
    task = Task(
        points=_POINTS,
        opens_on=local_day(pool.calendar, reading.asked_at),
        due_on=max(local_day(pool.calendar, reading.due_at), local_day(pool.calendar, pool.at)),
        required_tag=None,
        authors_and_team=_barred(review),
        interested=frozenset(),
    )
    found = pick(pool.candidates(), task, pool.calendar, local_day(pool.calendar, pool.at), pool.cap)
    if isinstance(found, NobodyEligible):
        _tell_once(reading)
        return False
    reading.reader_id = found.person_id
    reading.save(update_fields=["reader"])
    pool.take(found.person_id, _POINTS)
    _let_read(review.idea_id, found.person_id)
    outbox.record(SecondReadingGiven(idea_id=review.idea_id, review_id=review.pk, second_reading_id=reading.pk))
    return True


def _let_read(idea_id: int, person_id: int) -> None:
    """Whoever is named but could not read the idea, a confidential one, is named its reader."""
    person = User.objects.get(pk=person_id)
    if not Idea.objects.visible_to(person).filter(pk=idea_id).exists():
        IdeaReader.objects.get_or_create(idea_id=idea_id, person=person)


def _barred(review: Review) -> frozenset[int]:
    """Whoever has a conflict, and whoever reviews this idea for any department: a second pair of eyes is a fresh one."""
    owners = Review.objects.filter(idea=review.idea_id, round=review.round, owner__isnull=False)
    conflicted = authorship_of([review.idea_id])[review.idea_id].conflicted_ids
    return conflicted | frozenset(owners.values_list("owner_id", flat=True))


def _tell_once(reading: SecondReading) -> None:
    key = f"{SecondReadingUnassignable.type}:{reading.pk}"
    if not Event.objects.filter(dedupe_key=key).exists():
        fact = SecondReadingUnassignable(
            idea_id=reading.review.idea_id, review_id=reading.review_id, second_reading_id=reading.pk
        )
        outbox.record(fact, dedupe_key=key)


def _answers_read_twice(idea: Idea) -> list[Review]:
    rows = Review.objects.filter(idea=idea, round=idea.round, state=Review.State.SUBMITTED)
    given = rows.select_related(*CALENDAR_OF_THEIRS).order_by("id")
    return [review for review in given if is_read_twice(idea.tier, review.department.slug)]


def _ask(review: Review) -> SecondReading:
    now = timezone.now()
    calendar = working_calendar(calendar_of(review.department, otherwise=organisation().calendar))
    return SecondReading.objects.create(review=review, asked_at=now, due_at=due_at(calendar, now, WINDOW_DAYS))
