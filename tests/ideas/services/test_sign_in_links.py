from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.exceptions import Conflict, InvalidValue
from ideas.models import AuditEvent, Delivery, Event, SignInLink
from ideas.selectors.sign_in_links import hash_of, usable_link
from ideas.services.passwords import ask_password_reset, choose_password
from ideas.services.sign_in_links import make_sign_in_link, redeem_sign_in_link
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
Purpose = SignInLink.Purpose


def test_make_sign_in_link_stores_only_the_digest_for_fifteen_minutes() -> None:
    person = UserFactory()

    token = make_sign_in_link(person=person, purpose=Purpose.SIGN_IN)

    link = SignInLink.objects.get()
    assert link.token_hash == hash_of(token)
    assert len(token) == 43
    assert timedelta(minutes=14, seconds=50) < link.expires_at - timezone.now() <= timedelta(minutes=15)
    assert token not in str(AuditEvent.objects.values().get())


def test_make_sign_in_link_again_revokes_the_earlier_one() -> None:
    person = UserFactory()
    first = make_sign_in_link(person=person, purpose=Purpose.SIGN_IN)

    second = make_sign_in_link(person=person, purpose=Purpose.SIGN_IN)

    assert usable_link(token=first) is None
    assert usable_link(token=second) is not None


def test_make_sign_in_link_for_a_deactivated_person_is_refused() -> None:
    person = UserFactory(is_active=False)

    with pytest.raises(Conflict) as refusal:
        make_sign_in_link(person=person, purpose=Purpose.SIGN_IN)

    assert refusal.value.error_code == "person_inactive"
    assert not SignInLink.objects.exists()


def test_redeem_sign_in_link_twice_is_refused_the_second_time() -> None:
    person = UserFactory()
    token = make_sign_in_link(person=person, purpose=Purpose.SIGN_IN)

    assert redeem_sign_in_link(token=token, purpose=Purpose.SIGN_IN) == person

    with pytest.raises(Conflict) as refusal:
        redeem_sign_in_link(token=token, purpose=Purpose.SIGN_IN)
    assert refusal.value.error_code == "link_unusable"


@pytest.mark.parametrize("change", [{"expires_at": timezone.now()}, {"revoked_at": timezone.now()}])
def test_redeem_sign_in_link_that_is_over_is_refused(change: dict[str, object]) -> None:
    token = make_sign_in_link(person=UserFactory(), purpose=Purpose.SIGN_IN)
    SignInLink.objects.update(**change)

    with pytest.raises(Conflict):
        redeem_sign_in_link(token=token, purpose=Purpose.SIGN_IN)

    assert SignInLink.objects.get().used_at is None


def test_redeem_sign_in_link_of_an_invitation_is_refused() -> None:
    token = make_sign_in_link(person=UserFactory(), purpose=Purpose.INVITATION)

    with pytest.raises(Conflict):
        redeem_sign_in_link(token=token, purpose=Purpose.SIGN_IN)


def test_choose_password_sets_it_and_uses_the_link_up() -> None:
    person = UserFactory()
    token = make_sign_in_link(person=person, purpose=Purpose.INVITATION)

    choose_password(token=token, password="four brown otters sing")

    person.refresh_from_db()
    assert person.check_password("four brown otters sing")
    assert usable_link(token=token) is None


@pytest.mark.parametrize("password", ["short", "password12345", "rhian.morgan"])
def test_choose_password_that_is_easy_to_guess_keeps_the_link(password: str) -> None:
    person = UserFactory(email="rhian.morgan@example.org", name="Rhian Morgan")
    token = make_sign_in_link(person=person, purpose=Purpose.RESET)

    with pytest.raises(InvalidValue) as refusal:
        choose_password(token=token, password=password)

    person.refresh_from_db()
    assert {problem.field for problem in refusal.value.problems} == {"password"}
    assert not person.check_password(password)
    assert usable_link(token=token) is not None


def test_choose_password_with_a_sign_in_link_is_refused() -> None:
    person = UserFactory()
    token = make_sign_in_link(person=person, purpose=Purpose.SIGN_IN)

    with pytest.raises(Conflict):
        choose_password(token=token, password="four brown otters sing")

    person.refresh_from_db()
    assert not person.check_password("four brown otters sing")


def test_ask_password_reset_owes_a_mail_to_the_person() -> None:
    person = UserFactory(email="rhian@example.org")

    ask_password_reset(email="Rhian@Example.org")

    event = Event.objects.get()
    assert event.payload == {"person_id": person.pk}
    assert list(Delivery.objects.values_list("consumer", "event_id")) == [("account_mail", event.pk)]


def test_ask_password_reset_for_an_unknown_address_writes_the_same_rows() -> None:
    ask_password_reset(email="nobody@example.org")

    assert Event.objects.get().payload == {"person_id": None}
    assert Delivery.objects.count() == 1
