"""Looks for a sequence of acts by which somebody judges an idea that is too close to them; there must be none.

Sequences of up to 12 acts over the services, each in a savepoint of one small organisation; CONFLICT_SEARCH_SEQUENCES says how many. The oracle reads the
tables by itself and shares nothing with the code that refuses. The seed is printed; CONFLICT_SEARCH_SEED repeats a run.
"""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from ideas.exceptions import DomainError
from ideas.models import (
    AnswerSet,
    Decision,
    Delegation,
    Department,
    Idea,
    IdeaAuthor,
    IdeaSupplier,
    Interest,
    Review,
    RuleSet,
    SupplierInterest,
    User,
)
from ideas.services.absences import add_absence
from ideas.services.assignment import assign_department
from ideas.services.content import IdeaContent
from ideas.services.decisions import decide_idea
from ideas.services.delegations import approve_delegation, end_delegation, make_delegation, step_in
from ideas.services.ideas import edit_idea
from ideas.services.interests import decide_interest, declare_interest
from ideas.services.readiness import make_ready_if_complete
from ideas.services.review_owners import claim_review, hand_over_review
from ideas.services.reviews import submit_review
from ideas.services.suppliers import declare_supplier_interests, name_suppliers
from ideas.workflow import Stage
from tests.factories import MembershipFactory, ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.fairness import declaration
from tests.factories.reviews import decision_content, review_content
from tests.factories.routing import answers

SEQUENCES: Final = int(os.environ.get("CONFLICT_SEARCH_SEQUENCES", "40"))
STEPS: Final = 12
SUPPLIER: Final = "Acme Ltd"


@dataclass(frozen=True)
class World:
    """Six people around one idea of tier 1: its author, two of Business and their lead, a programme manager, a manager."""

    idea: Idea
    review: Review
    department: Department
    people: tuple[User, ...]


WORLD: World


def build() -> World:
    manager = UserFactory(name="Manager")
    author = UserFactory(name="Author", manager=manager)
    department = Department.objects.get(slug="business")
    lead, ben, cal = (UserFactory(name=name) for name in ("Lead", "Ben", "Cal"))
    MembershipFactory(person=lead, department=department, lead=True)
    for person in (ben, cal, author):
        MembershipFactory(person=person, department=department)
    programme = grant_role(UserFactory(name="Programme"), "programme_manager")
    idea = submitted_idea(author=author, tier=1)

    AnswerSet.objects.create(idea=idea, rule_set=RuleSet.objects.get(), answers=answers())
    review = ReviewFactory(idea=idea, department=department)
    return World(idea, review, department, (author, lead, ben, cal, programme, manager))


def too_close(person_id: int, idea_id: int) -> bool:
    """Whether somebody wrote the idea, has an interest in it, or acts for somebody of these; as the tables stand."""
    today = timezone.now().date()
    givers = Delegation.objects.filter(
        to_person=person_id, agreed_at__isnull=False, ended_at__isnull=True, ends_on__gte=today, starts_on__lte=today
    )
    return any(_is_close(one, idea_id) for one in (person_id, *givers.values_list("from_person_id", flat=True)))


def _is_close(person_id: int, idea_id: int) -> bool:
    stakes = {
        one.name.lower().replace("ltd", "").strip(" .") for one in SupplierInterest.objects.filter(person=person_id)
    }
    named = {one.name.lower().replace("limited", "").strip(" .") for one in IdeaSupplier.objects.filter(idea=idea_id)}
    said = Interest.objects.filter(person=person_id, idea=idea_id).values_list("state", flat=True)
    return (
        IdeaAuthor.objects.filter(idea=idea_id, person=person_id).exists()
        or bool(stakes & {name.replace("ltd", "").strip(" .") for name in named})
        or bool({"declared", "recused"} & set(said))
    )


WHO = st.integers(0, 5)


class ConflictSearch(RuleBasedStateMachine):
    """Anybody tries anything; what the services refuse changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.mark = transaction.savepoint()
        self.world = WORLD
        self.idea_id = WORLD.idea.pk

    def person(self, number: int) -> User:
        return self.world.people[number]  # what they are never changes here, only what they do

    def review(self) -> Review:
        return Review.objects.select_related("idea", "owner").get(pk=self.world.review.pk)

    def idea(self) -> Idea:
        return Idea.objects.get(pk=self.idea_id)

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Do something; return whether the services let it. Each undoes what it refuses."""
        try:
            act()
        except DomainError:
            return False
        return True

    @rule(who=WHO)
    def become_co_author(self, who: int) -> None:
        idea, author = self.idea(), self.person(0)
        content = IdeaContent(co_authors=(self.person(who).public_id,))
        self.attempt(lambda: edit_idea(idea=idea, by=author, content=content, expected_version=idea.version))

    @rule(by=WHO)
    def name_supplier(self, by: int) -> None:
        self.attempt(lambda: name_suppliers(idea=self.idea(), by=self.person(by), names=[SUPPLIER]))

    @rule(who=WHO)
    def have_a_stake(self, who: int) -> None:
        self.attempt(lambda: declare_supplier_interests(person=self.person(who), names=["ACME Limited"]))

    @rule()
    def assign(self) -> None:
        before = self.review().owner_id
        assign_department(department_id=self.world.department.pk)
        owner = self.review().owner_id
        if owner is not None and owner != before:
            assert not too_close(owner, self.idea_id), "a review was given to somebody too close"

    @rule(who=WHO)
    def claim(self, who: int) -> None:
        if self.attempt(lambda: claim_review(review=self.review(), by=self.person(who))):
            assert self.review().owner_id == self.world.people[who].pk

    @rule(to=WHO, by=WHO)
    def hand_over(self, to: int, by: int) -> None:
        review = self.review()
        by = (
            by
            if review.owner is None
            else next((number for number, one in enumerate(self.world.people) if one.pk == review.owner_id), by)
        )
        self.attempt(
            lambda: hand_over_review(review=review, to=self.person(to), by=self.person(by), reason="Away tomorrow.")
        )

    @rule(giver=WHO, holder=WHO)
    def delegate(self, giver: int, holder: int) -> None:
        today = timezone.now().date()
        self.attempt(
            lambda: make_delegation(
                from_person=self.person(giver),
                to_person=self.person(holder),
                by=self.person(giver),
                starts_on=today,
                ends_on=today + timedelta(days=5),
            )
        )

    @rule()
    def approve(self) -> None:
        for row in Delegation.objects.filter(agreed_at=None, ended_at=None):
            self.attempt(lambda row=row: approve_delegation(delegation=row, by=self.person(4)))  # type: ignore[misc]

    @rule()
    def end(self) -> None:
        row = Delegation.objects.filter(ended_at=None).order_by("id").first()
        if row is not None:
            end_delegation(delegation=row, by=row.from_person)

    @rule(who=WHO)
    def step_in(self, who: int) -> None:
        self.attempt(lambda: step_in(review=self.review(), by=self.person(who)))

    @rule(who=WHO)
    def be_absent(self, who: int) -> None:
        today, person = timezone.now().date(), self.person(who)
        self.attempt(lambda: add_absence(person=person, by=person, from_on=today, to_on=today + timedelta(days=3)))

    @rule(who=WHO, nature=st.sampled_from(["none", "actual", "potential"]))
    def declare(self, who: int, nature: str) -> None:
        owner = self.review().owner
        by = owner if owner is not None and who != 1 else self.person(who)
        self.attempt(lambda: declare_interest(idea=self.idea(), by=by, declaration=declaration(nature=nature)))

    @rule(by=WHO, may_go_on=st.booleans())
    def decide_interest(self, by: int, may_go_on: bool) -> None:
        row = Interest.objects.filter(state="declared").first()
        if row is None:
            return
        self.attempt(
            lambda: decide_interest(
                interest=row, by=self.person(by), may_go_on=may_go_on, mitigation="Somebody reads it first."
            )
        )

    @rule(who=WHO)
    def answer(self, who: int) -> None:
        owner = self.review().owner
        by = owner if owner is not None and who < 4 else self.person(who)  # mostly whoever could
        acted_for = self.review().acted_for_id
        if self.attempt(lambda: submit_review(review=self.review(), by=by, content=review_content())):
            assert not too_close(by.pk, self.idea_id), f"{by} reviewed it"
            assert acted_for is None or not too_close(acted_for, self.idea_id), f"{by} reviewed it for another"

    @rule()
    def be_ready(self) -> None:
        idea = self.idea()
        if idea.stage == Stage.IN_REVIEW and not make_ready_if_complete(idea=idea):
            Idea.objects.filter(pk=idea.pk).update(stage=Stage.READY_FOR_DECISION)

    @rule(who=WHO)
    def decide(self, who: int) -> None:
        by = self.person(who)
        if self.attempt(lambda: decide_idea(idea=self.idea(), by=by, content=decision_content())):
            decision = Decision.objects.get(idea=self.idea_id)
            assert not too_close(by.pk, self.idea_id), f"{by} decided it"
            assert decision.acted_for_id is None or not too_close(decision.acted_for_id, self.idea_id)

    def teardown(self) -> None:
        try:
            self.nobody_wrote_what_they_judged()
            self.nobody_passes_on_what_was_passed_on()
        finally:
            transaction.savepoint_rollback(self.mark)

    def nobody_wrote_what_they_judged(self) -> None:
        authors = set(IdeaAuthor.objects.filter(idea=self.idea_id).values_list("person_id", flat=True))
        judges = Review.objects.filter(idea=self.idea_id, state="submitted").values_list("owner_id", "acted_for_id")
        deciders = Decision.objects.filter(idea=self.idea_id).values_list("decided_by_id", "acted_for_id")
        assert not authors & {one for pair in (*judges, *deciders) for one in pair}

    def nobody_passes_on_what_was_passed_on(self) -> None:
        rows = Delegation.objects.filter(ended_at__isnull=True).values_list("from_person_id", "to_person_id")
        assert not {giver for giver, _holder in rows} & {holder for _giver, holder in rows}


@pytest.fixture
def world(db: None) -> World:
    global WORLD  # noqa: PLW0603 — Hypothesis builds the machines itself
    WORLD = build()
    return WORLD


def test_no_sequence_lets_somebody_judge_what_is_too_close_to_them(world: World) -> None:
    chosen = int(os.environ.get("CONFLICT_SEARCH_SEED", random.randrange(2**32)))
    print(f"CONFLICT_SEARCH_SEED={chosen}")  # noqa: T201
    search = settings(
        max_examples=SEQUENCES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(chosen)(ConflictSearch), settings=search)
