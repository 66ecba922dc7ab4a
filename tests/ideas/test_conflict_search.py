"""Looks for a sequence of acts by which somebody judges an idea that is too close to them; there must be none.

Sequences of up to 12 acts over the services, each in a savepoint of one small organisation that is made once. The oracle is
one statement that reads the tables after every act and shares nothing with the code that refuses. CONFLICT_SEARCH_SEQUENCES
says how many sequences; the seed is printed, and CONFLICT_SEARCH_SEED repeats a run. News and their deliveries are left out:
they decide nothing, and cost a third of the time.
"""

import copy
import gc
import os
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ideas import outbox
from ideas.exceptions import DomainError
from ideas.models import (
    Appeal,
    Ballot,
    Bounce,
    Decision,
    Delegation,
    Department,
    Idea,
    Interest,
    Review,
    User,
)
from ideas.services.absence_cover import cover_absences
from ideas.services.absences import add_absence
from ideas.services.appeals import decide_appeal, file_appeal
from ideas.services.assignment import assign_department
from ideas.services.ballots import cast_deciding_vote, close_due_ballots, vote_in_ballot
from ideas.services.bounces import bounce_review, settle_bounce
from ideas.services.content import IdeaContent
from ideas.services.decisions import decide_idea
from ideas.services.delegations import approve_delegation, end_delegation, make_delegation, step_in
from ideas.services.ideas import edit_idea, submit_idea
from ideas.services.interests import decide_interest, declare_interest
from ideas.services.merging import merge_ideas
from ideas.services.people import PersonFields, change_person
from ideas.services.recusals import release_all_conflicted_reviews
from ideas.services.review_owners import claim_review, hand_over_review, take_over_review
from ideas.services.review_versions import revise_review
from ideas.services.reviews import save_review, submit_review
from ideas.services.routing import Asked, open_reviews_of
from ideas.services.second_readers import choose_second_readers
from ideas.services.second_readings import give_second_reading
from ideas.services.suppliers import declare_supplier_interests, name_suppliers
from ideas.workflow import Stage
from tests.factories.conflicts import AUTHOR, CAST, POINTS, PROGRAMME, Cast, cast
from tests.factories.fairness import declaration
from tests.factories.reviews import decision_content, review_content

SEQUENCES: Final = int(os.environ.get("CONFLICT_SEARCH_SEQUENCES", "2000"))
PARTS: Final = 4  # several processes share them
STEPS: Final = 12
WORDS: Final = "The stores open at seven now, so everybody waits for the key."

# What was judged of the idea and by whom, with what binds that person now. A seat's holder may be bound: the deputy votes.
_JUDGED: Final = """
    prepare judged (bigint) as
    with own as (select person_id from ideas_ideaauthor where idea_id = $1),
    tied as (
        select author.person_id from ideas_ideaauthor as author join ideas_idea as idea on idea.id = author.idea_id
        where idea.id = $1 or idea.merged_into_id = $1
        union
        select person_id from ideas_interest where idea_id = $1 and state in ('declared', 'recused')
        union
        select stake.person_id from ideas_supplierinterest as stake, ideas_ideasupplier as named
        where named.idea_id = $1 and stake.name ilike 'acme%' and named.name ilike 'acme%'
    ),
    acting as (
        select from_person_id, to_person_id, starts_on, ends_on from ideas_delegation
        where agreed_at is not null and ended_at is null
    ),
    bound as (
        select person_id from tied
        union
        select to_person_id from acting join tied on tied.person_id = from_person_id
        where current_date between starts_on and ends_on
    ),
    mates as (
        select mate.id from own join ideas_user as person on person.id = own.person_id
        join ideas_user as mate on mate.manager_id = person.manager_id
    ),
    held as (
        select review.*, (select count(*) from ideas_reviewversion as version where version.review_id = review.id) as nth
        from ideas_review as review where idea_id = $1
    ),
    judged (act, key, person_id) as (
        select 'reviewed', id || '/' || nth, owner_id from held where state = 'submitted'
        union all select 'reviewed for', id || '/' || nth, acted_for_id from held where state = 'submitted'
        union all select 'was given', id || '/' || assigned_at, owner_id from held where state <> 'submitted'
        union all select 'was given for', id || '/' || assigned_at, acted_for_id from held where state <> 'submitted'
        union all
        select case when reading.verdict = '' then 'was to read' else 'read' end, reading.id::text, reading.reader_id
        from ideas_secondreading as reading join held on held.id = reading.review_id
        union all
        select 'voted', vote.id || '/' || vote.at, vote.voter_id
        from ideas_ballotvote as vote join ideas_ballotseat as seat on seat.id = vote.seat_id
        join ideas_ballot as ballot on ballot.id = seat.ballot_id where ballot.idea_id = $1
        union all select 'decided a tie', id::text, casting_by_id from ideas_ballot where idea_id = $1
        union all select 'decided', id::text, decided_by_id from ideas_decision where idea_id = $1
        union all select 'decided for', id::text, acted_for_id from ideas_decision where idea_id = $1
        union all
        select 'judged', appeal.id::text, appeal.decided_by_id from ideas_appeal as appeal
        join ideas_decision as decision on decision.id = appeal.decision_id where decision.idea_id = $1
    )
    select act, key, person_id, person_id in (select person_id from own), person_id in (select person_id from bound),
           act not like 'decided%' and person_id in (select id from mates)
    from judged where person_id is not null
    union all
    select 'passed on', first.to_person_id::text, first.from_person_id, false, true, false
    from acting as first join acting as second on second.from_person_id = first.to_person_id
    where first.starts_on <= second.ends_on and second.starts_on <= first.ends_on
"""

WHO = st.integers(0, 2 * CAST - 1)  # every other time it is the one whom this sequence is about
WORLD: Cast


def at(*points: str) -> Any:
    """Try this only with ideas at one of these points."""
    return precondition(lambda self: self.point in points)


class ConflictSearch(RuleBasedStateMachine):
    """Anybody tries anything; what the services refuse changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.mark = transaction.savepoint()
        self.point = ""
        self.idea_id = 0
        self.suspect = 0
        self.judged: set[tuple[str, str, int]] = set()

    @initialize(point=st.sampled_from(POINTS), suspect=st.integers(0, CAST - 1))
    def begin(self, point: str, suspect: int) -> None:
        self.point, self.idea_id, self.suspect = point, WORLD.ideas[point], suspect
        self.judged = {row[:3] for row in self.rows()}

    def person(self, number: int) -> User:
        return copy.copy(WORLD.people[number if number < CAST else self.suspect])

    def review(self) -> Review | None:
        return Review.objects.filter(idea=self.idea_id).order_by("-round", "id").first()

    def idea(self) -> Idea:
        return Idea.objects.get(pk=self.idea_id)

    def attempt(self, act: Callable[[], Any]) -> None:
        """Do something; each service undoes what it refuses."""
        try:
            act()
        except DomainError:
            return

    def with_review(self, who: int, act: Callable[[Review, User], Any], *, is_owner: bool = False) -> None:
        """Do something with the review of Business: `is_owner`: its owner does, where it has one."""
        review = self.review()
        if review is not None:
            by = review.owner if is_owner and review.owner is not None else self.person(who)
            self.attempt(lambda: act(review, by))

    @at("draft")
    @rule()
    def submit(self) -> None:
        self.attempt(lambda: submit_idea(idea=self.idea(), by=self.person(AUTHOR)))

    @at("draft")
    @rule()
    def route(self) -> None:
        if self.idea().stage != Stage.DRAFT:
            open_reviews_of(asked=[Asked(self.idea_id, 0)])

    @rule(who=WHO)
    def become_co_author(self, who: int) -> None:
        idea = self.idea()
        content = IdeaContent(co_authors=(self.person(who).public_id,))
        self.attempt(
            lambda: edit_idea(idea=idea, by=self.person(AUTHOR), content=content, expected_version=idea.version)
        )

    @rule()
    def merge(self) -> None:
        twin, by = Idea.objects.get(pk=WORLD.twin), self.person(PROGRAMME)
        self.attempt(lambda: merge_ideas(source=twin, target=self.idea(), by=by, reason="The same key."))

    @rule(by=WHO)
    def name_supplier(self, by: int) -> None:
        self.attempt(lambda: name_suppliers(idea=self.idea(), by=self.person(by), names=["Acme Ltd"]))

    @rule(who=WHO)
    def have_a_stake(self, who: int) -> None:
        self.attempt(lambda: declare_supplier_interests(person=self.person(who), names=["ACME Limited"]))

    @rule(who=WHO, manager=WHO)
    def get_another_manager(self, who: int, manager: int) -> None:
        person = self.person(who)
        fields = PersonFields(email=person.email, name=person.name, manager=self.person(manager))
        self.attempt(lambda: change_person(person=person, by=copy.copy(WORLD.administrator), fields=fields))

    @at("draft", "reviewed")
    @rule()
    def assign(self) -> None:
        review = self.review()
        if review is not None:
            assign_department(department_id=review.department_id)

    @at("draft", "reviewed")
    @rule(who=WHO)
    def claim(self, who: int) -> None:
        self.with_review(who, lambda review, by: claim_review(review=review, by=by))

    @at("draft", "reviewed")
    @rule(to=WHO, by=WHO, is_owner=st.booleans())
    def hand_over(self, to: int, by: int, is_owner: bool) -> None:
        self.with_review(
            by,
            lambda review, one: hand_over_review(review=review, to=self.person(to), by=one, reason="Away."),
            is_owner=is_owner,
        )

    @at("draft", "reviewed")
    @rule(by=WHO)
    def take_over(self, by: int) -> None:
        self.with_review(by, lambda review, one: take_over_review(review=review, by=one, reason="It is urgent."))

    @at("draft", "reviewed")
    @rule(who=WHO)
    def bounce(self, who: int) -> None:
        other = Department.objects.get(slug="finance")
        self.with_review(
            who,
            lambda review, by: bounce_review(review=review, by=by, suggested=other, reason="It is theirs."),
            is_owner=True,
        )

    @at("draft", "reviewed")
    @rule(by=WHO, outcome=st.sampled_from(["moved", "kept"]))
    def settle(self, by: int, outcome: str) -> None:
        row = Bounce.objects.filter(idea=self.idea_id, outcome="").select_related("idea").first()
        if row is not None:
            self.attempt(lambda: settle_bounce(bounce=row, by=self.person(by), outcome=outcome, reason="Read anew."))

    @rule(giver=WHO, holder=WHO, is_agreed=st.booleans())
    def delegate(self, giver: int, holder: int, is_agreed: bool) -> None:
        one, other, today = self.person(giver), self.person(holder), timezone.now().date()
        until = today + timedelta(days=5)
        self.attempt(lambda: make_delegation(from_person=one, to_person=other, by=one, starts_on=today, ends_on=until))
        row = Delegation.objects.filter(agreed_at=None, ended_at=None).first() if is_agreed else None
        if row is not None:
            self.attempt(lambda: approve_delegation(delegation=row, by=self.person(PROGRAMME)))

    @rule()
    def end(self) -> None:
        row = Delegation.objects.filter(ended_at=None).order_by("id").first()
        if row is not None:
            self.attempt(lambda: end_delegation(delegation=row, by=row.from_person))

    @at("draft", "reviewed")
    @rule(who=WHO)
    def step_in(self, who: int) -> None:
        self.with_review(who, lambda review, by: step_in(review=review, by=by))

    @rule(who=WHO, days=st.sampled_from([3, 30]))
    def be_absent(self, who: int, days: int) -> None:
        today, person = timezone.now().date(), self.person(who)
        until = today + timedelta(days=days)
        self.attempt(lambda: add_absence(person=person, by=person, from_on=today, to_on=until))

    @at("draft", "reviewed")
    @rule()
    def look_after_reviews(self) -> None:
        cover_absences()
        release_all_conflicted_reviews()

    @rule(who=WHO, nature=st.sampled_from(["none", "actual", "potential"]))
    def declare(self, who: int, nature: str) -> None:
        review = self.review()
        by = review.owner if review is not None and review.owner is not None and who % 2 else self.person(who)
        self.attempt(lambda: declare_interest(idea=self.idea(), by=by, declaration=declaration(nature=nature)))

    @rule(by=WHO, may_go_on=st.booleans())
    def decide_interest(self, by: int, may_go_on: bool) -> None:
        row = Interest.objects.filter(state="declared").first()
        if row is not None:
            said = "Somebody reads it first."
            self.attempt(
                lambda: decide_interest(interest=row, by=self.person(by), may_go_on=may_go_on, mitigation=said)
            )

    @at("draft", "reviewed")
    @rule(who=WHO)
    def draft(self, who: int) -> None:
        self.with_review(
            who, lambda review, by: save_review(review=review, by=by, content=review_content()), is_owner=True
        )

    @at("draft", "reviewed")
    @rule(who=WHO, is_owner=st.booleans())
    def answer(self, who: int, is_owner: bool) -> None:
        if is_owner:
            self.claim(who)
        self.with_review(
            who, lambda review, by: submit_review(review=review, by=by, content=review_content()), is_owner=is_owner
        )

    @at("draft", "reviewed")
    @rule(who=WHO)
    def revise(self, who: int) -> None:
        content = review_content(plain_answer="We can do this from Tuesday, and will.")
        self.with_review(
            who,
            lambda review, by: revise_review(review=review, by=by, content=content, reason="I misread the day."),
            is_owner=True,
        )

    @at("read_twice")
    @rule()
    def choose_readers(self) -> None:
        choose_second_readers()

    @at("read_twice")
    @rule(who=WHO)
    def read_a_second_time(self, who: int) -> None:
        self.with_review(who, lambda review, by: give_second_reading(review=review, by=by, verdict="agree", text=""))

    @at("voted_on")
    @rule(who=WHO, choice=st.sampled_from(["yes", "no"]))
    def vote(self, who: int, choice: str) -> None:
        ballot = Ballot.objects.get(idea=self.idea_id)
        self.attempt(lambda: vote_in_ballot(ballot=ballot, by=self.person(who), choice=choice, reason=WORDS))

    @at("voted_on")
    @rule(who=WHO)
    def count_and_break_the_tie(self, who: int) -> None:
        Ballot.objects.filter(idea=self.idea_id).update(closes_at=timezone.now())
        close_due_ballots()
        ballot = Ballot.objects.get(idea=self.idea_id)
        self.attempt(lambda: cast_deciding_vote(ballot=ballot, by=self.person(who), choice="no", reason=WORDS))

    @at("draft", "reviewed", "read_twice", "voted_on")
    @rule(who=WHO, is_ready=st.booleans())
    def decide(self, who: int, is_ready: bool) -> None:
        if is_ready:  # as if every other department had answered
            Idea.objects.filter(pk=self.idea_id, stage=Stage.IN_REVIEW).update(stage=Stage.READY_FOR_DECISION)
        self.attempt(lambda: decide_idea(idea=self.idea(), by=self.person(who), content=decision_content()))

    @at("refused")
    @rule()
    def appeal(self) -> None:
        decision, by = Decision.objects.get(idea=self.idea_id), self.person(AUTHOR)
        self.attempt(lambda: file_appeal(decision=decision, by=by, ground="factual_error", text=WORDS))

    @at("refused")
    @rule(who=WHO, is_granted=st.booleans())
    def judge(self, who: int, is_granted: bool) -> None:
        row = Appeal.objects.filter(decision__idea=self.idea_id).first()
        if row is not None:
            by = self.person(who)
            self.attempt(lambda: decide_appeal(appeal=row, by=by, is_granted=is_granted, reasons=WORDS))

    def rows(self) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(f"execute judged ({self.idea_id})")
            return cursor.fetchall()

    @invariant()
    def nobody_judges_what_is_too_close(self) -> None:
        """Authors have judged nothing at any time; an interest, a delegation or a team counts from when it is known."""
        rows = self.rows() if self.idea_id else []
        for act, key, person_id, is_author, is_bound, is_mate in rows:
            name = f"{next(one.name for one in WORLD.people if one.pk == person_id)} {act} what is too close to them"
            assert not (is_author and act in {"reviewed", "read", "voted", "decided", "judged"}), name
            assert not (is_bound or is_mate) or (act, key, person_id) in self.judged, name
        self.judged = {row[:3] for row in rows}

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.mark)


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    global WORLD  # noqa: PLW0603 — Hypothesis builds the machines itself
    WORLD = cast()
    for writer in ("record", "record_all", "deliver_all"):
        monkeypatch.setattr(outbox, writer, lambda *_facts, **_more: None)
    with connection.cursor() as cursor:
        cursor.execute(_JUDGED)
        gc.collect()
        gc.disable()
        yield WORLD
        gc.enable()
        cursor.execute("deallocate judged")


@pytest.mark.timeout(600)  # a busy machine is slow, not wrong
@pytest.mark.parametrize("part", range(PARTS))
def test_no_sequence_lets_somebody_judge_what_is_too_close_to_them(world: Cast, part: int) -> None:
    chosen = int(os.environ.get("CONFLICT_SEARCH_SEED", random.randrange(2**32)))
    print(f"CONFLICT_SEARCH_SEED={chosen}, part {part}")  # noqa: T201
    search = settings(
        max_examples=SEQUENCES // PARTS,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(chosen + part)(ConflictSearch), settings=search)
