"""Naming an interest, and what the lead makes of it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ideas.exceptions import Conflict, IdeaClosed, InvalidValue, NotPermitted
from ideas.models import AuditEvent, Event, Idea, Interest, Notification, Review, User, Vote
from ideas.selectors.interests import interest_for, interests_to_decide
from ideas.selectors.reviews import actions_for, claimable_reviews
from ideas.services.assignment import assign_department
from ideas.services.decisions import decide_idea
from ideas.services.interests import decide_interest, declare_interest
from ideas.services.recusals import held_reviews, release_all_conflicted_reviews
from ideas.services.reviews import save_review, submit_review
from ideas.services.suppliers import declare_supplier_interests, name_suppliers
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.fairness import InterestFactory, declaration, stake_of, supplier_of
from tests.factories.ideas import author_of
from tests.factories.people import MembershipFactory
from tests.factories.reviews import DecisionFactory, decision_content, pool_member, review_content
from tests.one_by_one import tell_people

pytestmark = pytest.mark.django_db


def held(**fields: Any) -> Review:
    """Return a review of Business that a member of its pool holds."""
    place = pool_member()
    return ReviewFactory(department=place.department, assigned=True, owner=place.person, **fields)


def events() -> list[str]:
    return list(Event.objects.order_by("id").values_list("type", flat=True))


def manager() -> User:
    return grant_role(UserFactory(), "programme_manager")


def test_declare_interest_actual_gives_the_review_back_with_two_working_days_more() -> None:
    review = held(due_at=datetime(2026, 4, 2, 16, tzinfo=UTC), plain_answer="My draft", internal_note="Mine")
    owner = review.owner

    interest = declare_interest(idea=review.idea, by=owner, declaration=declaration(nature="actual"))

    review.refresh_from_db()
    assert interest.state == "recused"
    assert (review.owner, review.state, review.plain_answer, review.internal_note) == (None, "queued", "", "")
    assert review.due_at == datetime(2026, 4, 8, 16, tzinfo=UTC)  # over Good Friday and Easter Monday
    assert events() == ["review.recused", "pool.changed"]
    assert AuditEvent.objects.get().action == "interest.declare"


def test_declare_interest_actual_never_gives_it_back_to_the_same_person() -> None:
    review = held()
    other = pool_member().person
    declare_interest(idea=review.idea, by=review.owner, declaration=declaration(nature="actual"))

    assign_department(department_id=review.department_id)

    review.refresh_from_db()
    assert review.owner == other


def test_declare_interest_none_is_kept_and_changes_nothing_else() -> None:
    review = held()

    interest = declare_interest(idea=review.idea, by=review.owner, declaration=declaration(nature="none"))

    assert (interest.state, interest.text, interest.kind) == ("clear", "", "")
    submit_review(review=review, by=review.owner, content=review_content())
    assert not AuditEvent.objects.exists()


def test_declare_interest_potential_holds_the_answer_back_but_not_the_draft() -> None:
    review = held()
    declare_interest(idea=review.idea, by=review.owner, declaration=declaration())

    save_review(review=review, by=review.owner, content=review_content())
    with pytest.raises(NotPermitted) as refused:
        submit_review(review=review, by=review.owner, content=review_content())

    review.refresh_from_db()
    assert refused.value.error_code == "interest_undecided"
    assert review.state == "drafting"
    assert actions_for(User.objects.get(pk=review.owner_id), review) == ("save",)


def test_declare_interest_potential_tells_the_lead_alone() -> None:
    review = held()
    lead = pool_member(role="lead").person
    pool_member()
    declare_interest(idea=review.idea, by=review.owner, declaration=declaration())

    tell_people(event_id=Event.objects.get(type="interest.declared").pk)

    assert list(Notification.objects.values_list("person_id", "kind")) == [(lead.pk, "interest_declared")]


def test_declare_interest_of_the_lead_tells_programme_managers() -> None:
    place = pool_member(role="lead")
    manager = grant_role(UserFactory(), "programme_manager")
    review = ReviewFactory(department=place.department, assigned=True, owner=place.person)
    declare_interest(idea=review.idea, by=place.person, declaration=declaration())

    tell_people(event_id=Event.objects.get(type="interest.declared").pk)

    assert list(Notification.objects.values_list("person_id", "reason")) == [(manager.pk, "programme_manager")]


def test_declare_interest_none_after_another_is_refused() -> None:
    review = held()
    declare_interest(idea=review.idea, by=review.owner, declaration=declaration())

    with pytest.raises(Conflict) as refused:
        declare_interest(idea=review.idea, by=review.owner, declaration=declaration(nature="none"))

    assert refused.value.error_code == "interest_declared"
    assert Interest.objects.get().state == "declared"


def test_declare_interest_by_somebody_who_is_not_asked_is_refused() -> None:
    review = held()

    with pytest.raises(NotPermitted) as refused:
        declare_interest(idea=review.idea, by=pool_member().person, declaration=declaration())

    assert refused.value.error_code == "not_asked"
    assert not Interest.objects.exists()


def test_declare_interest_in_decided_idea_is_refused() -> None:
    review = held(idea=submitted_idea(stage=Stage.READY_FOR_DECISION))
    DecisionFactory(idea=review.idea)

    with pytest.raises(IdeaClosed):
        declare_interest(idea=review.idea, by=review.owner, declaration=declaration())

    assert not Interest.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"nature": "large"}, "nature", "invalid_choice"),
        ({"kind": ""}, "kind", "invalid_choice"),
        ({"text": " "}, "text", "blank"),
        ({"text": "x" * 2001}, "text", "too_long"),
    ],
)
def test_declare_interest_that_says_too_little_is_refused(changes: dict[str, str], field: str, code: str) -> None:
    review = held()

    with pytest.raises(InvalidValue) as refused:
        declare_interest(idea=review.idea, by=review.owner, declaration=declaration(**changes))

    assert [(one.field, one.code) for one in refused.value.problems] == [(field, code)]
    assert not Interest.objects.exists()


def test_declare_interest_by_the_decider_asks_the_next_one() -> None:
    lead, manager = pool_member(role="lead").person, grant_role(UserFactory(), "programme_manager")
    idea = submitted_idea(stage=Stage.READY_FOR_DECISION, tier=3)
    grant_role(lead, "board_chair")

    declare_interest(idea=idea, by=lead, declaration=declaration(nature="actual"))

    with pytest.raises(NotPermitted):
        decide_idea(idea=idea, by=lead, content=decision_content())
    tell_people(event_id=Event.objects.get(type="decider.changed").pk)
    assert list(Notification.objects.values_list("person_id", "kind")) == [(manager.pk, "decision_needed")]


def test_decide_interest_with_a_safeguard_lets_the_person_answer() -> None:
    review, lead = held(), pool_member(role="lead").person
    interest = declare_interest(idea=review.idea, by=review.owner, declaration=declaration())

    decide_interest(interest=interest, by=lead, may_go_on=True, mitigation="Mira reads it first.")

    interest.refresh_from_db()
    assert (interest.state, interest.mitigation, interest.decided_by) == ("mitigated", "Mira reads it first.", lead)
    submit_review(review=review, by=review.owner, content=review_content())
    assert list(AuditEvent.objects.order_by("id").values_list("action", "reason")) == [
        ("interest.declare", ""),
        ("interest.decide", ""),
    ]


def test_decide_interest_without_leave_gives_the_review_back() -> None:
    review, lead = held(), pool_member(role="lead").person
    interest = declare_interest(idea=review.idea, by=review.owner, declaration=declaration())

    decide_interest(interest=interest, by=lead, may_go_on=False, mitigation="")

    review.refresh_from_db()
    assert (review.owner, review.state) == (None, "queued")
    assert Interest.objects.get().state == "recused"


@pytest.mark.parametrize("who", ["owner", "stranger", "author"])
def test_decide_interest_by_others_is_refused(who: str) -> None:
    review = held()
    interest = declare_interest(idea=review.idea, by=review.owner, declaration=declaration())
    author = author_of(review.idea)
    pool_member(person=author, role="lead")
    people = {"owner": review.owner, "stranger": UserFactory(), "author": author}

    with pytest.raises(NotPermitted) as refused:
        decide_interest(interest=interest, by=people[who], may_go_on=True, mitigation="It is fine.")

    assert refused.value.error_code == "not_lead"
    assert Interest.objects.get().state == "declared"


def test_decide_interest_for_going_on_without_a_safeguard_is_refused() -> None:
    interest = InterestFactory()

    with pytest.raises(InvalidValue):
        decide_interest(
            interest=interest, by=grant_role(UserFactory(), "programme_manager"), may_go_on=True, mitigation=""
        )

    assert Interest.objects.get().state == "declared"


def test_decide_interest_twice_is_refused() -> None:
    interest, manager = InterestFactory(), grant_role(UserFactory(), "programme_manager")
    decide_interest(interest=interest, by=manager, may_go_on=False, mitigation="")

    with pytest.raises(Conflict) as refused:
        decide_interest(interest=interest, by=manager, may_go_on=True, mitigation="Fine.")

    assert refused.value.error_code == "interest_settled"
    assert Interest.objects.get().state == "recused"


def test_interests_to_decide_lists_who_stepped_aside_by_themselves_from_open_ideas() -> None:
    by = manager()
    own = InterestFactory(recused=True, person=by)
    aside, waiting = InterestFactory(recused=True), InterestFactory()
    InterestFactory(recused=True, idea=submitted_idea(stage=Stage.DECLINED))

    assert list(interests_to_decide(viewer=by, is_aside=True)) == [aside]
    assert list(interests_to_decide(viewer=by)) == [waiting]
    assert [interest_for(viewer=by, public_id=one.public_id).may_strike for one in (own, aside, waiting)] == [
        False,
        True,
        True,
    ]


def test_interest_for_its_decider_tells_whether_the_person_voted() -> None:
    interest, manager = InterestFactory(), grant_role(UserFactory(), "programme_manager")
    Vote.objects.create(idea=interest.idea, voter=interest.person)

    sheet = interest_for(viewer=manager, public_id=interest.public_id)

    assert (sheet.has_voted, sheet.may_decide) == (True, True)


def test_name_suppliers_takes_reviews_from_whoever_has_a_stake() -> None:
    review, other = held(), held()
    stake_of(review.owner, "Acme Ltd")
    supplier_of(other.idea)

    named = name_suppliers(idea=review.idea, by=author_of(review.idea), names=["ACME limited", "acme", "Apex"])

    assert [(one.name, one.name_key) for one in named] == [("ACME limited", "acme"), ("Apex", "apex")]
    assert list(held_reviews().values_list("pk", flat=True)) == [other.pk]


def test_name_suppliers_by_a_stranger_is_refused() -> None:
    review = held()

    with pytest.raises(NotPermitted):
        name_suppliers(idea=review.idea, by=UserFactory(), names=["Acme"])

    assert not review.idea.suppliers.exists()


def test_name_suppliers_without_one_s_own_is_refused() -> None:
    review = held()
    colleague = MembershipFactory(department=review.department).person
    supplier_of(review.idea)
    stake_of(colleague)

    with pytest.raises(NotPermitted) as refused:
        name_suppliers(idea=review.idea, by=colleague, names=["Apex"])

    assert refused.value.error_code == "has_interest"
    assert [one.name for one in review.idea.suppliers.all()] == ["Acme Ltd"]


@pytest.mark.parametrize("who", ["author", "other"])
def test_name_suppliers_without_one_is_for_authors_and_people_without_a_stake(who: str) -> None:
    review = held()
    author, other = author_of(review.idea), MembershipFactory(department=review.department).person
    supplier_of(review.idea)
    stake_of(author)

    name_suppliers(idea=review.idea, by={"author": author, "other": other}[who], names=[])

    assert not review.idea.suppliers.exists()


@pytest.mark.parametrize(("names", "code"), [(["!!"], "no_letters"), (["x" * 201], "too_long"), ([""], "blank")])
def test_name_suppliers_without_a_name_is_refused(names: list[str], code: str) -> None:
    idea = submitted_idea()

    with pytest.raises(InvalidValue) as refused:
        name_suppliers(idea=idea, by=author_of(idea), names=names)

    assert [one.code for one in refused.value.problems] == [code]
    assert not idea.suppliers.exists()


def test_declare_supplier_interests_without_one_that_an_idea_of_the_department_names_is_refused() -> None:
    review = held()
    supplier_of(review.idea)
    colleague = MembershipFactory(department=review.department).person
    stake_of(colleague)
    stake_of(colleague, "Apex")

    with pytest.raises(Conflict) as refused:
        declare_supplier_interests(person=colleague, names=["Apex"])

    assert refused.value.error_code == "supplier_named"
    assert set(colleague.supplier_interests.values_list("name_key", flat=True)) == {"acme", "apex"}
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("why", ["decided", "elsewhere", "other_supplier"])
def test_declare_supplier_interests_without_one_that_bars_nothing_is_taken(why: str) -> None:
    review = held()
    supplier_of(review.idea, "Apex" if why == "other_supplier" else "Acme Ltd")
    if why == "decided":
        Idea.objects.update(stage=Stage.DECLINED, next_answer_at=None)
    person = UserFactory() if why == "elsewhere" else MembershipFactory(department=review.department).person
    stake_of(person)

    assert declare_supplier_interests(person=person, names=[]) == []


def test_declare_supplier_interests_takes_away_what_names_them() -> None:
    review = held()
    supplier_of(review.idea)

    declare_supplier_interests(person=review.owner, names=["Acme"])

    assert not held_reviews().exists()
    assert [(row.action, row.after) for row in AuditEvent.objects.all()] == [("person.suppliers", {})]


def test_claimable_reviews_leave_out_ideas_in_which_one_has_an_interest() -> None:
    place = pool_member()
    stakes, stepped_aside, free = (ReviewFactory(department=place.department) for _ in range(3))
    supplier_of(stakes.idea)
    stake_of(place.person)
    InterestFactory(person=place.person, idea=stepped_aside.idea, recused=True)

    assert list(claimable_reviews(viewer=place.person)) == [free]


def test_release_all_conflicted_reviews_takes_a_review_from_somebody_who_became_co_author() -> None:
    review, other = held(), held()
    review.idea.authors.create(person=review.owner, kind="co_author")

    assert (release_all_conflicted_reviews(), release_all_conflicted_reviews()) == (1, 0)

    assert list(held_reviews().values_list("pk", flat=True)) == [other.pk]
