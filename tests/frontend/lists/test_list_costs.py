"""Lists as files ask as few questions for a long list as for a short one."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import frontend.csv as files
from ideas.models import Absence, Calendar, Department, Holiday, Idea, Membership, User
from ideas.services.api_tokens import make_api_token
from ideas.services.audit import record_audit
from ideas.services.moderation import report_comment
from ideas.workflow import Stage
from tests.csv_files import rows_of
from tests.factories import (
    CommentFactory,
    DepartmentFactory,
    MembershipFactory,
    ReviewFactory,
    UserFactory,
    grant_role,
    submitted_idea,
)
from tests.factories.house import AbsenceFactory, CalendarFactory
from tests.factories.news import NotificationFactory, sealed_endpoint
from tests.factories.outbox import DeliveryFactory
from tests.factories.triage import idea_in_triage
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def _ideas(reader: User) -> None:
    submitted_idea(author=reader, next_answer_at=LATE)


def _review(reader: User) -> None:
    finance = Department.objects.get(slug="finance")
    ReviewFactory(assigned=True, owner=reader, department=finance)
    ReviewFactory(department=finance)


def _to_decide(_reader: User) -> None:
    submitted_idea(stage=Stage.READY_FOR_DECISION, tier=3)


def _department(_reader: User) -> None:
    MembershipFactory(department=DepartmentFactory(core=True), role=Membership.Role.LEAD)


def _member(_reader: User) -> None:
    MembershipFactory(department=Department.objects.get(slug="legal"))


def _role(_reader: User) -> None:
    grant_role(UserFactory(), "triager")


def _delivery(_reader: User) -> None:
    DeliveryFactory(state="dead", finished_at=LATE)


def _news(reader: User) -> None:
    NotificationFactory(person=reader)


def _report(_reader: User) -> None:
    report_comment(comment=CommentFactory(), by=UserFactory(), reason="It names a resident")


def _endpoint(_reader: User) -> None:
    sealed_endpoint(address="https://hooks.example.org/x", name=f"R{Idea.objects.count()}{timezone.now()}")


def _calendar(_reader: User) -> None:
    CalendarFactory()


def _holiday(_reader: User) -> None:
    calendar = Calendar.objects.get(key="england_and_wales")
    known = calendar.holidays.filter(source=Holiday.Source.MANUAL).count()
    Holiday.objects.create(calendar=calendar, on=date(2090, 1, 1) + timedelta(days=known), name="Closed")


def _absence(reader: User) -> None:
    day = date(2026, 1, 1) + timedelta(days=Absence.objects.count())
    AbsenceFactory(person=reader, from_on=day, to_on=day)


def _token(reader: User) -> None:
    make_api_token(owner=reader, name="Export", scopes=frozenset({"read"}), days=30)


def _act(_reader: User) -> None:
    idea = Idea.objects.order_by("pk").first() or submitted_idea(ref="GS-000777")
    record_audit(action="discussion.lock", by=UserFactory(), object_type="idea", object_id=idea.ref)


def _to_sort(_reader: User) -> None:
    idea_in_triage()


@pytest.mark.parametrize(
    ("name", "parts", "make_one"),
    [
        ("board-csv", {}, _ideas),
        ("my-ideas-csv", {}, _ideas),
        ("overview-csv", {"figure": "late"}, _ideas),
        ("review-csv", {"which": "mine"}, _review),
        ("review-csv", {"which": "to-take"}, _review),
        ("review-csv", {"which": "departments"}, _review),
        ("decision-csv", {}, _to_decide),
        ("notifications-csv", {}, _news),
        ("reports-csv", {}, _report),
        ("profile-absences-csv", {}, _absence),
        ("profile-tokens-csv", {}, _token),
        ("settings-calendars-csv", {}, _calendar),
        ("settings-holidays-csv", {"key": "england_and_wales"}, _holiday),
        ("settings-people-csv", {}, _member),
        ("settings-departments-csv", {}, _department),
        ("settings-members-csv", {"slug": "legal"}, _member),
        ("settings-roles-csv", {}, _role),
        ("settings-deliveries-csv", {}, _delivery),
        ("settings-endpoints-csv", {}, _endpoint),
        ("idea-audit-csv", {"ref": "GS-000777"}, _act),
        ("triage-csv", {}, _to_sort),
    ],
)
def test_file_asks_as_much_for_four_rows_as_for_one(
    office: Client, reader: User, name: str, parts: dict[str, str], make_one: Callable[[User], None]
) -> None:
    grant_role(reader, "board_chair")
    grant_role(reader, "triager")
    MembershipFactory(person=reader, department=Department.objects.get(slug="finance"), role=Membership.Role.LEAD)
    address = reverse(name, kwargs=parts)
    make_one(reader)
    rows_of(office.get(address))

    with CaptureQueriesContext(connection) as few:
        short = rows_of(office.get(address))
    for _number in range(3):
        make_one(reader)
    with CaptureQueriesContext(connection) as many:
        long = rows_of(office.get(address))

    assert len(long) >= len(short) + 3
    assert len(many) == len(few)


def test_file_asks_the_same_for_every_batch(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _number in range(6):
        submitted_idea()
    rows_of(page.get("/ideas.csv"))  # the session is written the first time

    counts = []
    for size in (6, 3, 2):  # one, two and three batches
        monkeypatch.setattr(files, "ROWS_AT_ONCE", size)
        with CaptureQueriesContext(connection) as queries:
            assert len(rows_of(page.get("/ideas.csv"))) == 6
        counts.append(len(queries))

    assert counts[1] - counts[0] == counts[2] - counts[1] == 3


def test_file_of_sessions_asks_as_much_for_four_as_for_one(client: Client, reader: User) -> None:
    address = reverse("profile-sessions-csv")
    sign_in(client, reader)
    rows_of(client.get(address))

    with CaptureQueriesContext(connection) as few:
        assert len(rows_of(client.get(address))) == 1
    for _number in range(3):
        sign_in(Client(), reader)
    with CaptureQueriesContext(connection) as many:
        assert len(rows_of(client.get(address))) == 4

    assert len(many) == len(few)
