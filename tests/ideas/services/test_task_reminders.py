"""Reminders of other dates than reviews': first responses, decisions, questions, what was sent back, appeals, watches."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from ideas.models import (
    Appeal,
    Bounce,
    Event,
    Idea,
    Promise,
    Question,
    Reaffirmation,
    Reminder,
    Review,
    Triage,
    User,
    Watch,
)
from ideas.news import NewsKind, NewsReason
from ideas.selectors.recipients import recipients_of
from ideas.services.reminders import send_reminders
from tests.factories import UserFactory, grant_role, submitted_idea
from tests.factories.after_decision import AppealFactory, WatchFactory
from tests.factories.clocks import london, promise_of, running_review
from tests.factories.house import AbsenceFactory
from tests.factories.ideas import author_of
from tests.factories.people import DepartmentFactory
from tests.factories.questions import QuestionFactory
from tests.factories.reaffirmations import ReaffirmationFactory
from tests.factories.reviews import DecisionFactory, ReviewFactory, pool_member
from tests.factories.triage import TriageFactory, triager
from tests.factories.workload import BounceFactory

pytestmark = pytest.mark.django_db
FRIDAY = london(2027, 3, 5, 17)
MONDAY = london(2027, 3, 8, 17)


@pytest.fixture
def manager() -> User:
    return grant_role(UserFactory(), "programme_manager")


def at(moment: datetime) -> list[str]:
    """Take the steps that are due at `moment`; return their tasks and kinds."""
    before = set(Event.objects.values_list("pk", flat=True))
    with time_machine.travel(moment, tick=False):
        send_reminders()
    events = Event.objects.exclude(pk__in=before).filter(type__startswith="task.").order_by("pk")
    return [f"{one.payload['task']} {one.payload['step']}" for one in events]


def told(moment: datetime, task: str) -> list[tuple[int, str, str]]:
    """Who is told of the last step of `task`, as what, and why."""
    with time_machine.travel(moment, tick=False):
        event = Event.objects.filter(type__startswith="task.", payload__task=task).latest("id")
        return [(one.person_id, one.kind, one.reason) for one in recipients_of(event=event)]


def sent_idea(**fields: Any) -> Idea:
    given = {"stage": "triage", "tier": 1, "next_answer_at": london(2027, 3, 24, 17), **fields}
    return submitted_idea(**given)


def first_response_of(idea: Idea, **fields: Any) -> Promise:
    """The promise of a first response by Friday 5 March 2027, to an idea that has its turn in triage."""
    decision = promise_of(idea)
    TriageFactory(idea=idea, due_at=FRIDAY)
    return Promise.objects.create(
        idea=idea,
        kind=Promise.Kind.FIRST_RESPONSE,
        due_at=FRIDAY,
        calendar=decision.calendar,
        calendar_version=1,
        working_days=2,
        made_at=london(2027, 3, 3, 10),
        **fields,
    )


def test_first_response_reaches_triagers_before_and_on_its_date_and_the_manager_after(manager: User) -> None:
    sorter = triager()
    first_response_of(sent_idea())

    assert at(london(2027, 3, 3, 12)) == []
    assert at(london(2027, 3, 4, 17)) == ["first_response eve"]
    assert at(FRIDAY) == ["first_response due"]
    assert told(FRIDAY, "first_response") == [(sorter.pk, NewsKind.RESPONSE_DUE, NewsReason.TRIAGER)]
    assert at(MONDAY) == ["first_response manager"]
    assert told(MONDAY, "first_response") == [(manager.pk, NewsKind.RESPONSE_DUE, NewsReason.PROGRAMME_MANAGER)]
    assert at(london(2027, 3, 20, 12)) == []


def test_first_response_without_a_triager_reaches_the_programme_manager(manager: User) -> None:
    first_response_of(sent_idea())
    at(FRIDAY)

    assert told(FRIDAY, "first_response") == [(manager.pk, NewsKind.RESPONSE_DUE, NewsReason.PROGRAMME_MANAGER)]


def test_first_response_never_reaches_who_wrote_the_idea() -> None:
    sorter, other = triager(), triager()
    first_response_of(sent_idea(author=sorter))
    at(FRIDAY)

    assert told(FRIDAY, "first_response") == [(other.pk, NewsKind.RESPONSE_DUE, NewsReason.TRIAGER)]


@pytest.mark.parametrize(
    "fields",
    [{"kept_at": london(2027, 3, 4, 9)}, {"paused_at": london(2027, 3, 4, 9)}, {"round": 2}],
    ids=["kept", "paused", "other_round"],
)
def test_first_response_that_nobody_owes_reminds_nobody(fields: dict[str, Any]) -> None:
    first_response_of(sent_idea(), **fields)

    assert at(london(2027, 3, 20, 12)) == []


def test_first_response_that_a_department_gave_or_that_no_triage_owes_reminds_nobody() -> None:
    answered = first_response_of(sent_idea(stage="in_review"))
    ReviewFactory(idea=answered.idea, submitted=True)
    quick = first_response_of(sent_idea(stage="in_review"))
    Triage.objects.filter(idea=quick.idea).delete()

    assert at(MONDAY) == []


def test_decision_reaches_the_decider_before_and_when_it_is_missed_and_then_the_manager(manager: User) -> None:
    lead = pool_member("business", lead=True).person
    promise_of(sent_idea(stage="ready_for_decision"))
    due, late = london(2027, 3, 24, 17), london(2027, 3, 25, 17)

    assert at(london(2027, 3, 22, 16)) == []
    assert at(london(2027, 3, 23, 17)) == ["decision eve"]
    assert told(london(2027, 3, 23, 17), "decision") == [(lead.pk, NewsKind.DECISION_DUE, NewsReason.DECIDER)]
    assert at(due) == ["decision due"]
    assert at(late) == ["decision manager"]
    assert told(late, "decision") == [
        (lead.pk, NewsKind.DECISION_DUE, NewsReason.DECIDER),
        (manager.pk, NewsKind.DECISION_DUE, NewsReason.PROGRAMME_MANAGER),
    ]


def test_decision_that_was_made_and_not_told_reminds_nobody() -> None:
    idea = sent_idea(stage="ready_for_decision")
    promise_of(idea)
    DecisionFactory(idea=idea)

    assert at(london(2027, 3, 25, 17)) == []


def test_decision_of_an_idea_in_review_reminds_nobody() -> None:
    promise_of(sent_idea(stage="in_review"))

    assert at(london(2027, 3, 25, 17)) == []


def question(**fields: Any) -> Question:
    """A question of Monday 1 March 2027, to be answered by Monday 8 March."""
    review = running_review(due_at=london(2027, 4, 30, 17), opened_at=london(2027, 2, 26, 10))
    given = {"review": review, "asked_at": london(2027, 3, 1, 13), "due_at": MONDAY, **fields}
    return QuestionFactory(**given)


def test_question_reaches_the_author_at_half_and_on_its_date_and_who_asked_when_it_is_late() -> None:
    row = question()
    author, late = author_of(row.idea), london(2027, 3, 9, 17)

    # 44 hours of work lie between: half of them are over on Thursday at eleven.
    assert at(london(2027, 3, 4, 10, 59)) == []
    assert at(london(2027, 3, 4, 11)) == ["question half"]
    assert told(london(2027, 3, 4, 11), "question") == [(author.pk, NewsKind.QUESTION_DUE, NewsReason.AUTHOR)]
    assert at(MONDAY) == ["question due"]
    assert at(late) == ["question late"]
    assert told(late, "question") == [(row.asked_by_id, NewsKind.QUESTION_LATE, NewsReason.REVIEWER)]


def test_question_to_an_expert_reaches_them() -> None:
    expert = UserFactory()
    question(addressee="expert", to_person=expert)
    at(MONDAY)

    assert told(MONDAY, "question") == [(expert.pk, NewsKind.QUESTION_DUE, NewsReason.ASKED)]


def test_question_to_a_department_reaches_its_lead_who_is_here() -> None:
    department = DepartmentFactory(slug="legal", core=True)
    away, deputy = pool_member("legal", lead=True), pool_member("legal", deputy=True)
    AbsenceFactory(person=away.person, from_on=MONDAY.date(), to_on=MONDAY.date())
    question(addressee="department", to_department=department)
    at(MONDAY)

    assert told(MONDAY, "question") == [(deputy.person_id, NewsKind.QUESTION_DUE, NewsReason.DEPARTMENT_LEAD)]


def test_question_that_is_answered_or_of_a_parked_idea_reminds_nobody() -> None:
    row = question()
    question(answered_at=MONDAY, answered_by=UserFactory(), answer="Three.")
    Idea.objects.filter(pk=row.idea_id).update(stage="parked", next_answer_at=None)

    assert at(london(2027, 3, 30, 17)) == []


def test_reaffirmation_that_is_late_climbs_from_reviewer_to_lead_to_manager(manager: User) -> None:
    lead = pool_member("legal", lead=True)
    review = running_review(submitted=True, assigned=False, department=lead.department)
    ReaffirmationFactory(review=review, due_at=FRIDAY)
    steps = {
        FRIDAY: ("due", review.owner_id, NewsReason.REVIEWER),
        MONDAY: ("lead", lead.person_id, NewsReason.DEPARTMENT_LEAD),
        london(2027, 3, 10, 17): ("manager", manager.pk, NewsReason.PROGRAMME_MANAGER),
    }

    for moment, (step, person, reason) in steps.items():
        assert at(moment) == [f"reaffirmation {step}"]
        assert told(moment, "reaffirmation") == [(person, NewsKind.REAFFIRMATION_DUE, reason)]


def test_bounce_that_is_due_reaches_triagers_and_then_the_manager(manager: User) -> None:
    sorter = triager()
    BounceFactory(review=running_review(due_at=london(2027, 4, 30, 17)), due_at=FRIDAY)

    assert at(FRIDAY) == ["bounce due"]
    assert told(FRIDAY, "bounce") == [
        (manager.pk, NewsKind.BOUNCE_DUE, NewsReason.TRIAGER),
        (sorter.pk, NewsKind.BOUNCE_DUE, NewsReason.TRIAGER),
    ]
    assert at(MONDAY) == ["bounce manager"]
    assert told(MONDAY, "bounce") == [(manager.pk, NewsKind.BOUNCE_DUE, NewsReason.PROGRAMME_MANAGER)]


def test_third_bounce_of_an_idea_reaches_the_manager_alone(manager: User) -> None:
    triager()
    BounceFactory(review=running_review(due_at=london(2027, 4, 30, 17)), due_at=FRIDAY, number=3)
    at(FRIDAY)

    assert told(FRIDAY, "bounce") == [(manager.pk, NewsKind.BOUNCE_DUE, NewsReason.TRIAGER)]


def test_appeal_reaches_its_judge_at_half_on_its_date_and_after_it(manager: User) -> None:
    appeal = AppealFactory(created_at=london(2027, 2, 22, 9), due_at=FRIDAY)

    assert at(london(2027, 2, 26, 17)) == ["appeal half"]
    assert at(FRIDAY) == ["appeal due"]
    assert at(MONDAY) == ["appeal late"]
    assert told(MONDAY, "appeal") == [(manager.pk, NewsKind.APPEAL_DUE, NewsReason.JUDGE)]
    event = Event.objects.filter(type="task.reminded").latest("id")
    assert event.payload["decision_id"] == appeal.decision_id


def test_appeal_that_is_answered_or_over_reminds_nobody() -> None:
    done = AppealFactory(due_at=FRIDAY)
    Appeal.objects.update(is_granted=False, decided_at=FRIDAY, decided_by=UserFactory(), reasons="It stands.")
    over = AppealFactory(due_at=FRIDAY)
    Idea.objects.filter(pk=over.decision.idea_id).update(round=2)

    assert (at(MONDAY), done.pk == over.pk) == ([], False)


def watch(**fields: Any) -> Watch:
    """A watch told on Friday 1 January 2027."""
    idea = submitted_idea(stage="declined")
    decision = DecisionFactory(idea=idea, announced_at=london(2027, 1, 1, 12))
    return WatchFactory(decision=decision, **fields)


def test_watch_by_people_is_looked_at_every_ninety_days() -> None:
    row = watch(kind="policy_change", text="The new travel rules")
    decider = row.decision.decided_by
    grant_role(decider, "triager")

    assert at(london(2027, 3, 31, 12)) == []
    assert at(london(2027, 4, 1, 13)) == ["watch look"]
    assert told(london(2027, 4, 1, 13), "watch") == [(decider.pk, NewsKind.WATCH_DUE, NewsReason.DECIDER)]
    assert at(london(2027, 6, 29, 12)) == []
    assert at(london(2027, 6, 30, 12)) == ["watch look"]


def test_watch_of_a_decider_who_left_reaches_the_programme_manager(manager: User) -> None:
    row = watch(kind="policy_change", text="The new travel rules")
    User.objects.filter(pk=row.decision.decided_by_id).update(is_active=False)
    at(london(2027, 4, 1, 13))

    expected = [(manager.pk, NewsKind.WATCH_DUE, NewsReason.PROGRAMME_MANAGER)]
    assert told(london(2027, 4, 1, 13), "watch") == expected


def test_watch_over_a_day_reminds_nobody() -> None:
    watch(kind="date", on=london(2028, 1, 1).date())

    assert at(london(2027, 6, 30, 12)) == []


def parked_idea() -> Idea:
    """An idea that is parked for its author since Monday 1 March 2027."""
    idea = submitted_idea(stage="parked", next_answer_at=None)
    running_review(idea=idea, paused_at=london(2027, 3, 1, 11), paused_for="parked")
    Promise.objects.filter(idea=idea).update(paused_at=london(2027, 3, 1, 11))
    return idea


def test_author_of_a_parked_idea_is_asked_every_ten_working_days(manager: User) -> None:
    author = author_of(parked_idea())
    first, second = london(2027, 3, 15, 17), london(2027, 3, 31, 17)

    assert at(london(2027, 3, 15, 16, 59)) == []
    assert at(first) == ["waiting waiting"]
    assert told(first, "waiting") == [(author.pk, NewsKind.IDEA_WAITS, NewsReason.AUTHOR)]
    # Good Friday and Easter Monday lie between.
    assert at(london(2027, 3, 31, 16, 59)) == []
    assert at(second) == ["waiting waiting"]
    assert told(second, "waiting") == [
        (author.pk, NewsKind.IDEA_WAITS, NewsReason.AUTHOR),
        (manager.pk, NewsKind.AUTHOR_SILENT, NewsReason.PROGRAMME_MANAGER),
    ]


def test_idea_that_was_parked_by_a_decision_asks_nobody() -> None:
    promise_of(submitted_idea(stage="parked", next_answer_at=None))

    assert at(london(2027, 6, 30, 12)) == []


def test_what_was_done_meanwhile_reaches_nobody(manager: User) -> None:
    promise = first_response_of(sent_idea())
    at(FRIDAY)
    Promise.objects.filter(pk=promise.pk).update(kept_at=FRIDAY)

    assert told(FRIDAY, "first_response") == []


def test_reminder_of_two_things_or_of_a_step_that_there_is_not_is_refused() -> None:
    row = question()
    day = MONDAY.date()

    for fields in (
        {"question": row, "review": row.review, "kind": "due"},
        {"question": row, "kind": "board"},
        {"kind": "due"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reminder.objects.create(on=day, **fields)

    assert not Reminder.objects.exists()


@pytest.mark.parametrize("about", [Bounce, Reaffirmation, Review])
def test_reminders_are_keyed_to_what_they_are_about(about: type) -> None:
    targets = {Bounce: BounceFactory, Reaffirmation: ReaffirmationFactory, Review: running_review}
    name = about.__name__.lower()
    row = targets[about]()
    Reminder.objects.create(**{name: row}, kind="due", on=MONDAY.date())

    with pytest.raises(IntegrityError, match=f"reminder_of_{name}_once"), transaction.atomic():
        Reminder.objects.create(**{name: row}, kind="due", on=MONDAY.date())
