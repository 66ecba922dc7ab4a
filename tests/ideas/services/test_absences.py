from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ideas.exceptions import InvalidValue, NotFound, NotPermitted
from ideas.models import Absence, AuditEvent, Event, User
from ideas.services.absences import add_absence, change_absence, remove_absence
from tests.factories import MembershipFactory, UserFactory
from tests.factories.people import grant_role

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 4)


def test_add_absence_of_oneself_lets_the_own_departments_look_again() -> None:
    place = MembershipFactory()

    absence = add_absence(person=place.person, by=place.person, from_on=FIRST, to_on=LAST)

    assert (absence.from_on, absence.to_on, absence.source) == (FIRST, LAST, "self")
    assert Event.objects.get().payload == {"department_id": place.department_id}
    assert not AuditEvent.objects.exists()


def test_add_absence_twice_adds_it_once() -> None:
    person = UserFactory()

    first = add_absence(person=person, by=person, from_on=FIRST, to_on=LAST)
    second = add_absence(person=person, by=person, from_on=FIRST, to_on=LAST)

    assert first == second
    assert Absence.objects.count() == 1


def test_add_absence_by_the_lead_is_told_as_such() -> None:
    lead = MembershipFactory(lead=True)
    member = MembershipFactory(department=lead.department)

    absence = add_absence(person=member.person, by=lead.person, from_on=FIRST, to_on=LAST)

    assert absence.source == "lead"
    assert AuditEvent.objects.get().action == "absence.add"


def test_add_absence_of_a_stranger_is_refused() -> None:
    with pytest.raises(NotPermitted):
        add_absence(person=UserFactory(), by=MembershipFactory(lead=True).person, from_on=FIRST, to_on=LAST)

    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("from_on", "to_on", "code"),
    [
        (LAST, FIRST, "ends_before_start"),
        (FIRST, date(2029, 12, 1), "too_long"),
        (date(2026, 12, 4), date(2026, 12, 9), "overlaps"),
        (date(2026, 11, 20), date(2026, 12, 31), "overlaps"),
    ],
)
def test_add_absence_of_wrong_days_is_refused(from_on: date, to_on: date, code: str) -> None:
    person = UserFactory()
    Absence.objects.create(person=person, from_on=FIRST, to_on=LAST)

    with pytest.raises(InvalidValue) as refusal:
        add_absence(person=person, by=person, from_on=from_on, to_on=to_on)

    assert [one.code for one in refusal.value.problems] == [code]
    assert Absence.objects.count() == 1


def test_change_absence_moves_it_and_may_touch_its_own_days() -> None:
    person = UserFactory()
    absence = add_absence(person=person, by=person, from_on=FIRST, to_on=LAST)

    change_absence(absence=absence, by=person, from_on=FIRST, to_on=date(2026, 12, 9))

    absence.refresh_from_db()
    assert absence.to_on == date(2026, 12, 9)


def test_remove_absence_twice_says_that_it_is_gone() -> None:
    person = UserFactory()
    absence = add_absence(person=person, by=person, from_on=FIRST, to_on=LAST)
    remove_absence(absence=absence, by=person)

    with pytest.raises(NotFound):
        remove_absence(absence=absence, by=person)


def test_remove_absence_of_somebody_else_is_refused() -> None:
    person = UserFactory()
    absence = add_absence(person=person, by=person, from_on=FIRST, to_on=LAST)

    with pytest.raises(NotPermitted):
        remove_absence(absence=absence, by=UserFactory())

    assert Absence.objects.count() == 1


def test_add_absence_of_half_a_day_is_kept_as_such() -> None:
    person = UserFactory()

    absence = add_absence(person=person, by=person, from_on=FIRST, to_on=FIRST, part="morning")

    absence.refresh_from_db()
    assert (absence.part, absence.from_on, absence.to_on) == ("morning", FIRST, FIRST)


def test_add_absence_of_half_of_several_days_is_refused() -> None:
    person = MembershipFactory().person

    with pytest.raises(InvalidValue) as refusal:
        add_absence(person=person, by=person, from_on=FIRST, to_on=LAST, part="afternoon")

    assert [(one.field, one.code) for one in refusal.value.problems] == [("part", "half_of_several")]
    assert not Absence.objects.exists()
    assert not Event.objects.exists()


def test_change_absence_of_half_a_day_to_several_days_changes_nothing() -> None:
    person = UserFactory()
    absence = add_absence(person=person, by=person, from_on=FIRST, to_on=FIRST, part="morning")

    with pytest.raises(InvalidValue):
        change_absence(absence=absence, by=person, from_on=FIRST, to_on=LAST)

    absence.refresh_from_db()
    assert (absence.part, absence.to_on) == ("morning", FIRST)


def test_change_absence_makes_the_whole_day_of_half_a_day() -> None:
    person = UserFactory()
    absence = add_absence(person=person, by=person, from_on=FIRST, to_on=FIRST, part="morning")

    change_absence(absence=absence, by=person, from_on=FIRST, to_on=LAST, part="whole")

    absence.refresh_from_db()
    assert (absence.part, absence.to_on) == ("whole", LAST)


def half(person: User, part: str, on: date = FIRST) -> Absence:
    return add_absence(person=person, by=person, from_on=on, to_on=on, part=part)


def refused_overlap(person: User, part: str) -> None:
    before = list(Absence.objects.order_by("id").values_list("part", "from_on", "to_on"))

    with pytest.raises(InvalidValue) as refusal:
        half(person, part)

    assert [one.code for one in refusal.value.problems] == ["overlaps"]
    assert list(Absence.objects.order_by("id").values_list("part", "from_on", "to_on")) == before


def test_both_halves_of_one_day_are_told_one_by_one_and_count_as_a_day() -> None:
    person = UserFactory()
    half(person, "afternoon")
    assert not Absence.objects.whole_days().exists()

    half(person, "morning")
    half(person, "morning")

    assert set(Absence.objects.values_list("part", flat=True)) == {"morning", "afternoon"}
    assert Absence.objects.count() == 2
    assert [(one.from_on, one.to_on) for one in Absence.objects.whole_days()] == [(FIRST, FIRST)]
    refused_overlap(person, "whole")


@pytest.mark.parametrize("part", ["morning", "afternoon"])
def test_half_of_a_day_that_is_told_whole_is_refused(part: str) -> None:
    person = UserFactory()
    half(person, "whole")

    refused_overlap(person, part)


def test_halves_of_other_people_and_other_days_make_no_day() -> None:
    person = UserFactory()
    half(person, "morning")
    half(person, "afternoon", LAST)
    half(UserFactory(), "afternoon")

    assert not Absence.objects.whole_days().exists()


def test_change_absence_to_the_half_that_is_told_already_changes_nothing() -> None:
    person = UserFactory()
    half(person, "morning")
    afternoon = half(person, "afternoon")

    with pytest.raises(InvalidValue):
        change_absence(absence=afternoon, by=person, from_on=FIRST, to_on=FIRST, part="morning")

    afternoon.refresh_from_db()
    assert afternoon.part == "afternoon"


@pytest.mark.parametrize("parts", [("whole", "morning"), ("afternoon", "whole"), ("morning", "morning")])
def test_more_than_both_halves_of_a_day_are_refused_by_the_database(parts: tuple[str, str]) -> None:
    person = UserFactory()
    Absence.objects.create(person=person, from_on=FIRST, to_on=FIRST, part=parts[0])

    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(person=person, from_on=FIRST, to_on=FIRST, part=parts[1])

    assert Absence.objects.get().part == parts[0]


@pytest.mark.parametrize(("part", "to_on"), [("evening", FIRST), ("morning", LAST)])
def test_absence_of_an_unknown_part_or_half_of_several_days_is_refused_by_the_database(part: str, to_on: date) -> None:
    person = UserFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(person=person, from_on=FIRST, to_on=to_on, part=part)

    assert not Absence.objects.exists()


def test_administrator_feeds_moves_and_takes_back_the_absence_of_anybody() -> None:
    administrator = grant_role(UserFactory(), "administrator")

    absence = add_absence(person=UserFactory(), by=administrator, from_on=FIRST, to_on=LAST)
    moved = change_absence(absence=absence, by=administrator, from_on=FIRST, to_on=FIRST)

    assert (absence.source, moved.to_on) == ("feed", FIRST)
    remove_absence(absence=moved, by=administrator)
    acts = AuditEvent.objects.order_by("id").values_list("action", flat=True)
    assert list(acts) == ["absence.add", "absence.change", "absence.remove"]


def test_administrator_neither_changes_what_somebody_told_nor_feeds_for_a_closed_account() -> None:
    administrator, person = grant_role(UserFactory(), "administrator"), UserFactory()
    told = add_absence(person=person, by=person, from_on=FIRST, to_on=LAST)

    with pytest.raises(NotPermitted):
        change_absence(absence=told, by=administrator, from_on=FIRST, to_on=FIRST)
    with pytest.raises(NotPermitted):
        add_absence(person=UserFactory(is_active=False), by=administrator, from_on=FIRST, to_on=LAST)

    assert list(Absence.objects.values_list("person", "from_on", "to_on")) == [(person.pk, FIRST, LAST)]


def test_person_changes_what_the_personnel_system_told() -> None:
    person = UserFactory()
    absence = Absence.objects.create(person=person, from_on=FIRST, to_on=LAST, source="feed")

    change_absence(absence=absence, by=person, from_on=FIRST, to_on=FIRST)

    absence.refresh_from_db()
    assert (absence.to_on, absence.source) == (FIRST, "feed")
