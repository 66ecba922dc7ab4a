"""Deliveries that were given up, over the API."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.models import AuditEvent, Delivery, User
from tests.api.client import Caller, places, problem, with_token
from tests.factories import DeliveryFactory, UserFactory, grant_role, submitted_idea

DELIVERIES = "/api/v1/deliveries"
HEALTH = "/api/v1/health/outbox"


@pytest.fixture
def administrator(db: None) -> User:
    return grant_role(UserFactory(), "administrator")


@pytest.fixture
def admin_api(administrator: User) -> Caller:
    return Caller(administrator)


def _given_up(**fields: object) -> Delivery:
    delivery = DeliveryFactory(**{"state": "dead", "attempts": 5, "finished_at": timezone.now(), **fields})
    delivery.refresh_from_db()
    return delivery


def test_deliveries_are_listed_with_what_may_be_done(admin_api: Caller) -> None:
    idea = submitted_idea()
    delivery = _given_up(consumer="route", last_error="ValueError: no", event__idea=idea, event__type="idea.submitted")
    DeliveryFactory()

    (body,) = admin_api.get(DELIVERIES).json()["results"]

    assert (body["id"], body["idea"], body["consumer"], body["event_type"]) == (
        str(delivery.public_id),
        idea.ref,
        "route",
        "idea.submitted",
    )
    assert (body["last_error"], body["allowed_actions"]) == ("ValueError: no", ["retry", "cancel"])


def test_deliveries_of_one_consumer_leave_out_others(admin_api: Caller) -> None:
    _given_up(consumer="email")
    _given_up(consumer="slack")

    results = admin_api.get(f"{DELIVERIES}?consumer=slack").json()["results"]

    assert [body["consumer"] for body in results] == ["slack"]


def test_deliveries_make_the_same_queries_for_one_and_many(admin_api: Caller) -> None:
    admin_api.get(DELIVERIES)
    _given_up(event__idea=submitted_idea())
    with CaptureQueriesContext(
        connection,
    ) as one:
        admin_api.get(DELIVERIES)
    for _number in range(5):
        _given_up(event__idea=submitted_idea())

    with CaptureQueriesContext(connection) as many:
        admin_api.get(DELIVERIES)

    assert len(many) == len(one)


@pytest.mark.parametrize(
    ("role", "read", "write"),
    [
        ("administrator", 200, 200),
        ("programme_manager", 200, 403),
        ("triager", 403, 403),
        ("board_chair", 403, 403),
        (None, 403, 403),
    ],
)
def test_deliveries_answer_by_role(role: str | None, read: int, write: int, db: None) -> None:
    caller = Caller(UserFactory() if role is None else grant_role(UserFactory(), role))
    address = f"{DELIVERIES}/{_given_up().public_id}"

    statuses = [
        caller.get(DELIVERIES).status_code,
        caller.get(HEALTH).status_code,
        caller.get(address).status_code,
        caller.post(f"{address}/retry").status_code,
        caller.post(f"{DELIVERIES}/retry", {}).status_code,
        caller.post(f"{DELIVERIES}/{_given_up().public_id}/cancel", {"reason": "not needed"}).status_code,
    ]

    assert statuses == [read, read, read, write, write, write]
    assert AuditEvent.objects.exists() is (write == 200)


def test_delivery_with_token_without_scope_is_refused(administrator: User) -> None:
    assert problem(with_token(administrator, "write").get(DELIVERIES)) == (403, "scope_missing")


def test_retry_makes_the_delivery_wait_again(admin_api: Caller) -> None:
    delivery = _given_up()

    body = admin_api.post(f"{DELIVERIES}/{delivery.public_id}/retry").json()

    delivery.refresh_from_db()
    assert (body["state"], body["attempts"], body["allowed_actions"], delivery.state) == ("pending", 0, [], "pending")


def test_retry_of_all_counts_them(admin_api: Caller) -> None:
    _given_up(consumer="email")
    _given_up(consumer="email")
    _given_up(consumer="slack")

    response = admin_api.post(f"{DELIVERIES}/retry", {"consumer": "email"})

    assert (response.json(), Delivery.objects.dead().count()) == ({"retried": 2}, 1)


def test_cancel_keeps_the_reason(admin_api: Caller) -> None:
    delivery = _given_up()

    body = admin_api.post(f"{DELIVERIES}/{delivery.public_id}/cancel", {"reason": "The endpoint is gone."}).json()

    assert (body["state"], AuditEvent.objects.get().reason) == ("cancelled", "The endpoint is gone.")


@pytest.mark.parametrize(("body", "code"), [({}, "required"), ({"reason": " "}, "blank"), ({"reason": 1}, "type")])
def test_cancel_without_reason_is_refused(body: dict[str, object], code: str, admin_api: Caller) -> None:
    delivery = _given_up()

    response = admin_api.post(f"{DELIVERIES}/{delivery.public_id}/cancel", body)

    delivery.refresh_from_db()
    assert (response.status_code, places(response), delivery.state) == (422, [("/reason", code)], "dead")


@pytest.mark.parametrize("act", ["", "/retry"])
def test_delivery_that_is_unknown_or_not_given_up_is_not_found(act: str, admin_api: Caller) -> None:
    waiting = DeliveryFactory()
    waiting.refresh_from_db()
    method = "POST" if act else "GET"

    answers = [admin_api.send(method, f"{DELIVERIES}/{one}{act}") for one in (uuid.uuid4(), waiting.public_id)]

    assert [problem(answer) for answer in answers] == [(404, "not_found")] * 2


def test_health_tells_the_figures(admin_api: Caller) -> None:
    _given_up()
    DeliveryFactory(attempts=2)

    body = admin_api.get(HEALTH).json()

    assert (body["open"], body["given_up"], body["open_by_attempts"]) == (1, 1, {"2": 1})
