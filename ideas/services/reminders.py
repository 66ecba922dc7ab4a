"""Reminds of dates that come near, and tells further up of those that passed; each step once. A lead may ask as well.

Source: docs/review-process.md 3.11.
"""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import DomainEvent
from ideas.events.reminders import ReviewEscalated, ReviewReminded, TaskEscalated, TaskReminded
from ideas.exceptions import Conflict, NotPermitted
from ideas.models import Idea, Reminder, Review, User
from ideas.policies.reviews import can_remind_reviewer
from ideas.routing.clock import local_day
from ideas.selectors.calendars import organisation, working_calendar
from ideas.selectors.reminders import Step, steps_due
from ideas.services.audit import record_audit
from ideas.services.readiness import let_decider_read
from ideas.services.review_owners import lock_open_review
from ideas.services.turns import take_turn

AT_ONCE: Final = 200
FURTHER_UP: Final = frozenset({Reminder.Kind.LEAD, Reminder.Kind.MANAGER, Reminder.Kind.BOARD})


@transaction.atomic
def send_reminders() -> int:
    """Take every step of the ladders that is due, of at most 200 rows of each kind of each task; return how many are told.

    Each is a row of `Reminder`, so that it is taken once however often, wherever and at once this runs. Where several
    steps of one date are due, because nothing ran for a while, the latest is told, to everybody whom the others would
    have reached too, each once; the others are written down as passed over. What a clock that stands holds is left
    alone. Where an answer went up the whole ladder, whoever decides is named a reader of an idea that they could not
    read, so that the right person hears of it.

    Emits: ReviewReminded and TaskReminded before and on the date, ReviewEscalated and TaskEscalated after it.
    """
    take_turn("send_reminders")  # the second of two callers finds what the first one wrote
    now = timezone.now()
    wanted = {step.idea_id for step in steps_due(now=now, at_most=AT_ONCE)}
    if not wanted:
        return 0
    rows = Idea.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    ideas = {row.pk: row for row in rows}
    # Anew, because somebody may have answered before the ideas were locked; and whole ladders, however many there are.
    ladders = _by_date(steps_due(now=now, at_most=None, idea_ids=wanted))
    Reminder.objects.bulk_create([row for steps in ladders for row in _rows(steps)])
    for idea_id in sorted({steps[-1].idea_id for steps in ladders if steps[-1].kind == Reminder.Kind.BOARD}):
        if not ideas[idea_id].is_open:
            let_decider_read(ideas[idea_id])
    outbox.record_all([_fact(steps) for steps in ladders])
    return len(ladders)


@transaction.atomic
def remind_reviewer(*, review: Review, by: User) -> Reminder:
    """Ask whoever holds an open review for their answer, as lead or deputy of the department; once a day.

    Raises:
        NotPermitted: `by` is neither lead nor deputy, holds it themselves, or has a conflict (403, `not_lead`).
        Conflict: it is closed, nobody holds it, its clock stands, or it was asked for today (409, `review_closed`,
            `nobody_holds_it`, `clock_stands`, `reminded_today`).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).

    Emits: ReviewReminded. Audited.
    """
    row = lock_open_review(review)
    if not can_remind_reviewer(by, row):
        raise NotPermitted(_("Only the department’s lead or deputy can remind its reviewers."), code="not_lead")
    if row.owner_id is None:
        raise Conflict(_("Nobody holds this review yet. Give it to somebody."), code="nobody_holds_it")
    if row.paused_at is not None:
        raise Conflict(_("Its clock stands: the reviewer waits for somebody else."), code="clock_stands")
    today = local_day(working_calendar(organisation().calendar), timezone.now())
    reminder, is_new = Reminder.objects.get_or_create(review=row, kind=Reminder.Kind.ASKED, on=today)
    if not is_new:
        raise Conflict(_("They were reminded of it today already."), code="reminded_today")
    outbox.record(ReviewReminded(idea_id=row.idea_id, actor_id=by.pk, review_id=row.pk, step=Reminder.Kind.ASKED.value))
    record_audit(action="review.remind", by=by, object_type="review", object_id=row.public_id)
    return reminder


def _by_date(steps: Sequence[Step]) -> list[list[Step]]:
    """The steps that are due, those of one date together, the earliest first."""
    found: dict[tuple[str, int], list[Step]] = {}
    for step in steps:
        found.setdefault((step.what, step.key), []).append(step)
    return list(found.values())


def _rows(steps: Sequence[Step]) -> list[Reminder]:
    return [
        Reminder(**{f"{one.about}_id": one.key}, kind=one.kind, on=one.on, was_passed_over=one is not steps[-1])
        for one in steps
    ]


def _fact(steps: Sequence[Step]) -> DomainEvent:
    step, passed_over = steps[-1], tuple(one.kind.value for one in steps[:-1])
    if step.about == "review":
        fact = ReviewEscalated if step.kind in FURTHER_UP else ReviewReminded
        return fact(idea_id=step.idea_id, review_id=step.key, step=step.kind, passed_over=passed_over)
    is_escalated = step.kind == Reminder.Kind.MANAGER
    return (TaskEscalated if is_escalated else TaskReminded)(
        idea_id=step.idea_id,
        task=step.what,
        task_id=step.key,
        step=step.kind,
        review_id=step.review_id,
        decision_id=step.decision_id,
        passed_over=passed_over,
    )
