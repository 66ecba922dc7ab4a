"""Every date in force follows from the rows of its clock alone, after any sequence of what may move it."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ideas.exceptions import DomainError
from ideas.models import Calendar, ClockEntry, Department, EarlyStop, Event, Idea, Promise, Question, Review, User
from ideas.policies.reviews import OPEN_STATES
from ideas.routing.clock import WorkingCalendar, closing_of, due_at, is_working_day, local_day
from ideas.selectors.calendars import working_calendar
from ideas.services.additions import ask_also
from ideas.services.apologies import apologise
from ideas.services.calendars import add_holiday
from ideas.services.clocks import break_promises
from ideas.services.early_stop import ask_early_stop, end_early_stop, lift_expired_stops
from ideas.services.extensions import extend_review
from ideas.services.overrides import Change, override_routing
from ideas.services.questions import QuestionContent, answer_questions, ask_question
from ideas.services.recounting import recount_dates
from ideas.services.rerouting import reroute
from ideas.services.waiting import park_waiting_ideas, resume_idea
from tests.factories import MembershipFactory, ReviewFactory, grant_role
from tests.factories.clocks import london
from tests.factories.ideas import author_of
from tests.factories.triage import STANDARD, triager
from tests.ideas.services.test_additions import held
from tests.ideas.services.test_overrides import idea_in_review
from tests.one_by_one import open_reviews

WHY = "Because."
ACTS = ["ask", "answer", "park", "resume", "holiday", "tier", "leave_out", "also", "extend", "correct", "late"]
ACTS += ["stop", "lift", "expire"]
steps = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 150)), max_size=10)
Days = list[tuple[datetime, WorkingCalendar]]


def running_idea() -> Idea:
    """Return an idea that was sent now and promised for ten working days from now."""
    idea, now = idea_in_review(), timezone.now()
    promise = Promise.objects.get(idea=idea)
    promise.made_at, promise.calendar_version = now, promise.calendar.version
    promise.due_at = due_at(working_calendar(promise.calendar), now, 10)
    promise.save()
    Idea.objects.filter(pk=idea.pk).update(submitted_at=now, next_answer_at=promise.due_at)
    return idea


class World:
    """An idea whose departments review, the people around it, and how its calendar read from when on."""

    def __init__(self) -> None:
        self.idea = running_idea()
        self.review = held(self.idea)
        self.sorter: User = triager()
        grant_role(self.sorter, "programme_manager")
        self.lead: User = MembershipFactory(department=self.review.department, role="lead").person
        self.decider: User = MembershipFactory(department=Department.objects.get(slug="business"), role="lead").person
        against = {
            "recommendation": "do_not_support",
            "yes_if": "Never",
            "department": Department.objects.get(slug="legal"),
        }
        self.blocking: Review = ReviewFactory(idea=self.idea, submitted=True, **against)
        self.calendar: Calendar = Promise.objects.get(idea=self.idea).calendar
        self.days: Days = [(timezone.now(), working_calendar(self.calendar))]
        self.seen: dict[int, datetime] = {}

    def do(self, act: str, number: int) -> None:
        self.idea.refresh_from_db()
        self.review.refresh_from_db()
        if self.review.state == Review.State.QUEUED:
            self.review = held(self.idea)
        with suppress(DomainError):  # refused: nothing changed
            getattr(self, act)(number)
        routed = Event.objects.filter(type__in=["routing.overridden", "routing.asked_also"]).last()
        if routed is not None:
            open_reviews(idea_id=self.idea.pk, event=routed)

    def ask(self, number: int) -> None:
        ask_question(review=self.review, by=self.owner, content=QuestionContent(f"Number {number}?", stops_clock=True))

    def answer(self, _number: int) -> None:
        waiting = Question.objects.filter(idea=self.idea, answered_at__isnull=True)
        answer_questions(idea=self.idea, by=author_of(self.idea), answers={one.public_id: "Three." for one in waiting})

    def park(self, _number: int) -> None:
        park_waiting_ideas()

    def resume(self, _number: int) -> None:
        resume_idea(idea=self.idea, by=author_of(self.idea))

    def holiday(self, number: int) -> None:
        on = local_day(working_calendar(self.calendar), timezone.now()) + timedelta(days=1 + number % 4)
        add_holiday(calendar=self.calendar, by=self.sorter, on=on, name=f"Day {number}")
        self.calendar.refresh_from_db()
        self.days.append((timezone.now(), working_calendar(self.calendar)))
        recount_dates()

    def tier(self, number: int) -> None:
        override_routing(idea=self.idea, by=self.sorter, change=Change(tier=number % 4), reason=WHY)

    def leave_out(self, number: int) -> None:
        left_out = frozenset({"business"} if number % 2 else {"legal"})
        override_routing(idea=self.idea, by=self.sorter, change=Change(left_out=left_out), reason=WHY)

    def also(self, number: int) -> None:
        ask_also(review=self.review, by=self.owner, department=("security", "finance")[number % 2], reason=WHY)

    def extend(self, number: int) -> None:
        until = local_day(working_calendar(self.calendar), timezone.now()) + timedelta(days=1 + number % 5)
        extend_review(review=self.review, by=self.lead, until=until, reason=WHY)

    def correct(self, number: int) -> None:
        answer_set = self.idea.answer_sets.latest("id")
        answer_set.pk, answer_set.version = None, answer_set.version + 1
        answer_set.answers = {**STANDARD, "buys": "new", "data": "personal"} if number % 2 else dict(STANDARD)
        answer_set.save(force_insert=True)
        reroute(idea=self.idea, answer_set=answer_set, by=author_of(self.idea))

    def late(self, number: int) -> None:
        break_promises()
        promise = Promise.objects.get(idea=self.idea)
        on = local_day(working_calendar(self.calendar), timezone.now()) + timedelta(days=1 + number % 3)
        apologise(promise=promise, by=self.sorter, text="We are sorry.", new_on=on)

    def stop(self, _number: int) -> None:
        blocker = self.blocking.owner
        assert blocker is not None
        ask_early_stop(review=self.blocking, by=blocker, kind="unlawful", reason=WHY)

    def lift(self, _number: int) -> None:
        for stop in EarlyStop.objects.filter(idea=self.idea):
            end_early_stop(stop=stop, by=self.decider, verdict="lifted", reason=WHY)

    def expire(self, _number: int) -> None:
        lift_expired_stops()

    @property
    def owner(self) -> User:
        return self.review.owner or self.lead  # left out, nobody holds it: the act is refused

    def check(self) -> None:
        if EarlyStop.objects.filter(idea=self.idea, verdict="").exists():
            running = Review.objects.filter(idea=self.idea, state__in=OPEN_STATES, paused_at__isnull=True)
            assert not running.exists()
        clocks: list[Review | Promise] = [
            *Review.objects.filter(idea=self.idea),
            *Promise.objects.filter(idea=self.idea),
        ]
        for clock in clocks:
            rows = ClockEntry.objects.filter(idea=self.idea).order_by("id")
            mine = rows.filter(review=clock) if isinstance(clock, Review) else rows.filter(promise=clock)
            if mine:
                assert recomputed(mine, self.days) == clock.due_at, [(one.kind, one.due_at) for one in mine]
            else:
                began = clock.opened_at if isinstance(clock, Review) else clock.made_at
                assert clock.due_at == self.seen.setdefault(hash((type(clock), clock.pk, began)), clock.due_at)


def recomputed(entries: Iterable[ClockEntry], days: Days) -> datetime:
    """Return the date that follows from the rows; each says by how many working days of the calendar of its day."""
    date: datetime | None = None
    for one in entries:
        is_first_fact = date is None and one.working_days is None  # kept or broken: it ran undisturbed until then
        if one.kind == "start" or is_first_fact:
            date = one.due_at
        elif one.working_days is not None:
            calendar = [read for since, read in days if since <= one.at][-1]
            assert date is not None
            date = moved(calendar, date, one.working_days)
        assert date == one.due_at, (one.kind, one.working_days)
    assert date is not None
    return date


def moved(calendar: WorkingCalendar, date: datetime, working_days: int) -> datetime:
    if working_days >= 0:
        return due_at(calendar, date, working_days)
    day = local_day(calendar, date)
    for _number in range(-working_days):
        day -= timedelta(days=1)
        while not is_working_day(calendar, day):
            day -= timedelta(days=1)
    return closing_of(calendar, day)


@pytest.mark.django_db
class TestDates(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(steps)
    @example([("stop", 1), ("ask", 1), ("answer", 1), ("expire", 60)])
    @example([("stop", 1), ("expire", 1), ("late", 1), ("tier", 1), ("lift", 30)])
    @example([("stop", 1), ("leave_out", 1), ("tier", 1), ("tier", 1), ("expire", 60)])
    def test_any_sequence_leaves_dates_that_follow_from_their_rows(self, steps: list[tuple[str, int]]) -> None:
        at = london(2027, 3, 1, 11)
        with time_machine.travel(at, tick=False):
            world = World()
            world.check()

        for number, (act, hours) in enumerate(steps):
            at += timedelta(hours=hours)
            with time_machine.travel(at, tick=False):
                world.do(act, number)
                world.check()


@pytest.mark.django_db
def test_change_of_tier_writes_down_by_how_much_the_promise_moved_who_moved_it_and_why() -> None:
    with time_machine.travel(london(2027, 3, 1, 11), tick=False):
        idea, sorter = running_idea(), triager()
        before = Promise.objects.get(idea=idea).due_at
        override_routing(idea=idea, by=sorter, change=Change(tier=3), reason="It is large.")

    promise = Promise.objects.get(idea=idea)
    start, entry = ClockEntry.objects.filter(promise=promise).order_by("id")
    assert (start.kind, start.at, start.due_at) == ("start", promise.made_at, before)
    assert (entry.kind, entry.due_at, entry.reason, entry.by) == ("rerouted", promise.due_at, "It is large.", sorter)
    assert entry.working_days == 30


@pytest.mark.django_db
def test_change_that_moves_no_promise_writes_nothing_down() -> None:
    idea = idea_in_review()
    Idea.objects.filter(pk=idea.pk).update(next_answer_at=timezone.now() + timedelta(days=200))
    Promise.objects.filter(idea=idea).update(due_at=timezone.now() + timedelta(days=200))
    idea.refresh_from_db()
    review = held(idea)
    assert review.owner is not None

    ask_also(review=review, by=review.owner, department="security", reason=WHY)

    assert not ClockEntry.objects.exists()
