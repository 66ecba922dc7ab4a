"""A stake in a supplier that somebody named by mistake is struck out by somebody else, or stays."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ideas.exceptions import Conflict, InvalidValue, NotFound, NotPermitted
from ideas.models import AuditEvent, Event, Notification, Review, SupplierInterest, User
from ideas.selectors.reviews import claimable_reviews
from ideas.services.stakes import ask_to_strike_stake, settle_stake
from ideas.services.suppliers import declare_supplier_interests
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.fairness import InterestFactory, stake_of, supplier_of
from tests.factories.ideas import author_of
from tests.factories.reviews import pool_member
from tests.one_by_one import tell_people

pytestmark = pytest.mark.django_db
WHY = "It was another firm of that name."


def manager() -> User:
    return grant_role(UserFactory(), "programme_manager")


def mistaken() -> tuple[SupplierInterest, Review]:
    """Return a stake that keeps its holder from a review that waits in their department, and that review."""
    place = pool_member()
    review: Review = ReviewFactory(department=place.department)
    supplier_of(review.idea)
    return stake_of(place.person, mistaken=True), review


def state_of(stake: SupplierInterest) -> dict[str, Any]:
    fields = ("striking_reason", "striking_refused")
    asked = SupplierInterest.objects.filter(pk=stake.pk, striking_asked_at__isnull=False).exists()
    return {"asked": asked, **dict(SupplierInterest.objects.values(*fields).get(pk=stake.pk))}


def test_ask_to_strike_stake_tells_every_programme_manager_but_the_holder() -> None:
    one, holder = manager(), manager()
    stake = stake_of(holder)

    ask_to_strike_stake(person=holder, name="acme", reason=WHY)

    tell_people(event_id=Event.objects.get().pk)
    assert state_of(stake) == {"asked": True, "striking_reason": WHY, "striking_refused": ""}
    assert list(Notification.objects.values_list("person_id", "kind")) == [(one.pk, "stake_striking_asked")]
    trail = AuditEvent.objects.get()
    assert (trail.action, trail.before, trail.after) == ("stake.ask", {}, {})


@pytest.mark.parametrize("reason", ["", " ", "x" * 501, "a\0b"])
def test_ask_to_strike_stake_without_words_is_refused(reason: str) -> None:
    stake = stake_of(UserFactory())

    with pytest.raises(InvalidValue) as refused:
        ask_to_strike_stake(person=stake.person, name=stake.name, reason=reason)

    assert [one.field for one in refused.value.problems] == ["reason"]
    assert state_of(stake) == {"asked": False, "striking_reason": "", "striking_refused": ""}
    assert not Event.objects.exists()


@pytest.mark.parametrize("name", ["Apex", "", "!!"])
def test_ask_to_strike_stake_that_is_not_on_the_list_is_refused(name: str) -> None:
    stake = stake_of(UserFactory())
    stake_of(UserFactory(), "Apex")

    with pytest.raises(NotFound):
        ask_to_strike_stake(person=stake.person, name=name, reason=WHY)

    assert not SupplierInterest.objects.filter(striking_asked_at__isnull=False).exists()


def test_declare_supplier_interests_keeps_what_is_asked_about_another_one() -> None:
    stake = stake_of(UserFactory(), mistaken=True)

    declare_supplier_interests(person=stake.person, names=["Apex", "Acme Ltd"])

    assert state_of(stake)["asked"]
    assert set(stake.person.supplier_interests.values_list("name", flat=True)) == {"Acme Ltd", "Apex"}


def test_settle_stake_struck_out_lets_the_holder_claim_the_review_again() -> None:
    stake, review = mistaken()
    before = list(claimable_reviews(viewer=stake.person))

    settle_stake(stake=stake, by=manager(), is_struck=True, reason="")

    assert before == []
    assert list(claimable_reviews(viewer=stake.person)) == [review]
    assert not SupplierInterest.objects.exists()
    assert list(Event.objects.order_by("id").values_list("type", flat=True)) == ["pool.changed", "stake.settled"]
    assert [(row.action, row.after) for row in AuditEvent.objects.all()] == [("stake.strike", {})]
    tell_people(event_id=Event.objects.get(type="stake.settled").pk)
    assert list(Notification.objects.values_list("person_id", "kind")) == [(stake.person_id, "stake_settled")]


def test_settle_stake_that_stays_bars_as_before_and_says_why() -> None:
    stake, _review = mistaken()

    settle_stake(stake=stake, by=manager(), is_struck=False, reason="You are on its board.")

    assert state_of(stake) == {"asked": False, "striking_reason": "", "striking_refused": "You are on its board."}
    assert list(claimable_reviews(viewer=stake.person)) == []
    assert AuditEvent.objects.get().action == "stake.keep"


def test_settle_stake_that_stays_without_words_is_refused() -> None:
    stake, _review = mistaken()

    with pytest.raises(InvalidValue):
        settle_stake(stake=stake, by=manager(), is_struck=False, reason=" ")

    assert state_of(stake)["asked"]


def _stranger(stake: SupplierInterest, review: Review) -> User:
    return UserFactory()


def _lead(stake: SupplierInterest, review: Review) -> User:
    return pool_member(role="lead").person


def _holder(stake: SupplierInterest, review: Review) -> User:
    return grant_role(stake.person, "programme_manager")


def _author(stake: SupplierInterest, review: Review) -> User:
    return grant_role(author_of(review.idea), "programme_manager")


def _interested(stake: SupplierInterest, review: Review) -> User:
    person = manager()
    InterestFactory(person=person, idea=review.idea, recused=True)
    return person


def _with_the_same_stake(stake: SupplierInterest, review: Review) -> User:
    return stake_of(manager()).person


@pytest.mark.parametrize("who", [_stranger, _lead, _holder, _author, _interested, _with_the_same_stake])
def test_settle_stake_by_the_wrong_person_is_refused(who: Any) -> None:
    stake, review = mistaken()
    person = who(stake, review)

    with pytest.raises(NotPermitted) as refused:
        settle_stake(stake=stake, by=person, is_struck=True, reason="")

    assert refused.value.error_code == "cannot_strike"
    assert state_of(stake)["asked"]
    assert not Event.objects.exists()


def test_settle_stake_twice_is_refused() -> None:
    stake, _review = mistaken()
    settle_stake(stake=stake, by=manager(), is_struck=False, reason="You are on its board.")

    with pytest.raises(Conflict) as refused:
        settle_stake(stake=stake, by=manager(), is_struck=True, reason="")

    assert refused.value.error_code == "stake_settled"
    assert SupplierInterest.objects.filter(pk=stake.pk).exists()


def test_stake_that_is_asked_about_without_a_reason_is_refused_by_the_database() -> None:
    stake = stake_of(UserFactory(), mistaken=True)

    with pytest.raises(IntegrityError, match="supplier_interest_striking_says_why"), transaction.atomic():
        SupplierInterest.objects.filter(pk=stake.pk).update(striking_reason="")
