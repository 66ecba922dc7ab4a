"""A person who answers for it says something about a missed promise, and names a new day. The promise stays broken.

Source: docs/review-process.md 3.11.
"""

from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ideas import outbox
from ideas.each import for_each
from ideas.events.escalations import ApologyOwed, ApologyWritten
from ideas.exceptions import Conflict, NotPermitted
from ideas.models import Apology, Decision, Promise, Reminder, User
from ideas.models.escalations import MAX_APOLOGY_CHARS
from ideas.policies.escalations import can_apologise
from ideas.routing.clock import is_working_day, local_day
from ideas.selectors.apologies import furthest_day
from ideas.selectors.calendars import organisation, working_calendar
from ideas.selectors.escalated import missed_promises, promises_to_apologise_for
from ideas.services.audit import record_audit
from ideas.services.reviews import lock_reviewed_idea
from ideas.typed_text import TypedText

AT_ONCE: Final = 200
FIELD: Final = "new_on"


@transaction.atomic
def apologise(*, promise: Promise, by: User, text: str, new_on: date) -> Apology:
    """Write to the author about a missed `promise`, and say by which day the answer comes now.

    Args:
        text: 1–1,000 characters; everybody who sees the idea reads them.
        new_on: a working day of the promise's calendar after today, at most as many working days away as were promised.

    Raises:
        NotPermitted: `by` neither decides the idea nor manages the programme (nor sorts, for a first response), or has
            an interest (403, `not_answerable`).
        Conflict: it was not missed, or was kept since; or a day that is still to come was named (409,
            `promise_not_missed`, `apology_stands`).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).
        InvalidValue: text or day are wrong (422).

    Emits: ApologyWritten. Audited.
    """
    idea = lock_reviewed_idea(promise.idea_id)
    row = Promise.objects.select_for_update(of=("self",)).select_related("calendar").get(pk=promise.pk)
    row.idea = idea
    if not can_apologise(by, row):
        sentence = _("Whoever decides the idea, or a programme manager, writes to its author.")
        raise NotPermitted(sentence, code="not_answerable")
    _refuse_unless_owed(row)
    cleaned = _cleaned(row, text, new_on)
    apology = Apology.objects.create(promise=row, text=cleaned, new_on=new_on, by=by)
    outbox.record(ApologyWritten(idea_id=idea.pk, actor_id=by.pk, promise_id=row.pk, apology_id=apology.pk))
    record_audit(
        action="promise.apologise",
        by=by,
        object_type="idea",
        object_id=idea.ref,
        after={"promise": row.kind, "new_on": new_on.isoformat()},
        reason=cleaned,
    )
    return apology


def remind_of_apologies() -> int:
    """Tell programme managers, once each working day, of every missed promise that nobody has written about; return how many.

    Each is told once a day however often and wherever it runs. At most 200 at a time; none on days off.

    Emits: ApologyOwed.
    """
    calendar = working_calendar(organisation().calendar)
    today = local_day(calendar, timezone.now())
    if not is_working_day(calendar, today):
        return 0
    told = Reminder.objects.filter(promise=OuterRef("pk"), kind=Reminder.Kind.MISSED, on=today)
    decided = Decision.objects.filter(idea=OuterRef("idea"), round=OuterRef("round"))
    rows = promises_to_apologise_for().filter(~Exists(told), ~Exists(decided)).order_by("due_at", "id")
    return for_each(list(rows.values_list("pk", flat=True)[:AT_ONCE]), lambda key: _remind(key, today))


@transaction.atomic
def _remind(key: int, today: date) -> bool:
    rows = Promise.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    promise = rows.filter(pk=key, kept_at__isnull=True).first()
    if promise is None:
        return False
    _reminder, is_new = Reminder.objects.get_or_create(promise=promise, kind=Reminder.Kind.MISSED, on=today)
    if is_new:
        outbox.record(ApologyOwed(idea_id=promise.idea_id, promise_id=promise.pk))
    return is_new


def _refuse_unless_owed(row: Promise) -> None:
    if not missed_promises().filter(pk=row.pk).exists():
        raise Conflict(_("This promise was not missed, or the answer came since."), code="promise_not_missed")
    if not promises_to_apologise_for().filter(pk=row.pk).exists():
        raise Conflict(_("A new day was named already, and is still to come."), code="apology_stands")


def _cleaned(row: Promise, text: str, new_on: date) -> str:
    typed = TypedText()
    cleaned = typed.paragraphs("text", text, max_chars=MAX_APOLOGY_CHARS, is_required=True)
    calendar, latest = working_calendar(row.calendar), furthest_day(promise=row)
    if not is_working_day(calendar, new_on):
        typed.add(FIELD, "not_working_day", _("Nobody works on that day here. Choose another one."))
    elif new_on <= local_day(calendar, timezone.now()):
        typed.add(FIELD, "wrong_day", _("Choose a day after today."))
    elif new_on > latest:
        detail = _("At most as many working days as were promised: %(day)s.") % {"day": date_format(latest)}
        typed.add(FIELD, "after_latest", detail)
    typed.refuse_problems()
    return cleaned
