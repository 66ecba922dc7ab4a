"""Looks for a sequence of acts by which somebody judges an idea that is too close to them; there must be none.

Sequences of up to 12 acts over the services, each in a savepoint of one small organisation that is made once; in most of them
somebody is close to the idea from the start, and every other act is theirs. The oracle is one statement that reads the tables
after every act and shares nothing with the code that refuses. CONFLICT_SEARCH_SEQUENCES says how many sequences; the seed is
printed, and CONFLICT_SEARCH_SEED repeats a run. News, deliveries and the audit trail are left out: they decide nothing, and
cost a third of the time.
"""

import copy
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
    AuditEvent,
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
from ideas.services.additions import ask_also
from ideas.services.appeals import decide_appeal, file_appeal
from ideas.services.assignment import assign_department
from ideas.services.ballots import cast_deciding_vote, close_due_ballots, vote_in_ballot
from ideas.services.bounces import bounce_review, settle_bounce
from ideas.services.content import IdeaContent
from ideas.services.decisions import decide_idea
from ideas.services.delegations import approve_delegation, end_delegation, make_delegation, step_in
from ideas.services.ideas import edit_idea, submit_idea
from ideas.services.interests import decide_interest, declare_interest, strike_interest
from ideas.services.merging import merge_ideas
from ideas.services.people import PersonFields, change_person
from ideas.services.recusals import release_all_conflicted_reviews
from ideas.services.review_owners import claim_review, hand_over_review, take_over_review
from ideas.services.review_versions import revise_review
from ideas.services.reviews import save_review, submit_review
from ideas.services.routing import Asked, open_reviews_of
from ideas.services.second_readers import choose_second_readers
from ideas.services.second_readings import give_second_reading
from ideas.services.stakes import ask_to_strike_stake, settle_stake
from ideas.services.suppliers import declare_supplier_interests, name_suppliers
from ideas.workflow import Stage
from tests.drawing import FRESH
from tests.factories.conflicts import AUTHOR, CAST, JUDGED, POINTS, PROGRAMME, TIES, Cast, cast, give_tasks
from tests.factories.fairness import declaration
from tests.factories.reviews import decision_content, review_content

SEQUENCES: Final = int(os.environ.get("CONFLICT_SEARCH_SEQUENCES", "2000"))
LENGTHS: Final = (12, 9, 7, 5)  # acts of a sequence, in parts that several processes share
WORDS: Final = "The stores open at seven now, so everybody waits for the key."

WHO = st.integers(0, 2 * CAST - 1)  # every other time it is the one whom this sequence is about
NEVER_BY_AUTHORS: Final = {
    *("reviewed", "reviewed for", "read", "voted", "decided a tie", "decided", "decided for", "judged"),
}
REVIEWED: Final = ("draft", "reviewed", "again")
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
        self.has_acted = False
        self.judged: set[tuple[str, str, int]] = set()

    @initialize(point=st.sampled_from(POINTS), suspect=st.integers(0, CAST - 1), tie=st.sampled_from([*TIES, None]))
    def begin(self, point: str, suspect: int, tie: str | None) -> None:
        self.point, self.idea_id, self.suspect = point, WORLD.ideas[point], suspect
        person = self.person(suspect)
        if point in {"again", "read_twice"} and suspect % 2:
            give_tasks(self.idea(), person)
        judges = {key for _act, _key, key, *_how in self.rows()}
        if tie is not None and not (tie == "co_author" and person.pk in judges):
            TIES[tie](self.idea(), person, self.person(AUTHOR))
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
        self.has_acted = True

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
            self.attempt(lambda: open_reviews_of(asked=[Asked(self.idea_id, 0)]))

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

    @at(*REVIEWED)
    @rule()
    def assign(self) -> None:
        review = self.review()
        if review is not None:
            self.attempt(lambda: assign_department(department_id=review.department_id))

    @at(*REVIEWED)
    @rule(who=WHO)
    def claim(self, who: int) -> None:
        self.with_review(who, lambda review, by: claim_review(review=review, by=by))

    @at(*REVIEWED)
    @rule(to=WHO, by=WHO, is_owner=st.booleans())
    def hand_over(self, to: int, by: int, is_owner: bool) -> None:
        self.with_review(
            by,
            lambda review, one: hand_over_review(review=review, to=self.person(to), by=one, reason="Away."),
            is_owner=is_owner,
        )

    @at(*REVIEWED)
    @rule(by=WHO)
    def take_over(self, by: int) -> None:
        self.with_review(by, lambda review, one: take_over_review(review=review, by=one, reason="It is urgent."))

    @at(*REVIEWED)
    @rule(who=WHO)
    def bounce(self, who: int) -> None:
        other = Department.objects.get(slug="finance")
        self.with_review(
            who,
            lambda review, by: bounce_review(review=review, by=by, suggested=other, reason="It is theirs."),
            is_owner=True,
        )

    @at(*REVIEWED)
    @rule(who=WHO, is_owner=st.booleans())
    def ask_security_as_well(self, who: int, is_owner: bool) -> None:
        def act(review: Review, by: User) -> None:
            ask_also(review=review, by=by, department="security", reason="It is theirs as well.")
            open_reviews_of(asked=[Asked(self.idea_id, 0)])
            assign_department(department_id=Department.objects.get(slug="security").pk)

        self.with_review(who, act, is_owner=is_owner)

    @at(*REVIEWED)
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

    @at(*REVIEWED)
    @rule(who=WHO)
    def step_in(self, who: int) -> None:
        self.with_review(who, lambda review, by: step_in(review=review, by=by))

    @rule(who=WHO, days=st.sampled_from([3, 30]))
    def be_absent(self, who: int, days: int) -> None:
        today, person = timezone.now().date(), self.person(who)
        until = today + timedelta(days=days)
        self.attempt(lambda: add_absence(person=person, by=person, from_on=today, to_on=until))

    @at(*REVIEWED)
    @rule()
    def look_after_reviews(self) -> None:
        self.attempt(cover_absences)
        self.attempt(release_all_conflicted_reviews)

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

    @rule(by=WHO)
    def strike_interest(self, by: int) -> None:
        row = Interest.objects.filter(idea=self.idea_id, state__in=["declared", "recused"]).order_by("id").first()
        if row is not None:
            self.attempt(lambda: strike_interest(interest=row, by=self.person(by), reason="It was another idea."))

    @rule(who=WHO, by=WHO)
    def strike_stake(self, who: int, by: int) -> None:
        row = self.person(who).supplier_interests.first()
        if row is not None:
            words = "It was another firm."
            self.attempt(lambda: ask_to_strike_stake(person=self.person(who), name=row.name, reason=words))
            self.attempt(lambda: settle_stake(stake=row, by=self.person(by), is_struck=True, reason=""))

    @at(*REVIEWED)
    @rule(who=WHO)
    def draft(self, who: int) -> None:
        self.with_review(
            who, lambda review, by: save_review(review=review, by=by, content=review_content()), is_owner=True
        )

    @at(*REVIEWED)
    @rule(who=WHO, is_owner=st.booleans())
    def answer(self, who: int, is_owner: bool) -> None:
        if is_owner:
            self.claim(who)
        self.with_review(
            who, lambda review, by: submit_review(review=review, by=by, content=review_content()), is_owner=is_owner
        )

    @at(*REVIEWED)
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
        self.attempt(choose_second_readers)

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
        self.attempt(close_due_ballots)
        ballot = Ballot.objects.get(idea=self.idea_id)
        self.attempt(lambda: cast_deciding_vote(ballot=ballot, by=self.person(who), choice="no", reason=WORDS))

    @at(*REVIEWED, "read_twice", "voted_on")
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
        if not self.has_acted:
            return
        self.has_acted, rows = False, self.rows()
        for act, key, person_id, is_author, is_bound, is_mate in rows:
            name = f"{next(one.name for one in WORLD.people if one.pk == person_id)} {act} what is too close to them"
            assert not (is_author and act in NEVER_BY_AUTHORS), name
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
    monkeypatch.setattr(AuditEvent.objects, "create", AuditEvent)
    with connection.cursor() as cursor:
        cursor.execute(JUDGED)
        yield WORLD
        cursor.execute("deallocate judged")


@pytest.mark.timeout(600)  # a busy machine is slow, not wrong
@pytest.mark.parametrize("length", LENGTHS)
def test_no_sequence_lets_somebody_judge_what_is_too_close_to_them(world: Cast, length: int) -> None:
    chosen = int(os.environ.get("CONFLICT_SEARCH_SEED", random.randrange(2**32)))
    print(f"CONFLICT_SEARCH_SEED={chosen}, {length} acts")  # noqa: T201
    search = settings(
        max_examples=SEQUENCES // len(LENGTHS),
        stateful_step_count=length,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        backend=FRESH,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(chosen + length)(ConflictSearch), settings=search)
