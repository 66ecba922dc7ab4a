"""Settings of channels and webhooks."""

import pytest
from django.test import Client
from django.urls import reverse

from ideas.models import Delivery, Endpoint
from tests.factories import UserFactory
from tests.factories.news import administrator, sealed_endpoint

pytestmark = pytest.mark.django_db
ADDRESS = "https://hooks.example.org/services/abcd1234"
FORM = {"name": "Team room", "address": ADDRESS, "event_types": ["decision.announced"]}


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(administrator())
    return client


def address(name: str, endpoint: Endpoint) -> str:
    return reverse(f"settings-endpoint{name}", args=[endpoint.public_id])


def test_new_webhook_shows_its_secret_once(admin: Client) -> None:
    page = admin.post("/settings/channels/new/webhook/", FORM)

    row = Endpoint.objects.get()
    assert page.status_code == 200
    assert "whsec_" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert "whsec_" not in admin.get(address("", row)).content.decode()


def test_new_endpoint_with_inner_address_keeps_what_was_typed(admin: Client) -> None:
    page = admin.post("/settings/channels/new/webhook/", {**FORM, "address": "https://127.0.0.1/x"})

    assert page.status_code == 422
    assert 'value="Team room"' in page.content.decode()
    assert 'value="https://127.0.0.1/x"' in page.content.decode()
    assert not Endpoint.objects.exists()


def test_new_teams_channel_with_retired_connector_gets_help(admin: Client) -> None:
    form = {**FORM, "address": "https://contoso.webhook.office.com/webhookb2/x"}

    page = admin.post("/settings/channels/new/teams/", form)

    assert page.status_code == 422
    assert "choose Workflows" in page.content.decode()


def test_new_endpoint_of_unknown_kind_is_not_there(admin: Client) -> None:
    assert admin.get("/settings/channels/new/fax/").status_code == 404


def test_list_shows_the_hint_and_never_the_address(admin: Client) -> None:
    sealed_endpoint(address=ADDRESS, name="Team room", address_hint="hooks.example.org/…1234")

    page = admin.get("/settings/channels/").content.decode()

    assert "hooks.example.org/…1234" in page
    assert "abcd1234" not in page


def test_detail_shows_what_the_receiver_said(admin: Client) -> None:
    endpoint = sealed_endpoint(address=ADDRESS)
    endpoint.attempts.create(outcome="failed", status=500, detail="<b>no</b>")

    page = admin.get(address("", endpoint)).content.decode()

    assert "&lt;b&gt;no&lt;/b&gt;" in page


def test_detail_of_endpoint_whose_key_is_gone_says_so(admin: Client) -> None:
    endpoint = sealed_endpoint(address=ADDRESS, key_id="gone")

    assert "Needs its secret again" in admin.get(address("", endpoint)).content.decode()


def test_test_makes_a_delivery_and_waits_for_it(admin: Client) -> None:
    endpoint = sealed_endpoint(address=ADDRESS)

    page = admin.post(address("-test", endpoint), follow=True)

    assert Delivery.objects.get().target_id == endpoint.pk
    assert 'hx-trigger="load delay:3s"' in page.content.decode()


def test_edit_of_stale_version_says_so_and_changes_nothing(admin: Client) -> None:
    endpoint = sealed_endpoint(address=ADDRESS, version=2)

    page = admin.post(address("-edit", endpoint), {**FORM, "version": "1"})

    endpoint.refresh_from_db()
    assert (page.status_code, endpoint.name) == (412, "Receiver")


def test_edit_keeps_the_address_where_none_is_typed(admin: Client) -> None:
    endpoint = sealed_endpoint(address=ADDRESS)
    sealed = endpoint.address_encrypted

    answer = admin.post(address("-edit", endpoint), {**FORM, "address": "", "version": "1"})

    endpoint.refresh_from_db()
    assert (answer.status_code, endpoint.name, endpoint.address_encrypted) == (302, "Team room", sealed)


def test_stop_start_and_delete(admin: Client) -> None:
    endpoint = sealed_endpoint(address=ADDRESS)
    admin.post(address("-stop", endpoint), {"reason": "Moving house"})
    endpoint.refresh_from_db()
    stopped = (endpoint.is_active, endpoint.stopped_because)
    admin.post(address("-start", endpoint))
    endpoint.refresh_from_db()
    started = endpoint.is_active
    admin.post(address("-delete", endpoint))

    assert (stopped, started) == ((False, "Moving house"), True)
    assert not Endpoint.objects.exists()


def test_rotate_shows_the_new_secret_and_until_when_the_old_one_counts(admin: Client) -> None:
    endpoint = sealed_endpoint(address=ADDRESS)

    page = admin.post(address("-rotate", endpoint)).content.decode()

    assert "whsec_" in page
    assert "old and the new secret until" in page


@pytest.mark.parametrize("path", ["/settings/channels/", "/settings/channels/new/slack/"])
def test_pages_are_for_administrators_alone(client: Client, path: str) -> None:
    client.force_login(UserFactory())

    assert client.get(path).status_code == 403
