"""When people are away: told by themselves, by the lead of a department they review for, or by a personnel system.

Source: docs/review-process.md 3.7.
"""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.exceptions import FieldProblem, InvalidValue, NotFound, NotPermitted
from ideas.models import Absence, User
from ideas.policies.people import can_change_absence, can_feed_absences, can_set_absence
from ideas.services.absence_cover import cover_absence
from ideas.services.audit import record_audit
from ideas.services.pools import tell_pools

LONGEST: Final = timedelta(days=2 * 366)
WHOLE: Final = Absence.Part.WHOLE.value
OTHER_HALF: Final = {"morning": "afternoon", "afternoon": "morning"}


@transaction.atomic
def add_absence(*, person: User, by: User, from_on: date, to_on: date, part: str = WHOLE) -> Absence:
    """Say that `person` is away from `from_on` to `to_on`, both included; the same again changes nothing.

    Nothing new is given to them on those days, and what is due then goes to somebody else on the first. Their departments
    try unowned reviews again. Who is away for half a day is at work that day: nothing moves, and nothing passes them by.
    Morning and afternoon of one day are two absences, and together a day away.

    Args:
        part: one of `Absence.Part`; half a day only where `from_on` is `to_on`.

    Raises:
        NotPermitted: `by` is neither the person, nor lead or deputy of a department they review for, nor an administrator
            who tells it of somebody active (403, `not_lead`).
        InvalidValue: it ends before it begins, is longer than two years, overlaps another, or is half of several days (422).

    Emits: PoolChanged for each of their departments. Audited where somebody else did it.
    """
    source = _source(person, by)
    if source is None:
        raise NotPermitted(_("Only the person or their lead can say that."), code="not_lead")
    row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    same = Absence.objects.filter(person=row, from_on=from_on, to_on=to_on, part=part).first()
    if same is not None:
        return same
    _refuse_wrong_days(row, from_on, to_on, part)
    _refuse_half_of_several(from_on, to_on, part)
    absence = Absence.objects.create(person=row, from_on=from_on, to_on=to_on, part=part, source=source)
    _changed(absence, by, "absence.add")
    return absence


@transaction.atomic
def change_absence(*, absence: Absence, by: User, from_on: date, to_on: date, part: str | None = None) -> Absence:
    """Move an absence to other days, or to another part of its day; without `part` that stays as it is.

    Raises:
        NotFound: it was removed (404). NotPermitted, InvalidValue: as for adding.

    Emits: as `add_absence`.
    """
    row = _locked(absence, by)
    part = part or row.part
    if (row.from_on, row.to_on, row.part) == (from_on, to_on, part):
        return row
    _refuse_wrong_days(row.person, from_on, to_on, part, but=row)
    _refuse_half_of_several(from_on, to_on, part)
    row.from_on, row.to_on, row.part = from_on, to_on, part
    row.save(update_fields=["from_on", "to_on", "part"])
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


def _source(person: User, by: User) -> Absence.Source | None:
    """As whom `by` says it; None for somebody who may not."""
    if can_set_absence(by, person):
        return Absence.Source.SELF if by.pk == person.pk else Absence.Source.LEAD
    return Absence.Source.FEED if person.is_active and can_feed_absences(by) else None


def _locked(absence: Absence, by: User) -> Absence:
    rows = Absence.objects.select_for_update(of=("self", "person"), no_key=True).select_related("person")
    row = rows.filter(pk=absence.pk).first()
    if row is None:
        raise NotFound(_("This absence was removed."))
    if not can_change_absence(by, row):
        raise NotPermitted(_("Only the person or their lead can change that."), code="not_lead")
    return row


def _refuse_wrong_days(person: User, from_on: date, to_on: date, part: str, but: Absence | None = None) -> None:
    if to_on < from_on:
        raise _wrong("to_on", "ends_before_start", _("The last day comes before the first."))
    if to_on - from_on > LONGEST:
        raise _wrong("to_on", "too_long", _("That is longer than two years."))
    others = Absence.objects.filter(person=person, from_on__lte=to_on, to_on__gte=from_on)
    if part in OTHER_HALF:
        others = others.exclude(part=OTHER_HALF[part])
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise _wrong("from_on", "overlaps", _("There is an absence on some of these days already."))


def _refuse_half_of_several(from_on: date, to_on: date, part: str) -> None:
    if part != WHOLE and from_on != to_on:
        raise _wrong("part", "half_of_several", _("Half a day is told for one day: give it as first and last day."))


def _wrong(field: str, code: str, sentence: str) -> InvalidValue:
    return InvalidValue(sentence, problems=(FieldProblem(field, code, sentence),))


def _changed(absence: Absence, by: User, action: str) -> None:
    tell_pools(person=absence.person, by=by)
    if action != "absence.remove":
        cover_absence(person=absence.person)
    if absence.person_id != by.pk:
        days = {"from_on": absence.from_on.isoformat(), "to_on": absence.to_on.isoformat(), "part": absence.part}
        record_audit(action=action, by=by, object_type="person", object_id=absence.person.public_id, after=dict(days))
