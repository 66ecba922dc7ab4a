"""Connecting, changing and stopping receivers."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ideas.exceptions import Conflict, InvalidValue, NotPermitted, StaleVersion, TooMany
from ideas.models import AuditEvent, Delivery, Endpoint
from ideas.secrets import SecretUnreadable, decrypt, encrypt, key_id_of, newest_key_id
from ideas.selectors.endpoints import attempts_of, endpoint_for, endpoints_for, needs_secret_again
from ideas.services.endpoint_content import EndpointContent
from ideas.services.endpoints import (
    TESTS_PER_WINDOW,
    create_endpoint,
    delete_endpoint,
    edit_endpoint,
    rotate_secret,
    start_endpoint,
    stop_endpoint,
)
from ideas.services.endpoints import test_endpoint as ask_for_test
from ideas.services.retention import prune_old_rows
from tests.factories import DepartmentFactory, UserFactory, grant_role
from tests.factories.news import SECRET, administrator, sealed_endpoint

pytestmark = pytest.mark.django_db
SLACK = "https://hooks.slack.com/services/T0/B0/secretA1b2"


def content(**changes: Any) -> EndpointContent:
    given = {
        "name": "Team room",
        "event_types": ("decision.announced",),
        "address": "https://hooks.example.org/abcd1234",
    }
    return EndpointContent(**(given | changes))


def test_create_endpoint_keeps_address_and_secret_encrypted() -> None:
    made = create_endpoint(by=administrator(), kind="webhook", content=content())

    row = Endpoint.objects.get()
    assert row.address_hint == "hooks.example.org/…1234"
    assert "abcd1234" not in row.address_encrypted
    assert decrypt(row.address_encrypted, key_id=row.key_id) == "https://hooks.example.org/abcd1234"
    assert decrypt(row.secret_encrypted, key_id=row.key_id) == made.secret
    assert len(base64.b64decode(made.secret.removeprefix("whsec_"))) == 32


def test_create_endpoint_of_chat_channel_has_no_secret() -> None:
    made = create_endpoint(by=administrator(), kind="slack", content=content(address=SLACK))

    assert (made.secret, made.endpoint.secret_encrypted) == ("", "")


def test_create_endpoint_is_audited_without_the_address() -> None:
    create_endpoint(by=administrator(), kind="slack", content=content(address=SLACK))

    audited = AuditEvent.objects.get()
    assert audited.action == "endpoint.create"
    assert audited.after["address"] == "hooks.slack.com/…A1b2"
    assert "secretA1b2" not in str(audited.after)


@pytest.mark.parametrize("role", ["triager", "programme_manager", "board_chair"])
def test_create_endpoint_by_somebody_else_is_refused(role: str) -> None:
    with pytest.raises(NotPermitted):
        create_endpoint(by=grant_role(UserFactory(), role), kind="webhook", content=content())

    assert not Endpoint.objects.exists()


@pytest.mark.parametrize(
    ("kind", "changes", "field", "code"),
    [
        ("webhook", {"address": "https://127.0.0.1/"}, "address", "url_not_allowed"),
        ("webhook", {"address": ""}, "address", "url_not_allowed"),
        ("slack", {}, "address", "not_slack"),
        ("teams", {"address": "https://contoso.webhook.office.com/x"}, "address", "teams_connector_retired"),
        ("webhook", {"event_types": ()}, "event_types", "required"),
        ("webhook", {"event_types": ("decision.made",)}, "event_types", "invalid_choice"),
        ("webhook", {"name": " "}, "name", "blank"),
        ("fax", {}, "kind", "invalid_choice"),
    ],
)
def test_create_endpoint_of_something_wrong_is_refused(
    kind: str, changes: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        create_endpoint(by=administrator(), kind=kind, content=content(**changes))

    assert [(one.field, one.code) for one in refused.value.problems] == [(field, code)]
    assert not Endpoint.objects.exists()


def test_create_endpoint_of_a_department_for_the_audit_trail_is_refused() -> None:
    department = DepartmentFactory()

    with pytest.raises(InvalidValue) as refused:
        create_endpoint(
            by=administrator(),
            kind="webhook",
            content=content(event_types=("audit.head_published",), department=department),
        )

    assert [(one.field, one.code) for one in refused.value.problems] == [("event_types", "not_for_departments")]
    assert not Endpoint.objects.exists()


def test_create_endpoint_without_a_key_is_refused(settings: Any) -> None:
    settings.ENCRYPTION_KEYS = []

    with pytest.raises(Conflict) as refused:
        create_endpoint(by=administrator(), kind="webhook", content=content())

    assert refused.value.error_code == "no_key"


def test_edit_endpoint_without_address_keeps_the_present_one() -> None:
    endpoint = sealed_endpoint(address="https://hooks.example.org/first")

    edit_endpoint(endpoint=endpoint, by=administrator(), content=content(address=""), expected_version=1)

    row = Endpoint.objects.get()
    assert decrypt(row.address_encrypted, key_id=row.key_id) == "https://hooks.example.org/first"
    assert (row.name, row.event_types, row.version) == ("Team room", ["decision.announced"], 2)


def test_edit_endpoint_with_new_address_forgets_its_failures() -> None:
    endpoint = sealed_endpoint(address="https://hooks.example.org/first", failure_count=7)

    edit_endpoint(endpoint=endpoint, by=administrator(), content=content(), expected_version=1)

    row = Endpoint.objects.get()
    assert decrypt(row.address_encrypted, key_id=row.key_id) == "https://hooks.example.org/abcd1234"
    assert row.failure_count == 0


def test_edit_endpoint_of_stale_version_is_refused() -> None:
    endpoint = sealed_endpoint(address="https://hooks.example.org/first", version=3)

    with pytest.raises(StaleVersion):
        edit_endpoint(endpoint=endpoint, by=administrator(), content=content(), expected_version=2)

    assert Endpoint.objects.get().name == "Receiver"


def test_rotate_secret_keeps_the_old_one_for_a_day() -> None:
    endpoint = sealed_endpoint(address="https://hooks.example.org/first")

    made = rotate_secret(endpoint=endpoint, by=administrator())

    row = Endpoint.objects.get()
    assert decrypt(row.secret_encrypted, key_id=row.key_id) == made.secret
    assert decrypt(row.previous_secret_encrypted, key_id=row.key_id) == SECRET
    assert row.previous_secret_until is not None


def test_rotate_secret_of_chat_channel_is_refused() -> None:
    endpoint = sealed_endpoint(address=SLACK, kind="slack")

    with pytest.raises(Conflict) as refused:
        rotate_secret(endpoint=endpoint, by=administrator())

    assert refused.value.error_code == "no_secret"


def test_stop_endpoint_says_why_and_start_forgets_it() -> None:
    endpoint = sealed_endpoint(address="https://hooks.example.org/first", failure_count=3)
    by = administrator()

    stopped = stop_endpoint(endpoint=endpoint, by=by, reason="Moving house")
    because = (stopped.is_active, stopped.stopped_because)
    started = start_endpoint(endpoint=endpoint, by=by)

    assert because == (False, "Moving house")
    assert (started.is_active, started.stopped_because, started.failure_count) == (True, "", 0)


def test_delete_endpoint_forgets_it_and_is_audited() -> None:
    endpoint = sealed_endpoint(address="https://hooks.example.org/first")

    delete_endpoint(endpoint=endpoint, by=administrator())

    assert not Endpoint.objects.exists()
    assert AuditEvent.objects.get().action == "endpoint.delete"


def test_test_endpoint_makes_one_delivery_for_it() -> None:
    endpoint = sealed_endpoint(address="https://hooks.example.org/first")

    ask_for_test(endpoint=endpoint, by=administrator())

    assert list(Delivery.objects.values_list("consumer", "target_id")) == [("webhook", endpoint.pk)]


def test_test_endpoint_too_often_is_refused() -> None:
    endpoint, by = sealed_endpoint(address="https://hooks.example.org/first"), administrator()
    for _number in range(TESTS_PER_WINDOW):
        ask_for_test(endpoint=endpoint, by=by)

    with pytest.raises(TooMany):
        ask_for_test(endpoint=endpoint, by=by)


def test_endpoints_for_somebody_else_is_refused() -> None:
    with pytest.raises(NotPermitted):
        endpoints_for(viewer=UserFactory())


def test_endpoint_for_administrator_returns_it() -> None:
    endpoint = sealed_endpoint(address="https://hooks.example.org/first")

    assert endpoint_for(viewer=administrator(), public_id=endpoint.public_id) == endpoint


def test_attempts_of_endpoint_shows_the_last_twenty_latest_first() -> None:
    endpoint = sealed_endpoint(address="https://hooks.example.org/first")
    made = [endpoint.attempts.create(outcome="failed", status=500) for _number in range(22)]

    assert attempts_of(endpoint=endpoint) == made[:1:-1]


def test_prune_removes_tries_of_more_than_thirty_days() -> None:
    endpoint = sealed_endpoint(address="https://hooks.example.org/first")
    endpoint.attempts.create(outcome="failed", at=timezone.now() - timedelta(days=31))
    kept = endpoint.attempts.create(outcome="failed", at=timezone.now() - timedelta(days=29))

    removed = prune_old_rows()["attempts"]

    assert removed == 1
    assert attempts_of(endpoint=endpoint) == [kept]


def test_needs_secret_again_after_the_key_is_gone(settings: Any) -> None:
    endpoint = sealed_endpoint(address="https://hooks.example.org/first")
    before = needs_secret_again(endpoint)
    settings.ENCRYPTION_KEYS = ["bm90LXRoZS1zYW1lLWtleS1ub3QtdGhlLXNhbWUta2U="]

    assert (before, needs_secret_again(endpoint)) == (False, True)


def test_decrypt_with_another_key_of_the_same_name_is_refused(settings: Any) -> None:
    sealed = encrypt("words", key_id=newest_key_id())
    other = "bm90LXRoZS1zYW1lLWtleS1ub3QtdGhlLXNhbWUta2U="
    settings.ENCRYPTION_KEYS = [other]

    with pytest.raises(SecretUnreadable):
        decrypt(sealed, key_id=key_id_of(other))
