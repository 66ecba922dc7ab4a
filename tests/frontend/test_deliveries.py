"""The health page and what administrators do there."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.models import AuditEvent, Delivery, User
from ideas.services.heartbeats import note_heartbeat
from tests.factories import DeliveryFactory, UserFactory, grant_role, submitted_idea

pytestmark = pytest.mark.django_db
HEALTH = "/settings/health/"


@pytest.fixture
def administrator() -> User:
    return grant_role(UserFactory(), "administrator")


@pytest.fixture
def page(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


def _given_up(**fields: object) -> Delivery:
    delivery = DeliveryFactory(**{"state": "dead", "attempts": 5, "finished_at": timezone.now(), **fields})
    delivery.refresh_from_db()
    return delivery


def _address(delivery: Delivery, act: str = "") -> str:
    return f"/settings/deliveries/{delivery.public_id}/{act}"


def test_health_shows_figures_processes_and_what_was_given_up(page: Client) -> None:
    note_heartbeat(process="relay")
    idea = submitted_idea(title="A title nobody should read here")
    _given_up(consumer="route", event__idea=idea, last_error="ValueError: no")

    answer = page.get(HEALTH)

    text = answer.content.decode()
    assert (answer.status_code, idea.ref in text, "ValueError: no" in text) == (200, True, True)
    assert (text.count("at work"), text.count("silent"), idea.title in text) == (1, 3, False)


def test_health_without_anything_given_up_says_so(page: Client) -> None:
    assert "Nothing was given up" in page.get(HEALTH).content.decode()


def test_health_tells_of_an_audit_row_that_is_not_sealed_for_ten_minutes(page: Client) -> None:
    row = {"action": "person.invite", "object_type": "person", "object_id": "1"}
    AuditEvent.objects.create(**row, at=timezone.now() - timedelta(minutes=9))
    in_time = page.get(HEALTH).content.decode()

    AuditEvent.objects.create(**row, at=timezone.now() - timedelta(minutes=11))
    late = page.get(HEALTH).content.decode()

    assert ("The audit trail waits" in in_time, "The audit trail waits" in late) == (False, True)


def test_health_of_one_consumer_leaves_out_others(page: Client) -> None:
    mail, chat = _given_up(consumer="email"), _given_up(consumer="slack")

    text = page.get(f"{HEALTH}?consumer=slack").content.decode()

    assert (_address(chat) in text, _address(mail) in text) == (True, False)


def test_health_in_pages_shows_each_once(page: Client) -> None:
    deliveries = [_given_up() for _number in range(30)]

    first = page.get(HEALTH)
    second = page.get(f"{HEALTH}?cursor={first.context['page'].next}")

    shown = [row.delivery.pk for answer in (first, second) for row in answer.context["rows"]]
    assert shown == [one.pk for one in reversed(deliveries)]


def test_health_makes_the_same_queries_for_one_and_many(page: Client) -> None:
    page.get(HEALTH)
    _given_up(event__idea=submitted_idea())
    with CaptureQueriesContext(connection) as one:
        page.get(HEALTH)
    for _number in range(5):
        _given_up(event__idea=submitted_idea())

    with CaptureQueriesContext(connection) as many:
        page.get(HEALTH)

    assert len(many) == len(one)


def test_inspect_shows_the_event_and_the_error(page: Client) -> None:
    delivery = _given_up(consumer="webhook", last_status=403, last_error="the receiver refused it")

    text = page.get(_address(delivery)).content.decode()

    assert all(word in text for word in ("webhook", "403", "the receiver refused it", str(delivery.event.event_id)))


def test_retry_makes_it_wait_and_comes_back(page: Client) -> None:
    delivery = _given_up()

    answer = page.post(_address(delivery, "retry/"), follow=True)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("pending", 0)
    assert "It is being tried again." in answer.content.decode()


def test_retry_all_of_one_consumer_counts_them(page: Client) -> None:
    _given_up(consumer="email")
    _given_up(consumer="slack")

    answer = page.post("/settings/deliveries/retry/", {"consumer": "email"}, follow=True)

    assert "1 delivery is tried again." in answer.content.decode()
    assert Delivery.objects.dead().count() == 1


def test_cancel_asks_first_and_keeps_the_reason(page: Client) -> None:
    delivery = _given_up()

    question = page.get(_address(delivery, "cancel/"))
    page.post(_address(delivery, "cancel/"), {"reason": "The endpoint is gone."})

    delivery.refresh_from_db()
    assert "Cancel this delivery?" in question.content.decode()
    assert (delivery.state, AuditEvent.objects.get().reason) == ("cancelled", "The endpoint is gone.")


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("", "Say why nobody needs it any more."), ("x" * 501, "at most 500 characters")],
)
def test_cancel_without_a_fit_reason_keeps_the_form(reason: str, sentence: str, page: Client) -> None:
    delivery = _given_up()

    answer = page.post(_address(delivery, "cancel/"), {"reason": reason})

    delivery.refresh_from_db()
    text = answer.content.decode()
    assert (answer.status_code, sentence in text, reason in text, delivery.state) == (422, True, True, "dead")


@pytest.mark.parametrize("act", ["", "retry/", "cancel/"])
def test_delivery_that_is_unknown_is_not_found(act: str, page: Client) -> None:
    address = f"/settings/deliveries/{uuid.uuid4()}/{act}"

    assert (page.post(address) if act else page.get(address)).status_code == 404


@pytest.mark.parametrize(("role", "read"), [("programme_manager", 200), ("triager", 403), (None, 403)])
def test_others_change_nothing(role: str | None, read: int) -> None:
    client = Client()
    client.force_login(UserFactory() if role is None else grant_role(UserFactory(), role))
    delivery = _given_up()

    statuses = [client.get(HEALTH).status_code, client.get(_address(delivery)).status_code]
    writes = [
        client.post(_address(delivery, "retry/")).status_code,
        client.post(_address(delivery, "cancel/"), {"reason": "x"}).status_code,
        client.post("/settings/deliveries/retry/").status_code,
    ]

    delivery.refresh_from_db()
    assert (statuses, writes, delivery.state) == ([read, read], [403, 403, 403], "dead")
    assert not AuditEvent.objects.exists()
