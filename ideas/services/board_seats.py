"""Names who sits on the board for a department.

Source: docs/review-process.md 3.9.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.exceptions import Conflict, FieldProblem, InvalidValue, NotFound, NotPermitted
from ideas.models import BoardSeat, Department, User
from ideas.policies.people import can_manage_departments
from ideas.services.audit import record_audit


@transaction.atomic
def name_seat(*, department: Department, by: User, holder: User | None, deputy: User | None) -> BoardSeat | None:
    """Name who speaks for `department` on the board; the same again changes nothing. Open votes keep their seats.

    Args:
        department: one of the seven.
        holder: None for its lead, whoever that is when a vote opens.
        deputy: None for its deputy.

    Returns:
        What is kept, None where nobody is named any more.

    Raises:
        NotPermitted: `by` does not manage departments (403, `not_administrator`).
        NotFound: the department has no seat (404).
        InvalidValue: one person for both (422, field `deputy`, `same_person`).
        Conflict: an account is closed (409, `person_inactive`).

    Audited.
    """
    if not can_manage_departments(by):
        raise NotPermitted(_("Only administrators change departments."), code="not_administrator")
    people = _locked_people(holder, deputy)
    row = Department.objects.select_for_update(no_key=True).get(pk=department.pk)
    if row.kind != Department.Kind.CORE:
        raise NotFound(_("There is no such seat on the board."))
    _refuse_wrong(people)
    seat = BoardSeat.objects.filter(department=row).select_related("holder", "deputy").first()
    before, after = _told(seat.holder, seat.deputy) if seat else _told(None, None), _told(holder, deputy)
    if before == after:
        return seat
    kept = _keep(row, holder, deputy)
    record_audit(
        action="board_seat.change", by=by, object_type="department", object_id=row.slug, before=before, after=after
    )
    return kept


def _locked_people(*people: User | None) -> list[User]:
    """Hold the people before the department, as naming its lead does."""
    wanted = [one.pk for one in people if one is not None]
    found = {one.pk: one for one in User.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")}
    return [found[key] for key in wanted]


def _refuse_wrong(people: list[User]) -> None:
    if len({one.pk for one in people}) < len(people):
        sentence = _("Whoever holds the seat and whoever stands in are two people.")
        raise InvalidValue(sentence, problems=(FieldProblem("deputy", "same_person", sentence),))
    for one in people:
        if not one.is_active:
            raise Conflict(_("%(name)s cannot sign in any more.") % {"name": one.name}, code="person_inactive")


def _keep(row: Department, holder: User | None, deputy: User | None) -> BoardSeat | None:
    if holder is None and deputy is None:
        BoardSeat.objects.filter(department=row).delete()
        return None
    seat, _is_new = BoardSeat.objects.update_or_create(department=row, defaults={"holder": holder, "deputy": deputy})
    return seat


def _told(holder: User | None, deputy: User | None) -> dict[str, object]:
    return {
        "holder": str(holder.public_id) if holder else None,
        "deputy": str(deputy.public_id) if deputy else None,
    }
