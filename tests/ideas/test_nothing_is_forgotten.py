"""Invariant 20 of docs/review-process.md: every open idea has a date to come, or is on the list of escalated ideas.

Sequences of acts over the services, with the periodic jobs between them, as far apart as a month.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import pytest
import time_machine
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ideas.exceptions import DomainError
from ideas.models import (
    Appeal,
    Bounce,
    Decision,
    Delivery,
    Department,
    EarlyStop,
    Idea,
    Promise,
    Question,
    Review,
    User,
)
from ideas.policies.appeals import judges_of
from ideas.policies.deciders import deciders_of
from ideas.routing.clock import due_at, local_day
from ideas.selectors.calendars import organisation, working_calendar
from ideas.selectors.escalated import is_escalated
from ideas.selectors.next_dates import next_dates
from ideas.services.advice import lapse_advice
from ideas.services.apologies import apologise, remind_of_apologies
from ideas.services.appeals import decide_appeal, file_appeal
from ideas.services.ballots import close_due_ballots
from ideas.services.bounces import bounce_review, settle_bounce
from ideas.services.clocks import break_promises
from ideas.services.decisions import announce_decision, decide_idea
from ideas.services.early_stop import ask_early_stop, end_early_stop, lift_expired_stops
from ideas.services.escalations import climb_escalations, escalate_idea
from ideas.services.extensions import extend_review
from ideas.services.ideas import submit_idea, withdraw_idea
from ideas.services.next_dates import flag_ideas_without_date
from ideas.services.questions import QuestionContent, answer_questions, ask_question
from ideas.services.reminders import send_reminders
from ideas.services.review_content import ScoreEntry
from ideas.services.reviews import submit_review
from ideas.services.second_readers import choose_second_readers
from ideas.services.telling_again import tell_unheard_again
from ideas.services.triage import end_overdue_triage, finish_triage
from ideas.services.waiting import park_waiting_ideas, resume_idea
from ideas.services.watches import wake_due_ideas
from ideas.workflow import OPEN_STAGES, Stage
from tests.factories import UserFactory, grant_role
from tests.factories.drafts import complete_draft
from tests.factories.reviews import decision_content, pool_member, review_content
from tests.factories.routing import SEVEN, answers, default_rule_set
from tests.factories.triage import triager
from workers.execution import run_delivery

JOBS: Final = (
    close_due_ballots,
    choose_second_readers,
    lift_expired_stops,
    break_promises,
    wake_due_ideas,
    end_overdue_triage,
    park_waiting_ideas,
    lapse_advice,
    send_reminders,
    climb_escalations,
    remind_of_apologies,
    tell_unheard_again,
    flag_ideas_without_date,
)
TIERS: Final = ({"reach": "own_team"}, {"reach": "several_teams"}, {"data": "personal"}, {"novel": "yes"})
LONG_TEXT: Final = "The stores open at seven now, so everybody waits for the key."


@dataclass(frozen=True)
class World:
    """One idea, and everybody who may do something with it."""

    idea_id: int
    author: User
    sorter: User
    manager: User

    @property
    def idea(self) -> Idea:
        return Idea.objects.get(pk=self.idea_id)

    def open_review(self, number: int) -> Review:
        rows = Review.objects.filter(idea=self.idea_id, owner__isnull=False, submitted_at__isnull=True)
        found = list(rows.order_by("-round", "pk"))
        if not found:
            raise DomainError("Nobody reviews it.")
        return found[number % len(found)]


def build(answered: dict[str, str]) -> World:
    sorter, manager = triager(), grant_role(UserFactory(), "programme_manager")
    grant_role(UserFactory(), "board_chair")
    for slug in SEVEN:
        pool_member(slug, lead=True)
        pool_member(slug)
    author = UserFactory(manager=UserFactory())
    draft = complete_draft(author=author, answers=answers(**answered))
    return World(submit_idea(idea=draft, by=author).pk, author, sorter, manager)


def sort(world: World, _number: int) -> None:
    finish_triage(idea=world.idea, by=world.sorter)


def answer(world: World, number: int) -> None:
    review = world.open_review(number)
    guide = default_rule_set().department(review.department.slug)
    scores = {one.id: ScoreEntry(None) for one in guide.criteria} if guide else {}
    recommendation = "do_not_support" if number % 3 == 0 else "support"
    content = review_content(recommendation=recommendation, scores=scores, answers={}, yes_if="Rails first.")
    submit_review(review=review, by=review.owner, content=content)


def ask(world: World, number: int) -> None:
    review = world.open_review(number)
    content = QuestionContent(f"How many, and since when? {number}", stops_clock=number % 2 == 0)
    ask_question(review=review, by=review.owner, content=content)


def reply(world: World, _number: int) -> None:
    open_ones = Question.objects.filter(idea=world.idea_id, answered_at__isnull=True)
    answer_questions(idea=world.idea, by=world.author, answers={one.public_id: "Three." for one in open_ones})


def resume(world: World, _number: int) -> None:
    resume_idea(idea=world.idea, by=world.author)


def stop(world: World, _number: int) -> None:
    against = Review.objects.filter(idea=world.idea_id, recommendation="do_not_support").select_related("department")
    for review in against:
        ask_early_stop(review=review, by=review.owner, kind="unsafe", reason="The ladder is not safe.")


def end_stop(world: World, number: int) -> None:
    for one in EarlyStop.objects.filter(idea=world.idea_id, verdict=""):
        verdict = "confirmed" if number % 2 else "lifted"
        end_early_stop(stop=one, by=deciders_of(world.idea)[0].person, verdict=verdict, reason="It is as they say.")


def send_back(world: World, number: int) -> None:
    review = world.open_review(number)
    other = Department.objects.filter(kind="core").exclude(pk=review.department_id).order_by("pk").first()
    bounce_review(review=review, by=review.owner, suggested=other, reason="Nobody here knows contracts.")


def settle(world: World, number: int) -> None:
    outcome = "moved" if number % 2 else "kept"
    for one in Bounce.objects.filter(idea=world.idea_id, settled_at__isnull=True):
        settle_bounce(bounce=one, by=world.manager, outcome=outcome, reason="It is theirs.")


def decide(world: World, number: int) -> None:
    deciders = deciders_of(world.idea)
    if deciders:
        day = timezone.localdate() + timedelta(days=60)
        kind = {"kind": "parked", "reason_code": "waiting_for_funding", "wakes_on": day} if number % 2 else {}
        decide_idea(idea=world.idea, by=deciders[0].person, content=decision_content(**kind))


def announce(world: World, _number: int) -> None:
    for one in Decision.objects.filter(idea=world.idea_id, announce_at__lte=timezone.now(), announced_at__isnull=True):
        announce_decision(decision_id=one.pk)


def appeal(world: World, number: int) -> None:
    for one in Decision.objects.filter(idea=world.idea_id, announced_at__isnull=False).order_by("-round")[:1]:
        file_appeal(decision=one, by=world.author, ground="factual_error", text=LONG_TEXT)
    for row in Appeal.objects.filter(decision__idea=world.idea_id, decided_at__isnull=True):
        judge = judges_of(row.decision)[0].person
        decide_appeal(appeal=row, by=judge, is_granted=number % 2 == 0, reasons=LONG_TEXT)


def escalate(world: World, _number: int) -> None:
    escalate_idea(idea=world.idea, by=world.author, reason="Nobody says anything.")


def write(world: World, number: int) -> None:
    calendar = working_calendar(organisation().calendar)
    new_on = local_day(calendar, due_at(calendar, timezone.now(), 1 + number % 3))
    for promise in Promise.objects.filter(idea=world.idea_id).order_by("-round", "pk"):
        apologise(promise=promise, by=world.manager, text="We are late, and sorry.", new_on=new_on)


def more_time(world: World, number: int) -> None:
    review = world.open_review(number)
    lead = review.department.memberships.get(role="lead").person
    calendar = working_calendar(review.calendar)
    until = local_day(calendar, due_at(calendar, timezone.now(), 2))
    extend_review(review=review, by=lead, until=until, reason="The expert is away.")


def withdraw(world: World, number: int) -> None:
    if number % 10 == 0:
        withdraw_idea(idea=world.idea, by=world.author)


ACTS: Final[dict[str, Callable[[World, int], None]]] = {
    act.__name__: act
    for act in (
        sort,
        answer,
        ask,
        reply,
        resume,
        stop,
        end_stop,
        send_back,
        settle,
        decide,
        announce,
        appeal,
        escalate,
        write,
        more_time,
    )
} | {withdraw.__name__: withdraw}
STEPS = st.lists(
    st.tuples(st.sampled_from([*ACTS, "answer", "answer", "answer"]), st.integers(0, 24 * 30), st.integers(0, 99)),
    max_size=5,
)


# Paths that chance rarely goes to their end.
ANSWERED_LATE: Final = [("send_back", 1, 0), ("settle", 300, 1), ("answer", 400, 1), ("answer", 1, 1), ("answer", 1, 1)]
SILENT_AUTHOR: Final = [("ask", 1, 0), ("ask", 1, 2), ("withdraw", 400, 1), ("withdraw", 700, 1), ("resume", 700, 0)]
LATE_AND_SORRY: Final = [("escalate", 400, 0), ("write", 600, 0), ("withdraw", 30, 1), ("withdraw", 200, 1)]
SLEEPS: Final = [("decide", 1, 1), ("announce", 2, 0), ("withdraw", 24 * 61, 1), ("answer", 1, 1)]


def perform(act: Callable[[World, int], None], world: World, number: int) -> None:
    with suppress(DomainError):  # what is refused changes nothing
        act(world, number)


def run_jobs(world: World) -> None:
    """Let the processes do what is due now."""
    while pending := list(Delivery.objects.filter(consumer__in=["route", "assign"], state="pending")):
        for delivery in pending:
            run_delivery(delivery.pk)
    announce(world, 0)
    for job in JOBS:
        job()


def check(now: datetime) -> None:
    waiting = Idea.objects.filter(stage__in=[*OPEN_STAGES, Stage.PARKED])
    dates = next_dates(ideas=waiting, now=now)
    on_list = set(Idea.objects.filter(is_escalated()).values_list("pk", flat=True))
    assert {idea.pk for idea in waiting} - set(dates) - on_list == set()
    assert all(date.at > now for date in dates.values())


@pytest.mark.django_db
@pytest.mark.timeout(400)  # thousands of statements: slow where the machine is busy
class TestNothingIsForgotten(TestCase):
    @settings(max_examples=4, deadline=None)
    @given(st.sampled_from(TIERS), STEPS)
    @example(TIERS[1], ANSWERED_LATE)
    @example(TIERS[2], SILENT_AUTHOR)
    @example(TIERS[1], LATE_AND_SORRY)
    @example(TIERS[1], [*[("answer", 2, 1)] * 3, *SLEEPS])
    def test_invariant_20_after_any_sequence_every_open_idea_has_a_date_or_is_on_the_list(
        self, answered: dict[str, str], steps: list[tuple[str, int, int]]
    ) -> None:
        world, at = build(answered), timezone.now()
        for act, hours, number in [("answer", 0, 0), ("sort", 1, 0), *steps]:
            at += timedelta(hours=hours)
            with time_machine.travel(at, tick=False):
                perform(ACTS[act], world, number)
                run_jobs(world)
                check(at)
