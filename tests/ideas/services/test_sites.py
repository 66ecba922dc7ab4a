"""Sites: who keeps them, what is refused, and what they change in dates and choices."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.exceptions import Conflict, InvalidValue, NotFound, NotPermitted
from ideas.models import AuditEvent, Calendar, Department, Review, Site, User
from ideas.policies.settings import can_edit_calendar
from ideas.selectors.calendars import CALENDAR_OF_DEPARTMENT, calendar_of, organisation
from ideas.selectors.sites import site_calendars
from ideas.services.assignment import assign_department
from ideas.services.departments import DepartmentFields, change_department
from ideas.services.sites import add_site, change_site, remove_site
from tests.factories import DepartmentFactory, MembershipFactory, ReviewFactory, UserFactory, grant_role
from tests.factories.house import CalendarFactory, SiteFactory
from tests.factories.reviews import pool_member

pytestmark = pytest.mark.django_db

ST_ANDREWS = datetime(2026, 11, 30, 10, tzinfo=UTC)  # a Monday; a holiday in Scotland, not in England
SUNDAY_BEFORE = datetime(2026, 11, 29, 10, tzinfo=UTC)


@pytest.fixture
def keeper() -> User:
    return grant_role(UserFactory(), "programme_manager")


def scotland() -> Calendar:
    return Calendar.objects.get(key="scotland")


def england() -> Calendar:
    return Calendar.objects.get(key="england_and_wales")


def waiting(now: datetime) -> Review:
    return ReviewFactory(
        department=Department.objects.get(slug="business"),
        opened_at=now,
        due_at=datetime(2026, 12, 9, 17, tzinfo=UTC),
    )


def owner_after_run(review: Review) -> User | None:
    assign_department(department_id=review.department_id)
    return Review.objects.get(pk=review.pk).owner


def test_add_site_keeps_name_and_calendar_and_is_audited(keeper: User) -> None:
    site = add_site(by=keeper, name=" Leith  ", calendar=scotland())

    assert (site.name, site.calendar.key) == ("Leith", "scotland")
    event = AuditEvent.objects.get()
    assert (event.action, event.object_id) == ("site.add", str(site.public_id))
    assert event.after == {"name": "Leith", "calendar": "scotland"}


@pytest.mark.parametrize(("name", "code"), [("", "blank"), ("LEITH", "name_taken"), ("x" * 201, "too_long")])
def test_add_site_of_wrong_name_is_refused(keeper: User, name: str, code: str) -> None:
    SiteFactory(name="Leith")

    with pytest.raises(InvalidValue) as refusal:
        add_site(by=keeper, name=name, calendar=scotland())

    assert [(one.field, one.code) for one in refusal.value.problems] == [("name", code)]
    assert (Site.objects.count(), AuditEvent.objects.count()) == (1, 0)


def test_sites_by_a_lead_are_refused() -> None:
    lead, site = MembershipFactory(lead=True).person, SiteFactory(name="Leith")
    attempts = [
        lambda: add_site(by=lead, name="Leeds", calendar=england()),
        lambda: change_site(site=site, by=lead, name="Leeds", calendar=england()),
        lambda: remove_site(site=site, by=lead),
    ]

    for attempt in attempts:
        with pytest.raises(NotPermitted) as refusal:
            attempt()
        assert refusal.value.error_code == "not_calendar_editor"
    assert list(Site.objects.values_list("name", "calendar__key")) == [("Leith", "scotland")]
    assert not AuditEvent.objects.exists()


def test_change_site_says_before_and_after_and_the_same_again_changes_nothing(keeper: User) -> None:
    site = SiteFactory(name="Leith")

    change_site(site=site, by=keeper, name="leith", calendar=england())
    change_site(site=site, by=keeper, name="leith", calendar=england())

    event = AuditEvent.objects.get()
    assert event.before == {"name": "Leith", "calendar": "scotland"}
    assert event.after == {"name": "leith", "calendar": "england_and_wales"}


def test_remove_site_of_a_department_is_refused(keeper: User) -> None:
    site = SiteFactory()
    DepartmentFactory(slug="parks", site=site)

    with pytest.raises(Conflict) as refusal:
        remove_site(site=site, by=keeper)

    assert refusal.value.error_code == "site_in_use"
    assert Site.objects.filter(pk=site.pk).exists()
    assert not AuditEvent.objects.exists()


def test_remove_site_twice_is_refused(keeper: User) -> None:
    site = SiteFactory()
    remove_site(site=Site.objects.get(pk=site.pk), by=keeper)

    with pytest.raises(NotFound):
        remove_site(site=site, by=keeper)

    assert [one.action for one in AuditEvent.objects.all()] == ["site.remove"]


def test_change_department_takes_a_site_and_refuses_one_that_was_removed() -> None:
    administrator, parks = grant_role(UserFactory(), "administrator"), DepartmentFactory(slug="parks", name="Parks")
    site, gone = SiteFactory(), SiteFactory()
    Site.objects.filter(pk=gone.pk).delete()

    change_department(department=parks, by=administrator, fields=DepartmentFields("Parks", site=site))
    with pytest.raises(InvalidValue) as refusal:
        change_department(department=parks, by=administrator, fields=DepartmentFields("Parks", site=gone))

    parks.refresh_from_db()
    assert [one.field for one in refusal.value.problems] == ["site"]
    assert parks.site == site
    assert AuditEvent.objects.get().after["site"] == str(site.public_id)


def test_calendar_of_department_is_its_own_then_its_sites_then_the_organisations() -> None:
    own, home = CalendarFactory(), organisation().calendar
    site = SiteFactory()
    for slug, fields in {"a": {"calendar": own, "site": site}, "b": {"site": site}, "c": {}}.items():
        DepartmentFactory(slug=slug, **fields)

    rows = Department.objects.filter(slug__in="abc").select_related(*CALENDAR_OF_DEPARTMENT).order_by("slug")

    assert [calendar_of(row, otherwise=home) for row in rows] == [own, scotland(), home]


def test_site_calendars_ignore_case_and_spaces_and_unknown_names() -> None:
    SiteFactory(name="Leith Walk")

    found = site_calendars([" LEITH  walk", "Leeds", ""])

    assert {name: calendar.key for name, calendar in found.items()} == {" LEITH  walk": "scotland"}


@pytest.mark.parametrize("now", [ST_ANDREWS, SUNDAY_BEFORE])
def test_assignment_passes_over_a_reviewer_whose_site_has_a_holiday(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)
    SiteFactory(name="Leith")
    SiteFactory(name="Leeds", calendar=england())
    pool_member(person=UserFactory(site="leith "))
    in_england = pool_member(person=UserFactory(site="Leeds"))
    ReviewFactory(owner=in_england.person, state="assigned", points=5)

    assert owner_after_run(waiting(now)) == in_england.person


def test_assignment_leaves_it_in_the_queue_where_everybody_has_the_holiday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: ST_ANDREWS)
    SiteFactory(name="Leith")
    pool_member(person=UserFactory(site="Leith"))

    assert owner_after_run(waiting(ST_ANDREWS)) is None


def test_assignment_at_a_weekend_gives_to_people_of_sites(monkeypatch: pytest.MonkeyPatch) -> None:
    sunday = datetime(2026, 11, 22, 10, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: sunday)
    SiteFactory(name="Leith")
    place = pool_member(person=UserFactory(site="Leith"))

    assert owner_after_run(waiting(sunday)) == place.person


def test_assignment_asks_once_for_the_sites_of_many() -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as found:
            assign_department(department_id=Department.objects.get(slug="business").pk)
        return len(found)

    pool_member()
    without = statements()
    for number in range(2):
        pool_member(person=UserFactory(site=SiteFactory(name=f"Depot {number}").name))
    few = statements()
    for number in range(2, 20):
        pool_member(person=UserFactory(site=SiteFactory(name=f"Depot {number}").name))

    assert (few, statements()) == (without + 1, without + 1)


def test_lead_changes_no_calendar_by_which_a_site_works() -> None:
    own = CalendarFactory()
    lead = MembershipFactory(lead=True, department=DepartmentFactory(core=True, calendar=own)).person
    assert can_edit_calendar(lead, own)

    SiteFactory(calendar=own)

    assert not can_edit_calendar(User.objects.get(pk=lead.pk), own)
