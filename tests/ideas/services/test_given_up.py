"""Trying again and cancelling what was given up."""

import pytest
from django.utils import timezone

from ideas.attention import Attention
from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.models import AuditEvent, Delivery, User
from ideas.selectors.given_up import given_up_deliveries
from ideas.services.given_up import cancel_delivery, retry_delivery, retry_given_up
from tests.factories import DeliveryFactory, UserFactory, grant_role, submitted_idea
from tests.one_by_one import claim_delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return grant_role(UserFactory(), "administrator")


def _given_up(**fields: object) -> Delivery:
    return DeliveryFactory(**{"state": "dead", "attempts": 5, "finished_at": timezone.now(), **fields})


def test_retry_delivery_makes_it_due_from_the_first_try_on(administrator: User) -> None:
    delivery = _given_up()

    retry_delivery(delivery=delivery, by=administrator)

    delivery.refresh_from_db()
    lease = claim_delivery(delivery_id=delivery.pk)
    assert lease is not None
    assert lease.attempts == 1
    audit = AuditEvent.objects.get()
    assert (audit.action, audit.actor_id, audit.object_id) == (
        "delivery.retry",
        administrator.pk,
        str(delivery.public_id),
    )


def test_retry_delivery_takes_the_mark_off_its_idea(administrator: User) -> None:
    idea = submitted_idea(needs_attention=Attention.ROUTE_GIVEN_UP)

    retry_delivery(delivery=_given_up(consumer="route", event__idea=idea), by=administrator)

    idea.refresh_from_db()
    assert idea.needs_attention == ""


def test_retry_delivery_leaves_another_mark_on_its_idea(administrator: User) -> None:
    idea = submitted_idea(needs_attention="Its department was closed.")

    retry_delivery(delivery=_given_up(consumer="route", event__idea=idea), by=administrator)

    idea.refresh_from_db()
    assert idea.needs_attention == "Its department was closed."


@pytest.mark.parametrize("state", ["pending", "done", "cancelled"])
def test_retry_delivery_that_was_not_given_up_is_refused(state: str, administrator: User) -> None:
    delivery = _given_up(state=state)

    with pytest.raises(Conflict) as refusal:
        retry_delivery(delivery=delivery, by=administrator)

    delivery.refresh_from_db()
    assert (refusal.value.error_code, delivery.state, delivery.attempts) == ("delivery_not_given_up", state, 5)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("role", [None, "triager", "programme_manager", "board_chair"])
def test_deliveries_are_not_changed_by_others(role: str | None) -> None:
    person = UserFactory() if role is None else grant_role(UserFactory(), role)
    delivery = _given_up()

    for act in (
        lambda: retry_delivery(delivery=delivery, by=person),
        lambda: retry_given_up(by=person),
        lambda: cancel_delivery(delivery=delivery, by=person, reason="not needed"),
    ):
        with pytest.raises(NotPermitted):
            act()

    delivery.refresh_from_db()
    assert (delivery.state, AuditEvent.objects.count()) == ("dead", 0)


def test_retry_given_up_takes_those_of_one_consumer(administrator: User) -> None:
    mail, chat = _given_up(consumer="email"), _given_up(consumer="slack")

    number = retry_given_up(by=administrator, consumer="email")

    mail.refresh_from_db()
    chat.refresh_from_db()
    assert (number, mail.state, chat.state, AuditEvent.objects.count()) == (1, "pending", "dead", 1)


@pytest.mark.parametrize("state", ["dead", "pending"])
def test_cancel_delivery_ends_it_with_a_reason(state: str, administrator: User) -> None:
    delivery = _given_up(state=state)

    cancel_delivery(delivery=delivery, by=administrator, reason=" The endpoint is gone. ")

    delivery.refresh_from_db()
    audit = AuditEvent.objects.get()
    assert (delivery.state, audit.action, audit.reason) == ("cancelled", "delivery.cancel", "The endpoint is gone.")


@pytest.mark.parametrize(
    ("reason", "code"), [("", "reason_required"), ("  ", "reason_required"), ("x" * 501, "too_long")]
)
def test_cancel_delivery_without_a_fit_reason_is_refused(reason: str, code: str, administrator: User) -> None:
    delivery = _given_up()

    with pytest.raises(InvalidValue) as refusal:
        cancel_delivery(delivery=delivery, by=administrator, reason=reason)

    delivery.refresh_from_db()
    assert (refusal.value.problems[0].code, delivery.state) == (code, "dead")
    assert not AuditEvent.objects.exists()


def test_cancel_delivery_that_is_being_tried_is_refused(administrator: User) -> None:
    delivery = DeliveryFactory()
    claim_delivery(delivery_id=delivery.pk)

    with pytest.raises(Conflict):
        cancel_delivery(delivery=delivery, by=administrator, reason="not needed")

    delivery.refresh_from_db()
    assert delivery.state == "leased"


@pytest.mark.parametrize(
    ("role", "number"), [("administrator", 1), ("programme_manager", 1), ("triager", 0), (None, 0)]
)
def test_given_up_deliveries_are_shown_to_those_who_look_after_them(role: str | None, number: int) -> None:
    viewer = UserFactory() if role is None else grant_role(UserFactory(), role)
    _given_up()
    DeliveryFactory()

    assert given_up_deliveries(viewer=viewer).count() == number
