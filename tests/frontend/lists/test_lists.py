"""Lists as files hold the rows of their pages, for those to whom the page is shown."""

import csv
import io
from datetime import UTC, date, datetime, time, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from ideas.models import Absence, Attempt, Delivery, Department, Holiday, Membership, RateWindow, User
from ideas.services.api_tokens import make_api_token, revoke_api_token
from ideas.services.moderation import report_comment
from ideas.services.votes import cast_vote
from ideas.workflow import Stage
from tests.csv_files import column, rows_of, text_of
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
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def test_board_as_file_holds_the_list_and_no_formula(page: Client) -> None:
    idea = submitted_idea(title="=HYPERLINK(1)", tally={"vote_count": 4, "department_count": 4, "heat": 1})
    submitted_idea(title="plain", author=UserFactory(name="Megan Hughes"), author_shown=False)
    submitted_idea(title="secret", visibility="confidential")

    response = page.get("/ideas.csv?order=hot")

    today = timezone.localdate().isoformat()
    assert response["Content-Disposition"] == f'attachment; filename="ideas-{today}.csv"'
    text = text_of(response)
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[1] for row in rows] == ["Title", "'=HYPERLINK(1)", "plain"]
    assert rows[1][0] == idea.ref
    assert rows[1][7:9] == ["4", ""]
    assert "Megan" not in text


def test_board_as_file_in_a_view_holds_that_view(page: Client, reader: User) -> None:
    supported = submitted_idea()
    submitted_idea()
    cast_vote(voter=reader, idea=supported)

    assert column(page.get("/ideas.csv?view=supported"), "Number") == [supported.ref]


def test_board_as_file_with_unknown_filter_is_refused_and_not_counted(page: Client) -> None:
    response = page.get("/ideas.csv?colour=red")

    assert response.status_code == 422
    assert not RateWindow.objects.exists()


def test_board_links_to_its_file_with_its_filters(page: Client) -> None:
    submitted_idea()

    response = page.get("/ideas/?order=new&view=waiting")

    assert response.context["csv_url"] == "/ideas.csv?order=new&view=waiting"
    assert b"Download this list (CSV)" in response.content


def test_my_ideas_as_file_holds_drafts_and_own_ideas_alone(page: Client, reader: User) -> None:
    own = submitted_idea(author=reader, author_shown=False, title="Two keys")
    submitted_idea()

    response = page.get("/my-ideas.csv")

    assert [row[:4] for row in rows_of(response)] == [[own.ref, "Two keys", own.get_stage_display(), "Sam Okafor"]]


def test_overview_as_file_holds_what_its_list_holds(page: Client) -> None:
    late = submitted_idea(next_answer_at=LATE)
    submitted_idea()

    response = page.get("/overview/late.csv")

    assert [(row[0], row[5]) for row in rows_of(response)] == [(late.ref, "2026-11-02T09:30:00+00:00")]


@pytest.mark.parametrize(("address", "status"), [("/overview/lost.csv", 404), ("/overview/late.csv?age=9", 422)])
def test_overview_as_file_of_no_such_list_is_refused(page: Client, address: str, status: int) -> None:
    assert page.get(address).status_code == status


def test_reviews_as_files_hold_one_own_and_one_to_take(page: Client, reader: User) -> None:
    finance = Department.objects.get(slug="finance")
    MembershipFactory(person=reader, department=finance, role=Membership.Role.LEAD)
    own = ReviewFactory(assigned=True, owner=reader, department=finance, assigned_because={"code": "claimed"})
    waiting = ReviewFactory(department=finance, due_at=timezone.now() + timedelta(days=9))

    mine, to_take, led = (page.get(f"/reviews/{name}.csv") for name in ("mine", "to-take", "departments"))

    assert [(row[1], row[-1]) for row in rows_of(mine)] == [(own.idea.ref, "You took it from the queue.")]
    assert column(to_take, "Number") == [waiting.idea.ref]
    assert column(led, "Number") == [own.idea.ref, waiting.idea.ref]


def test_review_queue_links_to_the_files_that_hold_something(page: Client, reader: User) -> None:
    ReviewFactory(assigned=True, owner=reader)

    assert [address for address, _label in page.get("/reviews/").context["files"]] == ["/reviews/mine.csv"]


def test_what_waits_for_a_decision_as_file_is_the_deciders(page: Client, reader: User) -> None:
    grant_role(reader, "board_chair")
    ready = submitted_idea(stage=Stage.READY_FOR_DECISION, tier=3)
    submitted_idea(stage=Stage.READY_FOR_DECISION, tier=1)

    assert column(page.get("/reviews/to-decide.csv"), "Number") == [ready.ref]


def test_news_as_file_holds_the_view_asked_for(page: Client, reader: User) -> None:
    NotificationFactory(person=reader, read_at=timezone.now())
    unread = NotificationFactory(person=reader)
    NotificationFactory()

    assert column(page.get("/news.csv?show=unread"), "Number") == [unread.idea.ref]


def test_news_as_file_tells_the_hour_as_pages_do(page: Client, reader: User) -> None:
    review = ReviewFactory(assigned=True, owner=reader, due_at=LATE)
    NotificationFactory(person=reader, kind="review_assigned", reason="reviewer", idea=review.idea, review=review)

    assert column(page.get("/news.csv"), "Details")[0].endswith("Due 2 Nov 2026, 09:30.")


def test_reported_comments_as_file_are_the_moderators(page: Client, reader: User) -> None:
    comment = CommentFactory(body="=cmd|' /C calc'!A0")
    report_comment(comment=comment, by=UserFactory(name="Kasia Nowak"), reason="It names a resident")
    assert page.get("/reports.csv").status_code == 403
    grant_role(reader, "triager")

    rows = rows_of(page.get("/reports.csv"))

    assert [row[1:2] + row[3:] for row in rows] == [
        [comment.idea.ref, "'=cmd|' /C calc'!A0", "Kasia Nowak", "It names a resident"]
    ]


def test_people_as_file_keep_the_search(office: Client) -> None:
    found = UserFactory(name="Ada Byron", manager=UserFactory(email="boss@example.org"), site="North depot")
    UserFactory(name="Bea Adams")

    rows = rows_of(office.get("/settings/people.csv?q=ada+b"))

    assert [row[:2] + row[4:] for row in rows] == [["Ada Byron", found.email, "North depot", "boss@example.org"]]


def test_departments_as_file_name_lead_and_deputy(office: Client) -> None:
    department = DepartmentFactory(name="Aaa", core=True)
    MembershipFactory(department=department, person=UserFactory(name="Lea"), role=Membership.Role.LEAD)
    MembershipFactory(department=department, person=UserFactory(name="Dee"), role=Membership.Role.DEPUTY)

    row = next(row for row in rows_of(office.get("/settings/departments.csv")) if row[0] == "Aaa")

    assert row[2:5] == ["Lea", "Dee", "2"]
    assert row[6] == "yes"


def test_members_as_file_begin_with_the_lead(office: Client) -> None:
    legal = Department.objects.get(slug="legal")
    MembershipFactory(department=legal, person=UserFactory(name="Ann"), capacity="0.50", tags=["contracts", "data"])
    MembershipFactory(department=legal, person=UserFactory(name="Zoe"), role=Membership.Role.LEAD)

    rows = rows_of(office.get("/settings/departments/legal/members.csv"))

    assert [(row[0], row[2], row[3], row[4]) for row in rows] == [
        ("Zoe", "lead", "1.00", ""),
        ("Ann", "reviewer", "0.50", "contracts, data"),
    ]


def test_roles_as_file_name_their_holders(office: Client) -> None:
    assert [row[:2] for row in rows_of(office.get("/settings/roles.csv"))] == [["administrator", "Sam Okafor"]]


def test_given_up_deliveries_as_file_keep_the_filter(office: Client) -> None:
    kept = DeliveryFactory(state="dead", finished_at=LATE, consumer="email", last_error="=1+1", attempts=5)
    DeliveryFactory(state="dead", finished_at=LATE, consumer="slack")

    rows = rows_of(office.get("/settings/deliveries.csv?consumer=email"))

    assert [[row[0], row[1], row[3], row[5], row[7]] for row in rows] == [
        ["2026-11-02T09:30:00+00:00", "e-mail", "5", "'=1+1", str(Delivery.objects.get(pk=kept.pk).public_id)]
    ]


def test_channels_as_file_hold_no_address(office: Client) -> None:
    sealed_endpoint(address="https://hooks.example.org/services/x", address_hint="hooks.example.org…")

    assert [row[:3] for row in rows_of(office.get("/settings/channels.csv"))] == [
        ["Receiver", "Webhook", "hooks.example.org…"]
    ]


def test_tries_as_file_are_those_of_one_channel_the_latest_first(office: Client) -> None:
    endpoint, other = (sealed_endpoint(address=f"https://hooks.example.org/{n}", name=f"R{n}") for n in (1, 2))
    for status, at, whose in ((500, LATE, endpoint), (204, timezone.now(), endpoint), (200, LATE, other)):
        Attempt.objects.create(endpoint=whose, outcome="delivered", status=status, at=at)

    assert column(office.get(f"/settings/channels/{endpoint.public_id}/tries.csv"), "Status") == ["204", "500"]


def test_calendars_and_their_holidays_as_files_hold_what_their_pages_show(office: Client) -> None:
    calendar = CalendarFactory(
        key="works", name="Works", opens_at=time(6), closes_at=time(14, 30), time_zone="Asia/Tokyo"
    )
    this_year = timezone.localdate().year
    for day, name in ((date(this_year, 12, 24), "Stock taking"), (date(this_year - 1, 12, 24), "Long ago")):
        Holiday.objects.create(calendar=calendar, on=day, name=name)

    calendars = rows_of(office.get("/settings/calendars.csv"))
    holidays = rows_of(office.get("/settings/calendars/works/holidays.csv"))

    assert ["Works", "06:00", "14:30", "Asia/Tokyo", "0"] in calendars
    assert holidays == [[f"{this_year}-12-24", "Stock taking", "added here"]]


def test_own_absences_as_file_are_all_of_ones_own(page: Client, reader: User) -> None:
    for day in range(1, 24):
        Absence.objects.create(person=reader, from_on=date(2026, 1, day), to_on=date(2026, 1, day))
    AbsenceFactory()

    days = column(page.get("/profile/absences.csv"), "First day")

    assert days == [f"2026-01-{day:02}" for day in range(23, 0, -1)]


def test_own_tokens_as_file_are_those_that_are_not_revoked_and_hold_no_secret(page: Client, reader: User) -> None:
    kept, secret = make_api_token(owner=reader, name="Export", scopes=frozenset({"read"}), days=30)
    ended, _other = make_api_token(owner=reader, name="Old", scopes=frozenset({"read"}), days=30)
    revoke_api_token(token=ended, by=reader)

    text = text_of(page.get("/profile/tokens.csv"))

    assert [row[:3] for row in csv.reader(io.StringIO(text))][1:] == [["Export", kept.prefix, "read"]]
    assert secret not in text


def test_own_sessions_as_file_are_those_that_are_open(page: Client, reader: User) -> None:
    sign_in(page, reader, agent="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    UserSession.objects.create(user=reader, session_key="over", ip="192.0.2.1", user_agent="Chrome/1 Linux")
    sign_in(Client(), UserFactory())

    rows = rows_of(page.get("/profile/sessions.csv"))

    assert [[row[0], row[1], row[3]] for row in rows] == [["Firefox, Windows", "127.0.0.1", "yes"]]


@pytest.mark.parametrize(
    ("address", "files"),
    [
        ("/settings/calendars/", ["/settings/calendars.csv"]),
        ("/settings/calendars/england_and_wales/", ["/settings/calendars/england_and_wales/holidays.csv"]),
        ("/profile/", ["/profile/absences.csv", "/profile/sessions.csv"]),
        ("/profile/tokens/", ["/profile/tokens.csv"]),
    ],
)
def test_page_links_to_the_files_of_its_lists(office: Client, reader: User, address: str, files: list[str]) -> None:
    AbsenceFactory(person=reader)
    make_api_token(owner=reader, name="Export", scopes=frozenset({"read"}), days=30)

    answer = office.get(address).content.decode()

    assert [file for file in files if f'href="{file}"' not in answer] == []
