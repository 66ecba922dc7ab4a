"""Conditions of a yes are followed up: met with a note, or their owners are reminded.

Source: docs/review-process.md 3.12 "Conditions".
"""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.each import for_each
from ideas.events.after_decision import ConditionDue, ConditionMet
from ideas.exceptions import Conflict, NotPermitted
from ideas.models import Condition, Event, User
from ideas.policies.conditions import can_meet_condition
from ideas.selectors.conditions import today_here
from ideas.services.audit import record_audit
from ideas.typed_text import TypedText

MAX_NOTE_CHARS: Final = 1000
REMIND_DAYS_BEFORE: Final = 3
AT_ONCE: Final = 200


@transaction.atomic
def meet_condition(*, condition: Condition, by: User, note: str) -> Condition:
    """Say that a condition of a yes is met, and how.

    Raises:
        NotPermitted: `by` neither sees to it nor decided it, nor keeps order (403, `not_condition_owner`).
        Conflict: it is met already (409, `condition_met`).
        InvalidValue: the note lacks or is no clean text (422).

    Emits: ConditionMet. Audited.
    """
    row = Condition.objects.select_for_update(of=("self",)).select_related("decision__idea").get(pk=condition.pk)
    if not can_meet_condition(by, row) or row.decision is None:
        raise NotPermitted(
            _("Who sees to it, who decided, triagers and programme managers say that."), code="not_condition_owner"
        )
    if row.met_at is not None:
        raise Conflict(_("This condition is met already."), code="condition_met")
    typed = TypedText()
    row.met_note = typed.paragraphs("note", note, max_chars=MAX_NOTE_CHARS, is_required=True)
    typed.refuse_problems()
    row.met_at, row.met_by = timezone.now(), by
    row.save(update_fields=["met_at", "met_by", "met_note"])
    record_audit(
        action="condition.meet",
        by=by,
        object_type="decision",
        object_id=row.decision.public_id,
        after={"condition": str(row.public_id)},
        reason=row.met_note,
    )
    outbox.record(ConditionMet(idea_id=row.decision.idea_id, actor_id=by.pk, condition_id=row.pk))
    return row


def remind_of_conditions() -> int:
    """Remind owners of open conditions three days before they are due, and once they are missed; return how many.

    Each is told once of each, however often and wherever it runs. At most 200 at a time.
    """
    today = today_here()
    open_ones = Condition.objects.filter(
        owner__isnull=False,
        met_at__isnull=True,
        decision__announced_at__isnull=False,
        due_on__lte=today + timedelta(days=REMIND_DAYS_BEFORE),
    )
    due = list(open_ones.order_by("due_on", "id").values_list("pk", "due_on"))
    keys = {_key(key, on, today): key for key, on in due if on}
    told = set(Event.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    waiting = [(name, key) for name, key in keys.items() if name not in told][:AT_ONCE]
    return for_each(waiting, lambda one: _remind(condition_id=one[1], dedupe_key=one[0]))


def _key(condition_id: int, due_on: date, today: date) -> str:
    return f"{ConditionDue.type}:{condition_id}:{'missed' if due_on < today else 'soon'}"


@transaction.atomic
def _remind(*, condition_id: int, dedupe_key: str) -> bool:
    row = Condition.objects.select_for_update(of=("self",)).select_related("decision").get(pk=condition_id)
    if row.met_at is not None or row.decision is None or Event.objects.filter(dedupe_key=dedupe_key).exists():
        return False
    is_missed = dedupe_key.endswith("missed")
    outbox.record(
        ConditionDue(idea_id=row.decision.idea_id, condition_id=row.pk, is_missed=is_missed), dedupe_key=dedupe_key
    )
    return True
