"""What an administrator does with deliveries that were given up: try again, or cancel with a reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.attention import given_up
from ideas.exceptions import Conflict, FieldProblem, InvalidValue, NotPermitted
from ideas.models import Delivery, Idea, User
from ideas.outbox import Due
from ideas.policies.deliveries import can_manage_deliveries
from ideas.querysets.clock import ClockTimestamp
from ideas.retries import MAX_ERROR_CHARS
from ideas.services.audit import record_audit

MAX_RETRIED_AT_ONCE = 500


@transaction.atomic
def retry_delivery(*, delivery: Delivery, by: User) -> Delivery:
    """Try a delivery that was given up again, from the first try on, at once.

    The idea's mark "needs attention" goes when it was made for this.

    Raises:
        NotPermitted: `by` is no administrator (403).
        Conflict: it was not given up (409, `delivery_not_given_up`).
    """
    _refuse_unless_administrator(by)
    row = _lock(delivery)
    if row.state != Delivery.State.DEAD:
        raise Conflict(_("Only a delivery that was given up can be tried again."), code="delivery_not_given_up")
    _retry(row, by)
    row.refresh_from_db()
    return row


@transaction.atomic
def retry_given_up(*, by: User, consumer: str | None = None) -> int:
    """Try the oldest 500 deliveries that were given up (to `consumer`, where given) again; return how many there were.

    Raises:
        NotPermitted: `by` is no administrator (403).
    """
    _refuse_unless_administrator(by)
    rows = Delivery.objects.dead().select_related("event").select_for_update(of=("self",), skip_locked=True)
    if consumer is not None:
        rows = rows.filter(consumer=consumer)
    found = list(rows.order_by("finished_at", "id")[:MAX_RETRIED_AT_ONCE])
    for row in found:
        _retry(row, by)
    return len(found)


@transaction.atomic
def cancel_delivery(*, delivery: Delivery, by: User, reason: str) -> Delivery:
    """Cancel a delivery that waits or was given up, so that it is never tried again.

    Raises:
        NotPermitted: `by` is no administrator (403).
        InvalidValue: no reason (422, `reason_required`), or one of more than 500 characters.
        Conflict: it is finished, or being tried right now (409).
    """
    _refuse_unless_administrator(by)
    _refuse_without_reason(reason)
    row = _lock(delivery)
    if row.state not in {Delivery.State.DEAD, Delivery.State.PENDING}:
        raise Conflict(_("This delivery is done, cancelled or being tried right now."), code="delivery_not_open")
    before = row.state
    Delivery.objects.filter(pk=row.pk).update(state=Delivery.State.CANCELLED, finished_at=ClockTimestamp())
    record_audit(
        action="delivery.cancel",
        by=by,
        object_type="delivery",
        object_id=row.public_id,
        before={"state": before},
        after={"state": "cancelled", "consumer": row.consumer},
        reason=reason.strip(),
    )
    row.refresh_from_db()
    return row


def _refuse_unless_administrator(by: User) -> None:
    if not can_manage_deliveries(by):
        raise NotPermitted(_("Only administrators look after deliveries."))


def _refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        sentence = _("Say why nobody needs it any more.")
        raise InvalidValue(
            sentence, code="reason_required", problems=(FieldProblem("reason", "reason_required", sentence),)
        )
    if len(reason) > MAX_ERROR_CHARS:
        sentence = _("Use at most %(limit)s characters.") % {"limit": MAX_ERROR_CHARS}
        raise InvalidValue(sentence, problems=(FieldProblem("reason", "too_long", sentence),))


def _lock(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_related("event").select_for_update(of=("self",), no_key=True).get(pk=delivery.pk)


def _retry(row: Delivery, by: User) -> None:
    Delivery.objects.filter(pk=row.pk).update(
        state=Delivery.State.PENDING, attempts=0, due_at=ClockTimestamp(), rung_at=None, finished_at=None
    )
    if row.event.idea_id is not None:
        Idea.objects.filter(pk=row.event.idea_id, needs_attention=given_up(row.consumer)).update(needs_attention="")
    record_audit(
        action="delivery.retry",
        by=by,
        object_type="delivery",
        object_id=row.public_id,
        before={"state": "dead", "attempts": row.attempts},
        after={"state": "pending", "consumer": row.consumer},
    )
    outbox.tell_due(event_id=row.event_id, due=(Due(row.pk, row.consumer),))
