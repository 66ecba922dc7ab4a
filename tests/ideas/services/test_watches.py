"""Ideas that sleep wake on their day, for room in a department, and when somebody says that it has happened."""

from datetime import date, timedelta
from typing import Any

import pytest

from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.models import (
    AuditEvent,
    Decision,
    Department,
    Event,
    Idea,
    IdeaTally,
    Promise,
    Reopening,
    Review,
    RoutingDecision,
    User,
    Watch,
)
from ideas.services.decisions import announce_decision, decide_idea
from ideas.services.defaults import install_defaults
from ideas.services.routing import Asked, open_reviews_of
from ideas.services.votes import cast_vote
from ideas.services.watch_content import WatchEntry
from ideas.services.watches import wake_due_ideas, wake_idea
from ideas.workflow import Stage
from tests.at_once import at_once
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.after_decision import WatchFactory, sleeping_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory, decision_content, pool_member

pytestmark = pytest.mark.django_db

TODAY = date.today()


def watch_on(day: date, **fields: Any) -> Watch:
    decision = DecisionFactory(idea=sleeping_idea(**fields), announced=True)
    return WatchFactory(decision=decision, kind="date", text="", on=day)


def watch(**fields: Any) -> Watch:
    return WatchFactory(decision=DecisionFactory(idea=sleeping_idea(), announced=True), **fields)


def nothing_happened() -> bool:
    return not (Reopening.objects.exists() or Event.objects.exists() or AuditEvent.objects.exists())


def test_wake_due_ideas_on_the_day_begins_the_next_round() -> None:
    idea = watch_on(TODAY).decision.idea

    assert wake_due_ideas() == 1

    idea.refresh_from_db()
    assert (idea.stage, idea.round, idea.tier) == (Stage.TRIAGE, 2, 0)
    assert idea.next_answer_at == Promise.objects.get(round=2, kind="decision").due_at
    assert RoutingDecision.objects.get(round=2).answer_set == idea.answer_sets.get()
    reopening = Reopening.objects.get()
    assert (reopening.because, reopening.by, reopening.round) == ("watch", None, 2)
    types = list(Event.objects.order_by("id").values_list("type", flat=True))
    assert types == ["idea.moved", "idea.reopened"]


def test_wake_due_ideas_twice_wakes_once() -> None:
    watch_on(TODAY)

    assert (wake_due_ideas(), wake_due_ideas()) == (1, 0)

    assert Idea.objects.get().round == 2
    assert Reopening.objects.count() == 1


@pytest.mark.parametrize(
    "fields", [{"stage": Stage.APPROVED}, {"stage": Stage.WITHDRAWN}, {"round": 2}], ids=["yes", "withdrawn", "later"]
)
def test_wake_due_ideas_that_do_not_sleep_leaves_them(fields: dict[str, Any]) -> None:
    watch_on(TODAY, **fields)

    assert wake_due_ideas() == 0

    assert nothing_happened()


def test_wake_due_ideas_before_their_day_or_before_the_decision_is_told_leaves_them() -> None:
    watch_on(TODAY + timedelta(days=2))
    WatchFactory(decision=DecisionFactory(idea=sleeping_idea()), kind="date", text="", on=TODAY)

    assert wake_due_ideas() == 0

    assert nothing_happened()


def test_wake_due_ideas_when_a_department_has_room() -> None:
    member = pool_member("finance")
    busy = ReviewFactory(department=member.department, points=8)
    watch(kind="capacity", text="", department=member.department, load_below=50)

    before = wake_due_ideas()
    busy.delete()

    assert (before, wake_due_ideas()) == (0, 1)
    assert Reopening.objects.get().text == "Finance carries less than 50 percent of what it can."


def test_reopened_idea_is_routed_anew_and_takes_votes_while_the_past_round_stays() -> None:
    idea = watch_on(TODAY).decision.idea
    past = ReviewFactory(idea=idea, department=Department.objects.get(slug="business"), submitted=True)
    wake_due_ideas()

    opened = open_reviews_of(asked=[Asked(idea.pk, Event.objects.get(type="idea.reopened").pk)])
    cast_vote(voter=UserFactory(), idea=idea)

    idea.refresh_from_db()
    assert idea.stage == Stage.IN_REVIEW
    assert {(one.round, one.department.slug) for one in opened} == {(2, "business")}
    assert IdeaTally.objects.get(idea=idea).vote_count == 1
    past.refresh_from_db()
    assert (past.round, past.state) == (1, Review.State.SUBMITTED)
    assert Decision.objects.get(idea=idea).round == 1


def test_wake_idea_says_why_and_is_audited() -> None:
    row, by = watch(), grant_role(UserFactory(), "triager")

    reopening = wake_idea(watch=row, by=by, reason="  The key policy changed. ")

    assert (reopening.text, reopening.by) == ("The key policy changed.", by)
    audit = AuditEvent.objects.get()
    assert (audit.action, audit.object_id, audit.reason) == (
        "idea.wake",
        row.decision.idea.ref,
        "The key policy changed.",
    )
    assert Event.objects.get(type="idea.reopened").actor_id == by.pk


def test_wake_idea_by_its_decider_is_theirs() -> None:
    row = watch()

    wake_idea(watch=row, by=row.decision.decided_by, reason="It changed.")

    assert Idea.objects.get().stage == Stage.TRIAGE


@pytest.mark.parametrize("who", ["member", "administrator", "author"])
def test_wake_idea_by_somebody_else_is_refused(who: str) -> None:
    row, by = watch(), UserFactory()
    if who == "author":
        by = author_of(row.decision.idea)
        grant_role(by, "triager")
    elif who == "administrator":
        grant_role(by, "administrator")

    with pytest.raises(NotPermitted) as refused:
        wake_idea(watch=row, by=by, reason="It changed.")

    assert refused.value.error_code == "not_watcher"
    assert nothing_happened()


def test_wake_idea_that_is_awake_is_refused() -> None:
    row = watch()
    by = row.decision.decided_by
    wake_idea(watch=row, by=by, reason="It changed.")

    with pytest.raises(Conflict) as refused:
        wake_idea(watch=row, by=by, reason="It changed.")

    assert refused.value.error_code == "watch_over"
    assert Reopening.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_wake_idea_without_a_fitting_reason_is_refused(reason: str) -> None:
    row = watch()

    with pytest.raises(InvalidValue):
        wake_idea(watch=row, by=row.decision.decided_by, reason=reason)

    assert nothing_happened()
    assert Idea.objects.get().stage == Stage.DECLINED


@pytest.mark.django_db(transaction=True)
def test_wake_due_ideas_twice_at_once_wakes_once() -> None:
    install_defaults()
    watch_on(TODAY)

    assert sorted(at_once(wake_due_ideas, wake_due_ideas)) == [0, 1]
    assert Idea.objects.get().round == 2


class TestDeciding:
    """Watches as a decider writes them."""

    @pytest.fixture
    def lead(self) -> User:
        return pool_member(role="lead").person

    def ready(self) -> Idea:
        idea = sleeping_idea(stage=Stage.READY_FOR_DECISION)
        ReviewFactory(idea=idea, submitted=True)
        return idea

    def test_decide_idea_keeps_each_watch(self, lead: User) -> None:
        tomorrow = TODAY + timedelta(days=1)
        busy = pool_member("finance").department
        ReviewFactory(department=busy, points=9)
        entries = (
            WatchEntry("contract_end", text="Rota tool", on=tomorrow),
            WatchEntry("cost_below", text="Readers", amount=500),
            WatchEntry("policy_change", text="Key policy"),
            WatchEntry("capacity", department="finance", load_below=60),
        )

        content = decision_content(kind="parked", reason_code="waiting_for_funding", wakes_on=tomorrow, watches=entries)
        decide_idea(idea=self.ready(), by=lead, content=content)

        rows = Watch.objects.order_by("id").values_list("kind", "text", "on", "amount", "department", "load_below")
        assert list(rows) == [
            ("date", "", tomorrow, None, None, None),
            ("contract_end", "Rota tool", tomorrow, None, None, None),
            ("cost_below", "Readers", None, 500, None, None),
            ("policy_change", "Key policy", None, None, None, None),
            ("capacity", "", None, None, busy.pk, 60),
        ]

    @pytest.mark.parametrize(
        ("entry", "field", "code"),
        [
            (WatchEntry("contract_end", on=TODAY + timedelta(days=9)), "watches.contract_end.text", "required"),
            (WatchEntry("contract_end", text="Rota"), "watches.contract_end.on", "required"),
            (WatchEntry("contract_end", text="Rota", on=TODAY), "watches.contract_end.on", "out_of_range"),
            (WatchEntry("cost_below", text="Readers"), "watches.cost_below.amount", "required"),
            (WatchEntry("cost_below", text="Readers", amount=0), "watches.cost_below.amount", "out_of_range"),
            (WatchEntry("policy_change", text=" "), "watches.policy_change.text", "required"),
            (WatchEntry("capacity", load_below=50), "watches.capacity.department", "unknown_department"),
            (WatchEntry("capacity", department="finance"), "watches.capacity.load_below", "required"),
            (
                WatchEntry("capacity", department="finance", load_below=101),
                "watches.capacity.load_below",
                "out_of_range",
            ),
            (WatchEntry("date"), "watches", "unknown_watch"),
        ],
    )
    def test_decide_idea_with_an_incomplete_watch_is_refused(
        self, lead: User, entry: WatchEntry, field: str, code: str
    ) -> None:
        with pytest.raises(InvalidValue) as refused:
            decide_idea(idea=self.ready(), by=lead, content=decision_content(watches=(entry,)))

        assert [(one.field, one.code) for one in refused.value.problems] == [(field, code)]
        assert not Decision.objects.exists()
        assert not Watch.objects.exists()

    def test_decide_idea_for_room_that_there_is_already_is_refused(self, lead: User) -> None:
        pool_member("finance")
        entry = WatchEntry("capacity", department="finance", load_below=50)

        with pytest.raises(InvalidValue) as refused:
            decide_idea(idea=self.ready(), by=lead, content=decision_content(watches=(entry,)))

        assert refused.value.problems[0].code == "already_so"
        assert not Decision.objects.exists()

    def test_decide_idea_with_a_yes_and_a_watch_is_refused(self, lead: User) -> None:
        content = decision_content(
            kind="approved",
            reason_code="good_value",
            next_step="Order the key",
            next_step_on=TODAY,
            watches=(WatchEntry("policy_change", text="Key policy"),),
        )

        with pytest.raises(InvalidValue) as refused:
            decide_idea(idea=self.ready(), by=lead, content=content)

        assert [one.code for one in refused.value.problems] == ["not_for_yes"]
        assert not Decision.objects.exists()

    def test_woken_idea_is_decided_anew(self, lead: User) -> None:
        idea = self.ready()
        content = decision_content(watches=(WatchEntry("policy_change", text="Key policy"),))
        announce_decision(decision_id=decide_idea(idea=idea, by=lead, content=content).pk)
        wake_idea(watch=Watch.objects.get(), by=lead, reason="It changed.")
        Idea.objects.update(stage=Stage.READY_FOR_DECISION, tier=1)
        ReviewFactory(idea=idea, round=2, submitted=True)

        second = decide_idea(idea=idea, by=lead, content=decision_content())

        assert second.round == 2
        assert Decision.objects.filter(idea=idea).count() == 2
