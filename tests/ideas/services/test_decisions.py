"""One decision a round, with its reasons; its author first, everybody later."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from ideas.exceptions import Conflict, InvalidValue, NotPermitted, StaleVersion
from ideas.models import AuditEvent, Decision, Delivery, Event, Idea, Organisation, Promise, Review, User
from ideas.services.clocks import pause_reviews
from ideas.services.decisions import announce_decision, announce_now, decide_idea
from ideas.services.defaults import install_defaults
from ideas.workflow import Stage
from tests.at_once import at_once
from tests.factories import ReviewFactory, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory, condition, decision_content, pool_member

pytestmark = pytest.mark.django_db

TOMORROW = date.today() + timedelta(days=1)


def ready_idea(**fields: Any) -> Idea:
    idea = submitted_idea(**{"stage": Stage.READY_FOR_DECISION, **fields})
    ReviewFactory(idea=idea, submitted=True)
    return idea


@pytest.fixture
def lead() -> User:
    return pool_member(role="lead").person


def nothing_happened() -> bool:
    return not (Decision.objects.exists() or Event.objects.exists() or AuditEvent.objects.exists())


def test_decide_idea_records_the_decision_and_keeps_the_stage(lead: User) -> None:
    Organisation.objects.update(announce_delay_seconds=3600)
    idea = ready_idea()

    decision = decide_idea(idea=idea, by=lead, content=decision_content(), expected_version=1)

    decision.refresh_from_db()
    assert (decision.decided_by, decision.decided_because) == (lead, "business_lead")
    assert decision.announce_at - decision.decided_at == timedelta(hours=1)
    assert decision.announced_at is None
    assert Idea.objects.get().stage == Stage.READY_FOR_DECISION
    announce = Delivery.objects.get(consumer="announce")
    assert announce.due_at == decision.announce_at
    assert Event.objects.get().type == "decision.made"


def test_decide_idea_keeps_what_it_rests_on(lead: User) -> None:
    idea = ready_idea()
    review = idea.reviews.get()

    decision = decide_idea(idea=idea, by=lead, content=decision_content())

    assert decision.snapshot == {
        "tier": 1,
        "idea_version": 1,
        "rule_set": 1,
        "reviews": [
            {
                "department": review.department.slug,
                "mode": "required",
                "state": "submitted",
                "recommendation": "support",
                "confidence": "high",
                "version": 1,
            }
        ],
        "risks": [],
    }


def test_decide_idea_and_announcing_early_are_audited_once(lead: User) -> None:
    decision = decide_idea(idea=ready_idea(), by=lead, content=decision_content())

    announce_now(decision=decision, by=lead)
    announce_now(decision=decision, by=lead)

    rows = AuditEvent.objects.order_by("id").values_list("action", "actor", "object_id", "rules_version")
    key = str(decision.public_id)
    assert list(rows) == [("decision.make", lead.pk, key, 1), ("decision.announce", lead.pk, key, None)]
    assert AuditEvent.objects.get(action="decision.make").after["kind"] == decision.kind


def test_decide_idea_keeps_the_promise(lead: User) -> None:
    idea = ready_idea()
    calendar = Organisation.objects.get().calendar
    Promise.objects.create(
        idea=idea, kind="decision", due_at=timezone.now(), calendar=calendar, calendar_version=1, working_days=10
    )

    decision = decide_idea(idea=idea, by=lead, content=decision_content())

    assert Promise.objects.get().kept_at == decision.decided_at


def test_decide_idea_by_deputy_at_tier_1_is_theirs() -> None:
    deputy = pool_member(role="deputy").person
    pool_member(role="lead")

    decision = decide_idea(idea=ready_idea(), by=deputy, content=decision_content())

    assert decision.decided_because == "business_deputy"


@pytest.mark.parametrize("role", ["reviewer", "lead"])
def test_decide_idea_by_somebody_else_is_refused(lead: User, role: str) -> None:
    other = pool_member("legal", role=role).person

    with pytest.raises(NotPermitted) as refused:
        decide_idea(idea=ready_idea(), by=other, content=decision_content())

    assert refused.value.error_code == "not_decider"
    assert nothing_happened()


def test_decide_idea_by_its_author_is_refused(lead: User) -> None:
    with pytest.raises(NotPermitted):
        decide_idea(idea=ready_idea(author=lead), by=lead, content=decision_content())

    assert nothing_happened()


@pytest.mark.parametrize("stage", [Stage.SUBMITTED, Stage.IN_REVIEW, Stage.INFO_NEEDED, Stage.WITHDRAWN])
def test_decide_idea_before_it_is_ready_is_refused(lead: User, stage: Stage) -> None:
    with pytest.raises(Conflict) as refused:
        decide_idea(idea=ready_idea(stage=stage), by=lead, content=decision_content())

    assert refused.value.error_code == "not_ready"
    assert nothing_happened()


def test_decide_idea_twice_is_refused(lead: User) -> None:
    idea = ready_idea()
    decide_idea(idea=idea, by=lead, content=decision_content())

    with pytest.raises(Conflict) as refused:
        decide_idea(idea=idea, by=lead, content=decision_content(kind="parked"))

    assert refused.value.error_code == "decided"
    assert Decision.objects.get().kind == "declined"


def test_decide_idea_that_was_edited_since_is_refused(lead: User) -> None:
    idea = ready_idea(version=3)

    with pytest.raises(StaleVersion) as refused:
        decide_idea(idea=idea, by=lead, content=decision_content(), expected_version=2)

    assert refused.value.current == 3
    assert nothing_happened()


YES = {"kind": "approved", "reason_code": "good_value", "next_step": "Buy it", "next_step_on": TOMORROW}
WAIT = {"kind": "parked", "reason_code": "waiting_for_funding", "wakes_on": TOMORROW}
INCOMPLETE = [
    ({"kind": ""}, {"kind": "required"}),
    ({"kind": "merged"}, {"kind": "required"}),
    ({"reason_code": ""}, {"reason_code": "reason_required"}),
    ({"reason_code": "good_value"}, {"reason_code": "unknown_reason"}),
    ({"reason_code": "nonsense"}, {"reason_code": "unknown_reason"}),
    ({"reason_code": "tried_before"}, {"reason_detail": "link_required"}),
    ({"reason_code": "tried_before", "reason_detail": "javascript:alert(1)"}, {"reason_detail": "link_required"}),
    ({"reason_code": "tried_before", "reason_detail": "http://[broken"}, {"reason_detail": "link_required"}),
    ({"reason_code": "tried_before", "reason_detail": "GS-"}, {"reason_detail": "link_required"}),
    ({"reason_code": "tried_before", "reason_detail": "GS-999999"}, {"reason_detail": "unknown_idea"}),
    ({"reason_code": "contract_prevents_until", "reason_detail": "soon"}, {"reason_detail": "date_required"}),
    ({"reason_code": "outside_our_power", "reason_detail": " "}, {"reason_detail": "text_required"}),
    ({"explanation": "Too short." + "\u200b" * 60}, {"explanation": "too_short"}),
    ({"what_would_change": " "}, {"what_would_change": "required"}),
    (YES | {"next_step": "", "next_step_on": None}, {"next_step": "required", "next_step_on": "required"}),
    (YES | {"next_step_on": date(2020, 1, 1)}, {"next_step_on": "out_of_range"}),
    (YES | {"kind": "approved_with_conditions"}, {"conditions": "required"}),
    (
        YES | {"kind": "approved_with_conditions", "conditions": (condition(text=""),)},
        {"conditions.0.text": "required"},
    ),
    (YES | {"conditions": (condition(),) * 11}, {"conditions": "too_many"}),
    ({"explanation": "x" * 5001}, {"explanation": "too_long"}),
    ({"reason_detail": "a\0b"}, {"reason_detail": "null_character"}),
    (WAIT | {"wakes_on": None}, {"wakes_on": "required"}),
    (WAIT | {"what_would_change": ""}, {"what_would_change": "required"}),
]


@pytest.mark.parametrize(("changes", "expected"), INCOMPLETE)
def test_decide_idea_that_lacks_something_is_refused(
    lead: User, changes: dict[str, Any], expected: dict[str, str]
) -> None:
    with pytest.raises(InvalidValue) as refused:
        decide_idea(idea=ready_idea(), by=lead, content=decision_content(**changes))

    assert {problem.field: problem.code for problem in refused.value.problems} == expected
    assert refused.value.error_code == ("reason_required" if "reason_required" in expected.values() else "validation")
    assert nothing_happened()


COMPLETE = [
    YES,
    YES | {"kind": "pilot", "reason_code": "pilot_first"},
    YES | {"kind": "approved_with_conditions", "conditions": (condition(),)},
    {"reason_code": "tried_before", "reason_detail": "https://intranet.example.org/2024"},
    {"reason_code": "contract_prevents_until", "reason_detail": "2027-04-01"},
    {"reason_code": "outside_our_power", "reason_detail": "Highways Act 1980"},
    WAIT,
]


@pytest.mark.parametrize("changes", COMPLETE)
def test_decide_idea_takes_each_complete_answer(lead: User, changes: dict[str, Any]) -> None:
    decision = decide_idea(idea=ready_idea(), by=lead, content=decision_content(**changes))

    assert decision.kind == changes.get("kind", "declined")
    assert decision.conditions.count() == len(changes.get("conditions", ()))


@pytest.mark.parametrize("typed", ["{ref}", " gs-{number} ", "{number}"])
def test_decide_idea_keeps_the_idea_it_names_by_its_ref(lead: User, typed: str) -> None:
    other = submitted_idea()
    words = typed.format(ref=other.ref, number=int(other.ref.removeprefix("GS-")))

    decision = decide_idea(
        idea=ready_idea(),
        by=lead,
        content=decision_content(reason_code="better_option_chosen", reason_detail=words),
    )

    assert decision.reason_detail == other.ref


@pytest.mark.parametrize("visibility", ["restricted", "confidential"])
def test_decide_idea_by_naming_one_that_not_everybody_may_read_is_refused(lead: User, visibility: str) -> None:
    content = decision_content(
        reason_code="better_option_chosen", reason_detail=submitted_idea(visibility=visibility).ref
    )

    with pytest.raises(InvalidValue) as refused:
        decide_idea(idea=ready_idea(), by=lead, content=content)

    assert [(one.field, one.code) for one in refused.value.problems] == [("reason_detail", "unknown_idea")]
    assert nothing_happened()


def test_decide_idea_by_naming_itself_is_refused(lead: User) -> None:
    idea = ready_idea()

    with pytest.raises(InvalidValue) as refused:
        decide_idea(
            idea=idea,
            by=lead,
            content=decision_content(reason_code="already_happening", reason_detail=idea.ref),
        )

    assert [(one.field, one.code) for one in refused.value.problems] == [("reason_detail", "unknown_idea")]
    assert nothing_happened()


def test_announce_decision_moves_the_stage_once() -> None:
    decision = DecisionFactory()
    ReviewFactory(idea=decision.idea, mode="advisory")

    first = announce_decision(decision_id=decision.pk)
    again = announce_decision(decision_id=decision.pk)

    assert first.announced_at == again.announced_at
    idea = Idea.objects.get()
    assert (idea.stage, idea.next_answer_at) == (Stage.DECLINED, None)
    assert Review.objects.get().state == Review.State.LAPSED
    assert list(Event.objects.order_by("id").values_list("type", flat=True)) == ["idea.moved", "decision.announced"]


def test_announce_decision_ends_the_clock_of_advice_that_stands() -> None:
    decision = DecisionFactory(announced_at=None)
    review = ReviewFactory(assigned=True, idea=decision.idea, mode="advisory")
    pause_reviews(reviews=[review], kind="block", by=None, reason="")

    announce_decision(decision_id=decision.pk)

    review.refresh_from_db()
    assert (review.state, review.paused_at) == (Review.State.LAPSED, None)
    assert list(review.clock_entries.order_by("id").values_list("kind", flat=True)) == ["start", "pause", "stop"]


def test_announce_now_by_the_decider_tells_everybody() -> None:
    decision = DecisionFactory()

    announce_now(decision=decision, by=decision.decided_by)

    assert Idea.objects.get().stage == Stage.DECLINED


def test_announce_now_by_somebody_else_is_refused() -> None:
    decision = DecisionFactory()

    with pytest.raises(NotPermitted):
        announce_now(decision=decision, by=author_of(decision.idea))

    assert Idea.objects.get().stage == Stage.READY_FOR_DECISION
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_decide_idea_twice_at_once_gives_one_decision() -> None:
    install_defaults()
    deciders = [pool_member(role="lead").person, pool_member(role="deputy").person]
    idea = ready_idea()

    content = decision_content()
    found = at_once(*(partial(decide_idea, idea=idea, by=one, content=content) for one in deciders), may_refuse=True)

    assert Decision.objects.count() == 1
    assert [one.error_code for one in found if isinstance(one, Conflict)] == ["decided"]
