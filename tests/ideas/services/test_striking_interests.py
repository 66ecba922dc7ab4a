"""Striking out an interest that somebody named by mistake."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ideas.exceptions import Conflict, IdeaClosed, InvalidValue, NotPermitted
from ideas.models import AuditEvent, Event, Interest, Notification, Review, User
from ideas.selectors.interests import own_interest
from ideas.services.assignment import assign_department
from ideas.services.interests import declare_interest, strike_interest
from ideas.workflow import Stage
from tests.factories import UserFactory, grant_role, submitted_idea
from tests.factories.fairness import InterestFactory, declaration, stake_of, supplier_of
from tests.factories.ideas import author_of
from tests.factories.reviews import pool_member
from tests.ideas.services.test_interests import events, held, manager
from tests.one_by_one import tell_people

pytestmark = pytest.mark.django_db


def test_strike_interest_keeps_it_in_the_record_and_lets_the_person_be_asked_again() -> None:
    review, by = held(), manager()
    person = review.owner
    interest = declare_interest(idea=review.idea, by=person, declaration=declaration(nature="actual"))
    earlier = len(events())

    strike_interest(interest=interest, by=by, reason="It was another idea.")

    row = Interest.objects.get()
    assert (row.state, row.struck_by, row.struck_reason, row.text) == (
        "struck",
        by,
        "It was another idea.",
        interest.text,
    )
    assert events()[earlier:] == ["interest.struck", "pool.changed"]
    assert [one.owner for one in assign_department(department_id=review.department_id).assigned] == [person]
    audit = AuditEvent.objects.get(action="interest.strike")
    assert (audit.before, audit.after, audit.reason) == ({"state": "recused"}, {"state": "struck"}, "")


def test_strike_interest_tells_the_person() -> None:
    interest = InterestFactory()
    strike_interest(interest=interest, by=manager(), reason="It was another idea.")

    tell_people(event_id=Event.objects.get(type="interest.struck").pk)

    assert list(Notification.objects.values_list("person", "kind")) == [(interest.person_id, "interest_decided")]


def test_strike_interest_leaves_the_person_free_to_name_another_one() -> None:
    review = held()
    first = declare_interest(idea=review.idea, by=review.owner, declaration=declaration())
    strike_interest(interest=first, by=manager(), reason="It was another idea.")

    second = declare_interest(idea=review.idea, by=review.owner, declaration=declaration(nature="actual"))

    assert second.pk != first.pk
    assert list(Interest.objects.order_by("pk").values_list("state", flat=True)) == ["struck", "recused"]
    assert own_interest(person=review.owner, idea=review.idea) == second
    assert Review.objects.get().owner is None


@pytest.mark.parametrize("who", ["person", "lead", "triager", "author", "team", "interested", "supplier"])
def test_strike_interest_by_others_changes_nothing(who: str) -> None:
    review = held()
    interest = declare_interest(idea=review.idea, by=review.owner, declaration=declaration(nature="actual"))
    author = author_of(review.idea)
    by = {"person": review.owner, "lead": pool_member(role="lead").person, "author": author}.get(who) or UserFactory()
    grant_role(by, "triager" if who in {"triager", "lead"} else "programme_manager")
    if who == "team":
        User.objects.filter(pk__in=[by.pk, author.pk]).update(manager=UserFactory())
    elif who == "interested":
        InterestFactory(idea=review.idea, person=by)
    elif who == "supplier":
        supplier_of(review.idea)
        stake_of(by)

    with pytest.raises(NotPermitted) as refused:
        strike_interest(interest=interest, by=User.objects.get(pk=by.pk), reason="It was another idea.")

    assert refused.value.error_code == "cannot_strike"
    interest.refresh_from_db()
    assert (interest.state, interest.struck_by) == ("recused", None)
    assert not AuditEvent.objects.filter(action="interest.strike").exists()


@pytest.mark.parametrize("state", ["decided", "mitigated", "clear", "struck"])
def test_strike_interest_that_bars_nobody_or_was_decided_about_is_refused(state: str) -> None:
    by = manager()
    decided = {"decided_by": by, "decided_at": datetime(2026, 11, 2, tzinfo=UTC)}
    fields: dict[str, dict[str, Any]] = {
        "decided": {"state": "recused", **decided},
        "mitigated": {"state": "mitigated", "mitigation": "Mira reads it first.", **decided},
        "clear": {"state": "clear", "nature": "none", "kind": "", "text": ""},
        "struck": {"state": "struck", "struck_by": by, "struck_at": decided["decided_at"], "struck_reason": "No."},
    }
    interest = InterestFactory(**fields[state])

    with pytest.raises(Conflict) as refused:
        strike_interest(interest=interest, by=by, reason="It was another idea.")

    assert refused.value.error_code == "interest_settled"
    assert Interest.objects.get().state == fields[state]["state"]


def test_strike_interest_in_a_decided_idea_is_refused() -> None:
    interest = InterestFactory(idea=submitted_idea(stage=Stage.DECLINED))

    with pytest.raises(IdeaClosed):
        strike_interest(interest=interest, by=manager(), reason="It was another idea.")

    assert Interest.objects.get().state == "declared"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_strike_interest_without_a_reason_that_fits_is_refused(reason: str) -> None:
    interest = InterestFactory()

    with pytest.raises(InvalidValue):
        strike_interest(interest=interest, by=manager(), reason=reason)

    assert Interest.objects.get().state == "declared"


def test_interest_is_struck_out_by_another_person_with_a_reason_whoever_writes() -> None:
    interest, when = InterestFactory(), datetime(2026, 11, 2, tzinfo=UTC)
    rows = Interest.objects.filter(pk=interest.pk)

    with pytest.raises(IntegrityError, match="interest_struck_by_another"), transaction.atomic():
        rows.update(state="struck", struck_by=interest.person, struck_at=when, struck_reason="A mistake.")
    with pytest.raises(IntegrityError, match="interest_struck_says_why"), transaction.atomic():
        rows.update(state="struck", struck_by=UserFactory(), struck_at=when)
