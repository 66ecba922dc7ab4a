"""An author asks further up for an answer; it climbs each working day until somebody acts."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from ideas.exceptions import Conflict, DomainError, InvalidValue, NotPermitted
from ideas.models import (
    AuditEvent,
    Escalation,
    Event,
    FirstResponse,
    Idea,
    IdeaAuthor,
    Review,
    ReviewExtension,
    ReviewMove,
    User,
)
from ideas.news import NewsKind
from ideas.selectors.escalated import escalated_idea_ids
from ideas.selectors.escalations import escalations_for
from ideas.selectors.recipients import recipients_of
from ideas.services.apologies import remind_of_apologies
from ideas.services.defaults import install_defaults
from ideas.services.escalations import climb_escalations, escalate_idea
from ideas.services.extensions import extend_review
from tests.at_once import at_once
from tests.factories import ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.clocks import RiskAcceptanceFactory, london, running_review
from tests.factories.escalations import EscalationFactory, lead_of, missed_promise
from tests.factories.ideas import author_of
from tests.factories.people import DepartmentFactory
from tests.factories.reviews import DecisionFactory, pool_member

pytestmark = pytest.mark.django_db

THURSDAY = london(2027, 3, 18, 10)
FRIDAY, MONDAY, TUESDAY = london(2027, 3, 19, 17), london(2027, 3, 22, 17), london(2027, 3, 23, 17)
REASON = "The season begins in two weeks."


def escalate(idea: Idea, by: User | None = None, *, at: datetime = THURSDAY, reason: str = REASON) -> Escalation:
    with time_machine.travel(at, tick=False):
        return escalate_idea(idea=idea, by=by or author_of(idea), reason=reason)


def climb(at: datetime) -> int:
    with time_machine.travel(at, tick=False):
        return climb_escalations()


def told(kind: str) -> set[int]:
    """Who hears of the last event of that type."""
    event = Event.objects.filter(type=kind).select_related("idea").latest("id")
    return {one.person_id for one in recipients_of(event=event)}


def level_of(escalation: Escalation) -> str:
    escalation.refresh_from_db()
    return escalation.level


def test_escalate_idea_reaches_the_leads_of_the_departments_that_are_late() -> None:
    late = running_review(department=DepartmentFactory(slug="finance"))
    on_time = running_review(idea=late.idea, department=DepartmentFactory(slug="legal"), due_at=london(2027, 3, 30, 17))
    lead = lead_of(late)
    lead_of(on_time)

    escalation = escalate(late.idea)

    assert (escalation.level, escalation.climbs_at, escalation.stage) == ("owing", FRIDAY, "in_review")
    assert list(escalation.reviews.all()) == [late]
    assert told("escalation.raised") == {lead.pk}
    assert AuditEvent.objects.get(action="idea.escalate").reason == REASON


def test_escalate_idea_where_nothing_is_late_reaches_all_that_the_decision_waits_for() -> None:
    first = running_review(department=DepartmentFactory(slug="finance"), due_at=london(2027, 3, 29, 17))
    second = running_review(idea=first.idea, department=DepartmentFactory(slug="legal"), due_at=london(2027, 3, 30, 17))
    running_review(idea=first.idea, department=DepartmentFactory(slug="commercial"), mode="advisory")

    escalation = escalate(first.idea)

    assert list(escalation.reviews.order_by("due_at")) == [first, second]


def test_escalate_idea_in_triage_reaches_those_who_sort() -> None:
    triager = grant_role(UserFactory(), "triager")

    escalate(submitted_idea(stage="triage"))

    assert told("escalation.raised") == {triager.pk}


def test_escalate_idea_that_is_ready_reaches_whoever_decides() -> None:
    decider = pool_member("business", role="lead").person

    escalate(submitted_idea(stage="ready_for_decision"))

    assert told("escalation.raised") == {decider.pk}


@pytest.mark.parametrize("kind", ["co_author", "on_behalf_of"])
def test_escalate_idea_by_any_of_its_authors_is_possible(kind: str) -> None:
    idea = submitted_idea(stage="in_review")
    person = UserFactory()
    IdeaAuthor.objects.create(idea=idea, person=person, kind=kind)

    assert escalate(idea, person).by == person


def test_escalate_idea_by_somebody_else_changes_nothing() -> None:
    idea = submitted_idea(stage="in_review")

    with pytest.raises(NotPermitted) as refused:
        escalate(idea, UserFactory())

    assert refused.value.error_code == "not_author"
    assert not Escalation.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("stage", ["draft", "declined", "withdrawn"])
def test_escalate_idea_that_waits_for_nobody_changes_nothing(stage: str) -> None:
    idea = submitted_idea(stage=stage)

    with pytest.raises(DomainError) as refused:
        escalate(idea)

    assert refused.value.error_code == "idea_closed"
    assert not Escalation.objects.exists()


def test_escalate_idea_that_is_decided_and_not_announced_changes_nothing() -> None:
    idea = DecisionFactory().idea

    with pytest.raises(DomainError) as refused:
        escalate(idea)

    assert refused.value.error_code == "idea_closed"
    assert not Escalation.objects.exists()


def test_escalate_idea_twice_at_a_stage_is_refused_and_at_the_next_one_possible() -> None:
    idea = submitted_idea(stage="in_review")
    escalate(idea)
    Idea.objects.filter(pk=idea.pk).update(stage="info_needed")

    with pytest.raises(Conflict) as refused:
        escalate(idea)
    with pytest.raises(IntegrityError), transaction.atomic():
        EscalationFactory(idea=idea)
    Idea.objects.filter(pk=idea.pk).update(stage="ready_for_decision")

    assert refused.value.error_code == "escalated_before"
    assert escalate(idea).stage == "ready_for_decision"


def test_escalate_idea_while_everything_waits_for_its_author_is_refused() -> None:
    idea = submitted_idea(stage="info_needed")
    running_review(idea=idea, paused_at=THURSDAY, paused_for="question")

    with pytest.raises(Conflict) as refused:
        escalate(idea)

    assert refused.value.error_code == "waits_for_author"
    assert not Escalation.objects.exists()


@pytest.mark.parametrize("reason", ["", " \n", "x" * 501])
def test_escalate_idea_without_a_reason_that_fits_changes_nothing(reason: str) -> None:
    idea = submitted_idea(stage="in_review")

    with pytest.raises(InvalidValue) as refused:
        escalate(idea, reason=reason)

    assert [one.field for one in refused.value.problems] == ["reason"]
    assert not Escalation.objects.exists()


def test_climb_escalations_goes_one_level_up_each_working_day_and_stops_at_the_list() -> None:
    manager = grant_role(UserFactory(), "programme_manager")
    decider = pool_member("business", role="lead").person
    escalation = escalate(running_review(department=DepartmentFactory(slug="finance")).idea)

    assert (climb(london(2027, 3, 19, 16, 59)), level_of(escalation)) == (0, "owing")
    assert (climb(FRIDAY), level_of(escalation), told("escalation.climbed")) == (1, "manager", {manager.pk})
    assert (climb(MONDAY), level_of(escalation)) == (1, "board")
    assert told("escalation.climbed") == {manager.pk, decider.pk}
    assert (climb(TUESDAY), escalation.climbs_at) == (0, None)
    assert list(escalated_idea_ids()) == [escalation.idea_id]


def twice_at_once(job: Callable[[], Any], moment: datetime) -> list[Any]:
    """Run `job` twice at once at `moment`; return what each said, a refusal by its code."""
    with time_machine.travel(moment, tick=False):
        found = at_once(job, job, may_refuse=True)
    return [one.error_code if isinstance(one, DomainError) else one for one in found]


@pytest.mark.django_db(transaction=True)
def test_invariant_14_escalations_climb_once_and_reminders_come_once_however_often_at_once() -> None:
    install_defaults()
    promise = missed_promise(due_at=london(2027, 3, 16, 17), broken_at=london(2027, 3, 16, 17))
    for _number in range(3):
        escalate(running_review().idea)

    climbed, asked = twice_at_once(climb_escalations, FRIDAY), twice_at_once(remind_of_apologies, FRIDAY)

    assert (sum(climbed), sum(asked)) == (3, 1)
    assert set(Escalation.objects.values_list("level", flat=True)) == {"manager"}
    assert Event.objects.filter(type="escalation.climbed").count() == 3
    assert Event.objects.filter(type="promise.apology_owed", payload__promise_id=promise.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_escalate_idea_by_two_authors_at_once_is_raised_once() -> None:
    install_defaults()
    idea = running_review().idea
    author = author_of(idea)

    said = twice_at_once(lambda: escalate_idea(idea=idea, by=author, reason=REASON).level, THURSDAY)

    assert sorted(said) == ["escalated_before", "owing"]
    assert Escalation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_extend_review_twice_at_once_gives_more_time_once() -> None:
    install_defaults()
    review = running_review()
    lead = lead_of(review)

    said = twice_at_once(
        lambda: extend_review(review=review, by=lead, until=date(2027, 3, 22), reason=REASON).reason, THURSDAY
    )

    assert sorted(said) == sorted([REASON, "extended_before"])
    assert ReviewExtension.objects.count() == 1


def test_climb_escalations_run_twice_climbs_once() -> None:
    escalate(running_review().idea)

    assert (climb(FRIDAY), climb(FRIDAY)) == (1, 0)

    assert Event.objects.filter(type="escalation.climbed").count() == 1


def answered(review: Review, by: User) -> None:
    fields = {"recommendation": "support", "confidence": "high", "plain_answer": "Yes.", "submitted_at": FRIDAY}
    Review.objects.filter(pk=review.pk).update(state="submitted", owner=by, **fields)


def handed_over(review: Review, by: User) -> None:
    ReviewMove.objects.create(
        review=review, kind="handed_over", to_person=UserFactory(), by=by, reason="Knows it.", at=FRIDAY
    )


def left_out(review: Review, by: User) -> None:
    Review.objects.filter(pk=review.pk).update(state="cancelled")
    RiskAcceptanceFactory(review=review, accepted_by=by, accepted_at=FRIDAY)


@pytest.mark.parametrize(("act", "because"), [(answered, "answered"), (handed_over, "moved"), (left_out, "left_out")])
def test_climb_escalations_ends_what_somebody_acted_upon_and_tells_the_authors(act: Any, because: str) -> None:
    review, person = running_review(), UserFactory()
    escalation = escalate(review.idea)
    act(review, person)

    assert climb(FRIDAY) == 1

    escalation.refresh_from_db()
    assert (escalation.level, escalation.ended_because, escalation.ended_by) == ("owing", because, person)
    event = Event.objects.select_related("idea").get(type="escalation.ended")
    assert [(one.person_id, one.kind) for one in recipients_of(event=event)] == [
        (author_of(review.idea).pk, NewsKind.ESCALATION_ENDED)
    ]
    assert climb(MONDAY) == 0


def test_climb_escalations_does_not_end_by_the_answer_of_a_department_that_was_not_late() -> None:
    late = running_review(department=DepartmentFactory(slug="finance"))
    other = running_review(idea=late.idea, department=DepartmentFactory(slug="legal"), due_at=london(2027, 3, 30, 17))
    escalation = escalate(late.idea)
    answered(other, UserFactory())

    climb(FRIDAY)

    assert (level_of(escalation), escalation.ended_at) == ("manager", None)


def test_climb_escalations_ends_in_triage_with_a_first_response() -> None:
    triager = grant_role(UserFactory(), "triager")
    idea = submitted_idea(stage="triage")
    escalation = escalate(idea)
    FirstResponse.objects.create(idea=idea, text="We look at it.", by=triager, created_at=FRIDAY)

    climb(FRIDAY)

    escalation.refresh_from_db()
    assert (escalation.ended_because, escalation.ended_by) == ("answered", triager)


@pytest.mark.parametrize("fields", [{"stage": "ready_for_decision"}, {"round": 2}, {"stage": "withdrawn"}])
def test_climb_escalations_ends_where_the_stage_is_over(fields: dict[str, Any]) -> None:
    escalation = escalate(running_review().idea)
    Idea.objects.filter(pk=escalation.idea_id).update(**fields)

    climb(FRIDAY)

    escalation.refresh_from_db()
    assert (escalation.ended_because, escalation.ended_by) == ("stage_over", None)


def test_climb_escalations_goes_on_while_a_question_is_open() -> None:
    escalation = escalate(running_review().idea)
    Idea.objects.filter(pk=escalation.idea_id).update(stage="info_needed")

    climb(FRIDAY)

    assert (level_of(escalation), escalation.ended_at) == ("manager", None)


def test_climb_escalations_ends_where_none_of_the_answers_is_asked_for_any_more() -> None:
    review = running_review()
    escalation = escalate(review.idea)
    Review.objects.filter(pk=review.pk).update(state="cancelled")

    climb(FRIDAY)

    escalation.refresh_from_db()
    assert escalation.ended_because == "stage_over"


def test_climb_escalations_of_a_decision_that_is_not_told_says_nothing() -> None:
    escalation = escalate(submitted_idea(stage="ready_for_decision"))
    DecisionFactory(idea=escalation.idea)
    before = Event.objects.count()

    assert climb(FRIDAY) == 0

    assert (level_of(escalation), Event.objects.count()) == ("owing", before)


def test_escalations_for_tells_an_author_where_it_stands_and_others_nothing_to_do() -> None:
    idea = ReviewFactory(idea=submitted_idea(stage="in_review"), assigned=True).idea
    author = author_of(idea)
    before = escalations_for(viewer=author, idea=idea)

    escalation = escalate(idea)

    after = escalations_for(viewer=author, idea=idea)
    assert (list(before.rows), before.may_escalate) == ([], True)
    assert (list(after.rows), after.may_escalate) == ([escalation], False)
    assert escalations_for(viewer=UserFactory(), idea=idea).may_escalate is False
