"""Stakes in suppliers that people named by mistake, and that a programme manager strikes out.

Source: docs/review-process.md 3.8.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas import outbox
from ideas.events.fairness import StakeSettled, StakeStrikingAsked
from ideas.events.reviews import PoolChanged
from ideas.exceptions import Conflict, NotFound, NotPermitted
from ideas.models import Review, SupplierInterest, User
from ideas.models.interests import MAX_STRIKING_CHARS
from ideas.policies.interests import asked_of_departments, can_strike_stake
from ideas.services.audit import record_audit
from ideas.supplier_names import supplier_key
from ideas.typed_text import TypedText


@transaction.atomic
def ask_to_strike_stake(*, person: User, name: str, reason: str) -> SupplierInterest:
    """Say that `person` named a supplier by mistake; programme managers read which one, and why. The last reason counts.

    Until one of them has answered the stake counts as before.

    Args:
        name: as it stands on the list, or another way to write it.
        reason: 1–500 characters.

    Raises:
        NotFound: it is not on their list (404).
        InvalidValue: the reason lacks or is too long (422).

    Emits: StakeStrikingAsked. Audited, without the name.
    """
    typed = TypedText()
    words = typed.line("reason", reason, max_chars=MAX_STRIKING_CHARS, is_required=True)
    typed.refuse_problems()
    holder = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    row = holder.supplier_interests.filter(name_key=supplier_key(name)).first()
    if row is None:
        raise NotFound(_("This supplier is not on your list."))
    row.striking_reason, row.striking_refused, row.striking_asked_at = words, "", timezone.now()
    row.save(update_fields=["striking_reason", "striking_refused", "striking_asked_at"])
    record_audit(action="stake.ask", by=person, object_type="person", object_id=holder.public_id)
    outbox.record(StakeStrikingAsked(actor_id=person.pk, stake_id=row.pk, person_id=person.pk))
    return row


@transaction.atomic
def settle_stake(*, stake: SupplierInterest, by: User, is_struck: bool, reason: str) -> None:
    """Strike a stake out that was named by mistake, or let it stand.

    Struck out it is on no list any more, and bars its holder from nothing. What they held before stays with whoever has it.

    Args:
        reason: why it stands, 1–500 characters; the holder reads it. Not used where it is struck out.

    Raises:
        NotPermitted: `by` is no programme manager, is the holder, or has a conflict with an idea that the stake keeps the
            holder from (403, `cannot_strike`).
        Conflict: nobody asks for it any more (409, `stake_settled`).
        InvalidValue: it stands, and the reason lacks or is too long (422).

    Emits: StakeSettled; where it is struck out, PoolChanged for the departments of the holder in which a review of such an
    idea waits for somebody. Audited, without the name.
    """
    holder = User.objects.select_for_update(no_key=True).get(pk=stake.person_id)
    row = SupplierInterest.objects.filter(pk=stake.pk, striking_asked_at__isnull=False).first()
    if not can_strike_stake(by, stake):
        sentence = _("Only a programme manager without a conflict strikes out what somebody else named.")
        raise NotPermitted(sentence, code="cannot_strike")
    if row is None:
        raise Conflict(_("Somebody has answered this already, or it is asked no more."), code="stake_settled")
    if is_struck:
        _strike(row, holder)
    else:
        _let_stand(row, reason)
    action = "stake.strike" if is_struck else "stake.keep"
    record_audit(action=action, by=by, object_type="person", object_id=holder.public_id)
    outbox.record(StakeSettled(actor_id=by.pk, person_id=holder.pk))


def _strike(row: SupplierInterest, holder: User) -> None:
    row.delete()
    freed = asked_of_departments(holder).filter(suppliers__name_key=row.name_key).values("pk")
    waiting = Review.objects.filter(idea__in=freed, state=Review.State.QUEUED)
    for department_id in sorted(set(waiting.values_list("department_id", flat=True))):
        outbox.record(PoolChanged(department_id=department_id))


def _let_stand(row: SupplierInterest, reason: str) -> None:
    typed = TypedText()
    row.striking_refused = typed.line("reason", reason, max_chars=MAX_STRIKING_CHARS, is_required=True)
    typed.refuse_problems()
    row.striking_reason, row.striking_asked_at = "", None
    row.save(update_fields=["striking_reason", "striking_refused", "striking_asked_at"])
