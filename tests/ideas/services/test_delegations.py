"""Acting for somebody: named, agreed to, ended, and what it allows."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.models import AuditEvent, Decision, Delegation, Event, Notification, Review, User
from ideas.policies.authorship import authorship_of
from ideas.policies.deciders import deciders_of
from ideas.services.decisions import decide_idea
from ideas.services.defaults import install_defaults
from ideas.services.delegations import approve_delegation, end_delegation, make_delegation, step_in
from ideas.services.reviews import submit_review
from ideas.workflow import Stage
from tests.at_once import at_once
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.fairness import DelegationFactory, InterestFactory
from tests.factories.ideas import author_of
from tests.factories.reviews import decision_content, pool_member, review_content
from tests.one_by_one import tell_people

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.now().date()


def make(
    giver: User, holder: User, *, by: User | None = None, first: int = 0, last: int = 7, **more: Any
) -> Delegation:
    days = {"starts_on": today() + timedelta(days=first), "ends_on": today() + timedelta(days=last)}
    return make_delegation(from_person=giver, to_person=holder, by=by or giver, **days, **more)


def test_make_delegation_inside_the_pool_counts_at_once_and_tells_both() -> None:
    giver, holder = pool_member().person, pool_member().person

    delegation = make(giver, holder)

    assert (delegation.agreed_at is not None, delegation.approved_by) == (True, None)
    event = Event.objects.get()
    assert (event.type, AuditEvent.objects.get().action) == ("delegation.made", "delegation.make")
    Event.objects.filter(pk=event.pk)
    tell_people(event_id=event.pk)
    assert set(Notification.objects.values_list("person_id", "reason")) == {(holder.pk, "delegate")}


def test_make_delegation_by_the_lead_tells_both() -> None:
    lead, giver, holder = pool_member(role="lead").person, pool_member().person, UserFactory()

    delegation = make(giver, holder, by=lead)

    tell_people(event_id=Event.objects.get().pk)
    assert delegation.approved_by == lead
    assert set(Notification.objects.values_list("person_id", "reason")) == {
        (holder.pk, "delegate"),
        (giver.pk, "delegator"),
    }


def test_make_delegation_outside_the_pool_waits_for_the_lead() -> None:
    lead, giver, holder = pool_member(role="lead").person, pool_member().person, UserFactory()
    review = ReviewFactory(department=pool_member().department, assigned=True, owner=giver)
    delegation = make(giver, holder)
    tell_people(event_id=Event.objects.get().pk)

    with pytest.raises(NotPermitted):
        step_in(review=review, by=holder)
    approve_delegation(delegation=delegation, by=lead)
    step_in(review=review, by=holder)

    review.refresh_from_db()
    assert list(Notification.objects.values_list("person_id", "kind")) == [(lead.pk, "delegation_asked")]
    assert (review.owner, review.acted_for) == (holder, giver)


@pytest.mark.parametrize("who", ["giver", "holder", "stranger"])
def test_approve_delegation_by_others_is_refused(who: str) -> None:
    delegation = DelegationFactory(asked=True)
    people = {"giver": delegation.from_person, "holder": delegation.to_person, "stranger": pool_member().person}

    with pytest.raises(NotPermitted):
        approve_delegation(delegation=delegation, by=people[who])

    assert Delegation.objects.get().agreed_at is None


def test_approve_delegation_that_was_ended_is_refused() -> None:
    lead, giver = pool_member(role="lead").person, pool_member().person
    delegation = DelegationFactory(from_person=giver, asked=True)
    end_delegation(delegation=delegation, by=lead)

    with pytest.raises(Conflict) as refused:
        approve_delegation(delegation=delegation, by=lead)

    assert refused.value.error_code == "delegation_settled"
    assert Delegation.objects.get().agreed_at is None


@pytest.mark.parametrize("shape", ["giver acts", "holder gives", "giver gives"])
def test_make_delegation_that_would_be_a_chain_or_a_second_one_is_refused(shape: str) -> None:
    giver, holder, other = pool_member().person, pool_member().person, pool_member().person
    first = {"giver acts": (other, giver), "holder gives": (holder, other), "giver gives": (giver, other)}[shape]
    make(*first, first=7, last=9)

    with pytest.raises(InvalidValue) as refused:
        make(giver, holder)

    codes = {problem.code for problem in refused.value.problems}
    assert codes == ({"overlaps"} if shape == "giver gives" else {"delegation_chain"})
    assert Delegation.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"first": 3, "last": 2}, "ends_before_start"),
        ({"first": -9, "last": -2}, "days_over"),
        ({"last": 900}, "too_long"),
        ({"scope_tier": 4}, "out_of_range"),
    ],
)
def test_make_delegation_with_wrong_days_is_refused(given: dict[str, int], code: str) -> None:
    giver, holder = pool_member().person, pool_member().person

    with pytest.raises(InvalidValue) as refused:
        make(giver, holder, **given)

    assert [problem.code for problem in refused.value.problems] == [code]
    assert not Delegation.objects.exists()


def test_make_delegation_for_somebody_else_is_refused() -> None:
    with pytest.raises(NotPermitted):
        make(pool_member().person, pool_member().person, by=pool_member().person)

    assert not Delegation.objects.exists()


def test_step_in_lets_the_delegate_answer_in_the_other_ones_place() -> None:
    giver, holder = pool_member().person, pool_member().person
    review = ReviewFactory(department=pool_member().department, assigned=True, owner=giver)
    make(giver, holder)

    step_in(review=review, by=holder)
    submit_review(review=review, by=holder, content=review_content())

    review.refresh_from_db()
    assert (review.owner, review.acted_for, review.state) == (holder, giver, "submitted")
    assert AuditEvent.objects.get(action="review.step_in").on_behalf_of == giver


@pytest.mark.parametrize("case", ["own idea", "owner has an interest", "tier too high", "ended", "not begun"])
def test_step_in_where_it_must_not_be_is_refused(case: str) -> None:
    giver, holder = pool_member().person, pool_member().person
    idea = submitted_idea(author=holder if case == "own idea" else UserFactory(), tier=2)
    review = ReviewFactory(idea=idea, department=pool_member().department, assigned=True, owner=giver)
    delegation = DelegationFactory(
        from_person=giver,
        to_person=holder,
        scope_tier=1 if case == "tier too high" else None,
        starts_on=today() + timedelta(days=3 if case == "not begun" else 0),
    )
    if case == "owner has an interest":
        InterestFactory(person=giver, idea=idea)
    if case == "ended":
        end_delegation(delegation=delegation, by=giver)

    with pytest.raises(NotPermitted):
        step_in(review=review, by=holder)

    review.refresh_from_db()
    assert (review.owner, review.acted_for) == (giver, None)


def test_authorship_of_idea_bars_whoever_acts_for_its_author_as_long_as_they_do() -> None:
    idea = submitted_idea()
    delegation = DelegationFactory(from_person=author_of(idea))

    assert authorship_of([idea.pk])[idea.pk].bar_of(delegation.to_person_id) == "has_interest"
    end_delegation(delegation=delegation, by=delegation.from_person)
    assert authorship_of([idea.pk])[idea.pk].bar_of(delegation.to_person_id) == ""


def test_decide_idea_in_somebody_elses_place_is_recorded() -> None:
    lead, holder = pool_member(role="lead").person, pool_member().person
    idea = submitted_idea(stage=Stage.READY_FOR_DECISION, tier=1)
    make(lead, holder)

    decide_idea(idea=idea, by=holder, content=decision_content())

    decision = Decision.objects.get()
    assert (decision.decided_by, decision.acted_for) == (holder, lead)
    assert AuditEvent.objects.get(action="decision.make").on_behalf_of == lead


def test_deciders_of_idea_leave_out_a_delegate_who_wrote_or_reviewed_it() -> None:
    lead, holder = pool_member(role="lead").person, pool_member().person
    idea = submitted_idea(stage=Stage.READY_FOR_DECISION, tier=2)
    ReviewFactory(idea=idea, submitted=True, owner=holder)
    own = submitted_idea(stage=Stage.READY_FOR_DECISION, tier=1, author=holder)
    make(lead, holder)

    assert [one.person for one in deciders_of(idea)] == [lead]
    assert [one.person for one in deciders_of(own)] == [lead]


def test_make_delegation_takes_what_the_holder_must_not_judge_any_more() -> None:
    author, holder = pool_member().person, pool_member().person
    idea = submitted_idea(author=author)
    review = ReviewFactory(
        idea=idea, department=pool_member("finance", person=holder).department, assigned=True, owner=holder
    )

    make(author, holder)

    assert Review.objects.get(pk=review.pk).owner is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shape", ["handed on", "there and back"])
def test_delegate_chains_are_impossible_when_two_are_named_at_once(shape: str) -> None:
    install_defaults()
    first, second, third = (pool_member().person for _ in range(3))
    wanted = [(first, second), (second, third if shape == "handed on" else first)]

    found = at_once(*(partial(make, *pair) for pair in wanted), may_refuse=True)

    refused = [one for one in found if isinstance(one, InvalidValue)]
    assert [[problem.code for problem in one.problems] for one in refused] == [["delegation_chain"]]
    assert Delegation.objects.count() == 1
