"""When people are away: told by themselves or by the lead of a department they review for.

Source: docs/review-process.md 3.7.
"""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.exceptions import FieldProblem, InvalidValue, NotFound, NotPermitted
from ideas.models import Absence, User
from ideas.policies.people import can_change_absence, can_set_absence
from ideas.services.absence_cover import cover_absence
from ideas.services.audit import record_audit
from ideas.services.pools import tell_pools

LONGEST: Final = timedelta(days=2 * 366)


@transaction.atomic
def add_absence(*, person: User, by: User, from_on: date, to_on: date) -> Absence:
    """Say that `person` is away from `from_on` to `to_on`, both included; the same again changes nothing.

    Nothing new is given to them on those days, and what is due then goes to somebody else on the first. Their departments
    try unowned reviews again.

    Raises:
        NotPermitted: `by` is neither the person nor lead or deputy of a department they review for (403, `not_lead`).
        InvalidValue: it ends before it begins, is longer than two years, or overlaps another (422).

    Emits: PoolChanged for each of their departments. Audited where somebody else did it.
    """
    if not can_set_absence(by, person):
        raise NotPermitted(_("Only the person or their lead can say that."), code="not_lead")
    row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    same = Absence.objects.filter(person=row, from_on=from_on, to_on=to_on).first()
    if same is not None:
        return same
    _refuse_wrong_days(row, from_on, to_on)
    source = Absence.Source.SELF if by.pk == row.pk else Absence.Source.LEAD
    absence = Absence.objects.create(person=row, from_on=from_on, to_on=to_on, source=source)
    _changed(absence, by, "absence.add")
    return absence


@transaction.atomic
def change_absence(*, absence: Absence, by: User, from_on: date, to_on: date) -> Absence:
    """Move an absence to other days.

    Raises:
        NotFound: it was removed (404). NotPermitted, InvalidValue: as for adding.

    Emits: as `add_absence`.
    """
    row = _locked(absence, by)
    if (row.from_on, row.to_on) == (from_on, to_on):
        return row
    _refuse_wrong_days(row.person, from_on, to_on, but=row)
    row.from_on, row.to_on = from_on, to_on
    row.save(update_fields=["from_on", "to_on"])
    _changed(row, by, "absence.change")
    return row


@transaction.atomic
def remove_absence(*, absence: Absence, by: User) -> None:
    """Take an absence back.

    Raises:
        NotFound: it was removed already (404). NotPermitted: as for adding.

    Emits: as `add_absence`.
    """
    row = _locked(absence, by)
    _changed(row, by, "absence.remove")
    row.delete()


def _locked(absence: Absence, by: User) -> Absence:
    row = Absence.objects.select_for_update(of=("self",)).select_related("person").filter(pk=absence.pk).first()
    if row is None:
        raise NotFound(_("This absence was removed."))
    if not can_change_absence(by, row):
        raise NotPermitted(_("Only the person or their lead can change that."), code="not_lead")
    return row


def _refuse_wrong_days(person: User, from_on: date, to_on: date, but: Absence | None = None) -> None:
    if to_on < from_on:
        raise _wrong("to_on", "ends_before_start", _("The last day comes before the first."))
    if to_on - from_on > LONGEST:
        raise _wrong("to_on", "too_long", _("That is longer than two years."))
    others = Absence.objects.filter(person=person, from_on__lte=to_on, to_on__gte=from_on)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise _wrong("from_on", "overlaps", _("There is an absence on some of these days already."))


def _wrong(field: str, code: str, sentence: str) -> InvalidValue:
    return InvalidValue(sentence, problems=(FieldProblem(field, code, sentence),))


def _changed(absence: Absence, by: User, action: str) -> None:
    tell_pools(person=absence.person, by=by)
    if action != "absence.remove":
        cover_absence(person=absence.person)
    if absence.person_id != by.pk:
        days = {"from_on": absence.from_on.isoformat(), "to_on": absence.to_on.isoformat()}
        record_audit(action=action, by=by, object_type="person", object_id=absence.person.public_id, after=dict(days))
