"""Channels and webhooks over the API."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Delivery, Endpoint
from tests.api.client import Caller, problem, with_token
from tests.factories import UserFactory
from tests.factories.news import administrator, sealed_endpoint

pytestmark = pytest.mark.django_db
ENDPOINTS = "/api/v1/endpoints"
ADDRESS = "https://hooks.example.org/services/abcd1234"
BODY = {"kind": "webhook", "name": "Warehouse", "address": ADDRESS, "event_types": ["decision.announced"]}


@pytest.fixture
def admin() -> Caller:
    return Caller(administrator())


def path(endpoint: Endpoint, act: str = "") -> str:
    return f"{ENDPOINTS}/{endpoint.public_id}{act}"


def test_endpoint_is_connected_and_its_secret_shown_once(admin: Caller) -> None:
    answer = admin.post(ENDPOINTS, BODY)

    made = answer.json()
    read = admin.get(answer["Location"])
    assert answer.status_code == 201
    assert made["secret"].startswith("whsec_")
    assert made["endpoint"]["address_hint"] == "hooks.example.org/…1234"
    assert "secret" not in read.json()
    assert "abcd1234" not in read.content.decode()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"address": "https://127.0.0.1/"}, (422, "url_not_allowed")),
        ({"address": "http://hooks.example.org/"}, (422, "url_not_allowed")),
        ({"address": "https://a@127.0.0.1"}, (422, "url_not_allowed")),
        ({"kind": "slack"}, (422, "not_slack")),
        ({"kind": "teams", "address": "https://x.webhook.office.com/y"}, (422, "teams_connector_retired")),
        ({"event_types": ["decision.made"]}, (422, "invalid_choice")),
        ({"event_types": []}, (422, "too_short")),
        ({"department": "rain"}, (422, "unknown_department")),
        ({"is_active": False}, (400, "unknown_field")),
    ],
)
def test_endpoint_of_something_wrong_is_refused(
    admin: Caller, changes: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert problem(admin.post(ENDPOINTS, {**BODY, **changes})) == expected
    assert not Endpoint.objects.exists()


def test_endpoint_post_takes_no_idempotency_key(admin: Caller) -> None:
    answer = admin.post(ENDPOINTS, BODY, idempotency_key="one")

    assert problem(answer) == (400, "idempotency_not_supported")


def test_endpoint_is_changed_with_its_version_alone(admin: Caller) -> None:
    endpoint = sealed_endpoint(address=ADDRESS)

    missing = admin.patch(path(endpoint), {"name": "Lake"})
    stale = admin.patch(path(endpoint), {"name": "Lake"}, if_match='"9"')
    changed = admin.patch(path(endpoint), {"name": "Lake"}, if_match='"1"')

    assert (problem(missing)[0], problem(stale)[0]) == (428, 412)
    assert (changed.json()["name"], changed["ETag"]) == ("Lake", '"2"')
    assert changed.json()["event_types"] == ["idea.submitted"]


def test_endpoint_is_tested_stopped_started_and_deleted(admin: Caller) -> None:
    endpoint = sealed_endpoint(address=ADDRESS)

    tested = admin.post(path(endpoint, "/test"))
    stopped = admin.post(path(endpoint, "/stop"), {"reason": "Moving house"}).json()
    started = admin.post(path(endpoint, "/start")).json()
    deleted = admin.delete(path(endpoint))

    assert (tested.status_code, Delivery.objects.get().target_id) == (202, endpoint.pk)
    assert (stopped["is_active"], stopped["stopped_because"]) == (False, "Moving house")
    assert (started["is_active"], "stop" in started["allowed_actions"]) == (True, True)
    assert (deleted.status_code, Endpoint.objects.exists()) == (204, False)


def test_endpoint_secret_of_chat_channel_is_refused(admin: Caller) -> None:
    endpoint = sealed_endpoint(address="https://hooks.slack.com/services/x", kind="slack")

    assert problem(admin.post(path(endpoint, "/secret"))) == (409, "no_secret")


def test_endpoint_secret_is_changed_and_shown(admin: Caller) -> None:
    endpoint = sealed_endpoint(address=ADDRESS)

    assert admin.post(path(endpoint, "/secret")).json()["secret"].startswith("whsec_")


def test_attempts_are_listed_latest_first(admin: Caller) -> None:
    endpoint = sealed_endpoint(address=ADDRESS)
    for status in (500, 200):
        endpoint.attempts.create(outcome="failed", status=status)

    results = admin.get(path(endpoint, "/attempts")).json()["results"]

    assert [body["status"] for body in results] == [200, 500]


def test_endpoints_make_the_same_queries_for_one_and_many(admin: Caller) -> None:
    admin.get(ENDPOINTS)
    counts = []
    for _round in range(2):
        sealed_endpoint(address=ADDRESS)
        with CaptureQueriesContext(connection) as queries:
            admin.get(ENDPOINTS)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_endpoints_are_for_administrators_alone() -> None:
    assert problem(Caller(UserFactory()).get(ENDPOINTS)) == (403, "not_permitted")


def test_endpoints_want_the_scope_admin_of_a_token() -> None:
    assert problem(with_token(administrator(), "write").get(ENDPOINTS)) == (403, "scope_missing")
