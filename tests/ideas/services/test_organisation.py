import io
from datetime import date, time
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from ideas.exceptions import InvalidValue, NotPermitted, TooLarge
from ideas.models import AuditEvent, Calendar, Holiday, Organisation, User
from ideas.selectors.setup import setup_steps
from ideas.services.calendars import (
    CalendarFields,
    add_holiday,
    change_calendar,
    fill_coming_holidays,
    refill_holidays,
    remove_holiday,
)
from ideas.services.organisation import (
    OrganisationFields,
    change_organisation,
    remove_logo,
    set_logo,
    skip_setup_step,
)
from tests.factories import DepartmentFactory, MembershipFactory, UserFactory, grant_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return grant_role(UserFactory(), "administrator")


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def fields(**changes: object) -> OrganisationFields:
    values: dict[str, Any] = {
        "name": "Aldermere",
        "time_zone": "Europe/London",
        "currency": "eur",
        "calendar": Calendar.objects.get(key="scotland"),
        "announce_delay_seconds": 600,
    }
    return OrganisationFields(**{**values, **changes})


def picture(kind: str = "PNG") -> io.BytesIO:
    content = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(content, kind)
    content.seek(0)
    return content


def test_change_organisation_writes_and_audits(administrator: User) -> None:
    change_organisation(by=administrator, fields=fields())

    home = Organisation.objects.get()
    assert (home.name, home.currency, home.calendar.key, home.announce_delay_seconds) == (
        "Aldermere",
        "EUR",
        "scotland",
        600,
    )
    assert AuditEvent.objects.get().after["calendar"] == "scotland"


@pytest.mark.parametrize(
    ("field", "value"),
    [("currency", "pounds"), ("time_zone", "Mars/Olympus"), ("announce_delay_seconds", 86_401), ("name", "\u200b")],
)
def test_change_organisation_to_a_wrong_value_is_refused(administrator: User, field: str, value: object) -> None:
    with pytest.raises(InvalidValue) as refusal:
        change_organisation(by=administrator, fields=fields(**{field: value}))

    assert [one.field for one in refusal.value.problems] == [field]
    assert Organisation.objects.get().name == "Groundswell"


def test_change_organisation_by_a_programme_manager_is_refused() -> None:
    with pytest.raises(NotPermitted):
        change_organisation(by=grant_role(UserFactory(), "programme_manager"), fields=fields())

    assert Organisation.objects.get().name == "Groundswell"


def test_set_logo_keeps_pixels_alone_and_removes_the_earlier_file(
    administrator: User, django_capture_on_commit_callbacks: Any
) -> None:
    first = set_logo(by=administrator, content=picture()).logo.name

    with django_capture_on_commit_callbacks(execute=True):
        second = set_logo(by=administrator, content=picture("JPEG")).logo.name

    assert second.endswith(".jpg")
    assert not default_storage.exists(first)
    with default_storage.open(second) as stored:
        assert Image.open(stored).size == (40, 20)


@pytest.mark.parametrize("content", [b"", b"<svg xmlns='x'></svg>", b"\x89PNG\r\n\x1a\n" + b"0" * 50, b"%PDF-1.4 x"])
def test_set_logo_of_something_else_is_refused_and_leaves_no_file(
    administrator: User, content: bytes, tmp_path: Any
) -> None:
    with pytest.raises(InvalidValue):
        set_logo(by=administrator, content=io.BytesIO(content))

    assert not Organisation.objects.get().logo
    assert not list(tmp_path.rglob("*.*"))


def test_set_logo_over_two_megabytes_is_refused(administrator: User) -> None:
    with pytest.raises(TooLarge):
        set_logo(by=administrator, content=io.BytesIO(b"0" * (2 * 1024**2 + 1)))

    assert not Organisation.objects.get().logo


def test_remove_logo_shows_none(administrator: User) -> None:
    set_logo(by=administrator, content=picture())

    assert not remove_logo(by=administrator).logo


def calendar_fields(**changes: object) -> CalendarFields:
    values: dict[str, Any] = {
        "name": "Depots",
        "time_zone": "Europe/London",
        "weekdays": (6, 1, 1),
        "opens_at": time(7),
        "closes_at": time(15),
    }
    return CalendarFields(**{**values, **changes})


def test_change_calendar_raises_its_version_once(administrator: User) -> None:
    calendar = Calendar.objects.get(key="scotland")

    changed = change_calendar(calendar=calendar, by=administrator, fields=calendar_fields())
    change_calendar(calendar=calendar, by=administrator, fields=calendar_fields())

    assert (changed.weekdays, changed.closes_at) == ([1, 6], time(15))
    assert Calendar.objects.get(key="scotland").version == calendar.version + 1


@pytest.mark.parametrize(
    ("field", "value"), [("weekdays", ()), ("weekdays", (8,)), ("closes_at", time(7)), ("time_zone", "x")]
)
def test_change_calendar_to_a_wrong_value_is_refused(administrator: User, field: str, value: object) -> None:
    calendar = Calendar.objects.get(key="scotland")

    with pytest.raises(InvalidValue) as refusal:
        change_calendar(calendar=calendar, by=administrator, fields=calendar_fields(**{field: value}))

    assert [one.field for one in refusal.value.problems] == [field]


def test_lead_changes_the_calendar_of_the_own_department_alone() -> None:
    own = Calendar.objects.create(key="depots", name="Depots")
    lead = MembershipFactory(lead=True, department=DepartmentFactory(core=True, calendar=own)).person

    change_calendar(calendar=own, by=lead, fields=calendar_fields(name="Depots and yards"))

    assert Calendar.objects.get(key="depots").name == "Depots and yards"
    DepartmentFactory(calendar=own)
    with pytest.raises(NotPermitted):
        change_calendar(calendar=own, by=User.objects.get(pk=lead.pk), fields=calendar_fields())


def test_holidays_are_added_removed_and_filled_again(administrator: User) -> None:
    calendar = Calendar.objects.get(key="scotland")
    on = date(2027, 6, 14)
    holiday = add_holiday(calendar=calendar, by=administrator, on=on, name="Founders’ day")
    remove_holiday(holiday=holiday, by=administrator)
    first = Holiday.objects.filter(calendar=calendar, source="package", on__year=2027).order_by("on")[0]
    remove_holiday(holiday=first, by=administrator)

    fill_coming_holidays()
    left_alone = Holiday.objects.filter(calendar=calendar, on=first.on).exists()
    added = refill_holidays(calendar=calendar, by=administrator)

    assert not Holiday.objects.filter(calendar=calendar, on=on).exists()
    assert (left_alone, added) == (False, 1)
    assert Calendar.objects.get(pk=calendar.pk).version == calendar.version + 4


def test_add_holiday_twice_is_refused(administrator: User) -> None:
    calendar = Calendar.objects.get(key="scotland")
    add_holiday(calendar=calendar, by=administrator, on=date(2027, 6, 14), name="Founders’ day")

    with pytest.raises(InvalidValue) as refusal:
        add_holiday(calendar=calendar, by=administrator, on=date(2027, 6, 14), name="Again")

    assert [one.code for one in refusal.value.problems] == ["holiday_exists"]


def test_setup_steps_follow_what_is_there_and_what_was_skipped(administrator: User) -> None:
    assert [step.key for step in setup_steps() if step.is_done] == []

    change_organisation(by=administrator, fields=fields())
    skip_setup_step(by=administrator, step="endpoint")

    steps = {step.key: step for step in setup_steps()}
    assert steps["organisation"].is_done
    assert (steps["endpoint"].is_done, steps["endpoint"].is_skipped) == (False, True)
    skip_setup_step(by=administrator, step="endpoint", is_done=False)
    assert Organisation.objects.get().setup_done == []
