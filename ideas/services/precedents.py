"""Whoever proposed it first is credited: approved ideas are compared with declined ones, and a person says what holds.

Source: docs/review-process.md 3.12 "Implemented later".
"""

from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.each import for_each
from ideas.events.precedents import PrecedentCredited, PrecedentNamed, PrecedentsFound
from ideas.exceptions import Conflict, FieldProblem, InvalidValue, NotPermitted
from ideas.models import Idea, Precedent, PrecedentSearch, User
from ideas.policies.precedents import can_settle_precedent
from ideas.policies.triage import can_open_triage
from ideas.selectors.precedents import earlier_ideas_like, ideas_to_compare
from ideas.services.audit import record_audit
from ideas.services.moderation import clean_reason

AT_ONCE: Final = 50
_ACTS: Final = {
    Precedent.State.CREDITED.value: "precedent.credit",
    Precedent.State.DISMISSED.value: "precedent.dismiss",
}


def find_precedents() -> int:
    """Compare approved ideas with what was declined before; return how many declined ones wait to be settled because of it.

    Each is compared once, however often and wherever it runs. At most 50 at a time.

    Emits: PrecedentsFound.
    """
    waiting = ideas_to_compare().order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    return for_each(list(waiting), lambda key: _compare(idea_id=key))


@transaction.atomic
def _compare(*, idea_id: int) -> int:
    _search, is_first = PrecedentSearch.objects.get_or_create(idea_id=idea_id)
    if not is_first:
        return 0
    idea = Idea.objects.get(pk=idea_id)
    rows = [Precedent(idea=idea, earlier=one, likeness=_likeness(one)) for one in earlier_ideas_like(idea=idea)]
    if rows:
        Precedent.objects.bulk_create(rows)
        outbox.record(PrecedentsFound(idea_id=idea.pk, count=len(rows)))
    return len(rows)


def _likeness(found: Idea) -> float:
    return float(found.likeness)  # type: ignore[attr-defined]  # annotated by `ideas_like`


@transaction.atomic
def settle_precedent(*, precedent: Precedent, by: User, state: str, reason: str) -> Precedent:
    """Credit the earlier idea, or say that it is something else.

    Args:
        state: `credited` or `dismissed`.
        reason: 1–500 characters; of a credit it is read by everybody who sees one of the two ideas.

    Raises:
        NotPermitted: `by` sorts no ideas (403, `not_triager`), or wrote one of the two (403, `own_idea`).
        Conflict: it was settled already (409, `precedent_settled`).
        InvalidValue: another state, or no reason (422).

    Emits: PrecedentCredited and PrecedentNamed, for a credit. Audited.
    """
    rows = Precedent.objects.select_for_update(of=("self",)).select_related("idea", "earlier")
    row = rows.get(pk=precedent.pk)
    _refuse_others(by, row)
    if row.state != Precedent.State.OPEN:
        raise Conflict(_("Somebody has settled this already."), code="precedent_settled")
    if state not in _ACTS:
        problem = FieldProblem("state", "unknown_option", _("Choose one of the answers offered."))
        raise InvalidValue(problem.detail, problems=(problem,))
    row.state, row.reason, row.settled_by, row.settled_at = state, clean_reason(reason), by, timezone.now()
    row.save(update_fields=["state", "reason", "settled_by", "settled_at"])
    _tell(row, by)
    return row


def _refuse_others(by: User, row: Precedent) -> None:
    if not can_open_triage(by):
        raise NotPermitted(_("Only triagers and programme managers sort ideas."), code="not_triager")
    if not can_settle_precedent(by, row):
        raise NotPermitted(_("One of the two ideas is your own. Somebody else settles this."), code="own_idea")


def _tell(row: Precedent, by: User) -> None:
    record_audit(
        action=_ACTS[row.state],
        by=by,
        object_type="idea",
        object_id=row.idea.ref,
        after={"earlier": row.earlier.ref},
        reason=row.reason,
    )
    if row.state == Precedent.State.CREDITED:
        outbox.record(PrecedentCredited(idea_id=row.earlier_id, actor_id=by.pk, precedent_id=row.pk))
        outbox.record(PrecedentNamed(idea_id=row.idea_id, actor_id=by.pk, precedent_id=row.pk))
