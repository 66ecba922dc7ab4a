"""The ladder of reminders: who hears of a date that comes near or passed, each step once."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.exceptions import Conflict, NotPermitted
from ideas.models import AuditEvent, Department, Event, Idea, IdeaReader, Reminder, Review
from ideas.news import NewsKind
from ideas.policies.risks import escalated_reviews
from ideas.selectors.recipients import recipients_of
from ideas.services import reminders
from ideas.services.defaults import install_defaults
from ideas.services.reminders import remind_reviewer, send_reminders
from tests.at_once import at_once
from tests.factories import UserFactory, grant_role, submitted_idea
from tests.factories.clocks import london, running_review
from tests.factories.house import AbsenceFactory, HolidayFactory
from tests.factories.ideas import author_of
from tests.factories.parts import IdeaAuthorFactory
from tests.factories.reviews import pool_member

# The review runs from Monday 1 March 2027, 10:00, to Friday 12 March, 17:00; Monday 15 March is one working day late.
DUE = london(2027, 3, 12, 17)


def review_of(tier: int = 2, **fields: Any) -> Review:
    idea = submitted_idea(stage="in_review", tier=tier, next_answer_at=london(2027, 3, 24, 17))
    return running_review(idea=idea, **fields)


def at(moment: datetime) -> list[str]:
    """Take the steps that are due at `moment`; return the kinds that are told."""
    before = set(Reminder.objects.values_list("pk", flat=True))
    with time_machine.travel(moment, tick=False):
        send_reminders()
    told = Reminder.objects.filter(was_passed_over=False).exclude(pk__in=before)
    return sorted(told.values_list("kind", flat=True))


def passed_over() -> list[str]:
    """The steps that were written down and not told, in their order."""
    return list(Reminder.objects.filter(was_passed_over=True).order_by("pk").values_list("kind", flat=True))


def told(moment: datetime) -> list[tuple[int, str]]:
    """Who is told of the last step, as what."""
    with time_machine.travel(moment, tick=False):
        event = Event.objects.filter(type__in=["review.reminded", "review.escalated"]).latest("id")
        return [(one.person_id, one.kind) for one in recipients_of(event=event)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "kinds"),
    [
        # 39 hours of the first week and half of the first hour of the second are half of 79.
        (london(2027, 3, 8, 9, 29), []),
        (london(2027, 3, 8, 9, 30), ["half"]),
        (london(2027, 3, 11, 0, 5), ["eve"]),
        (london(2027, 3, 12, 16, 59), ["eve"]),
        (DUE, ["due"]),
        (london(2027, 3, 15, 16, 59), ["due"]),
        (london(2027, 3, 15, 17), ["lead"]),
        (london(2027, 3, 17, 16, 59), ["lead"]),
        (london(2027, 3, 17, 17), ["manager"]),
        (london(2027, 3, 19, 17), ["board"]),
    ],
)
def test_send_reminders_at_tier_2_takes_the_steps_of_three_and_five_days(moment: datetime, kinds: list[str]) -> None:
    review_of(2)

    assert at(moment) == kinds


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "kinds"),
    [
        (london(2027, 3, 15, 17), ["lead"]),
        (london(2027, 3, 16, 17), ["manager"]),
        (london(2027, 3, 17, 17), ["board"]),
    ],
)
@pytest.mark.parametrize("tier", [0, 1])
def test_send_reminders_at_low_tiers_takes_a_step_a_day(tier: int, moment: datetime, kinds: list[str]) -> None:
    review_of(tier)

    assert at(moment) == kinds


@pytest.mark.django_db
def test_send_reminders_counts_working_days_of_the_reviews_calendar() -> None:
    review = review_of()
    HolidayFactory(calendar=review.calendar, on=london(2027, 3, 15).date())

    assert at(london(2027, 3, 15, 18)) == ["due"]
    assert at(london(2027, 3, 16, 17)) == ["lead"]


@pytest.mark.django_db
def test_half_of_the_time_is_counted_on_the_reviews_calendar() -> None:
    review = review_of()
    for day in (2, 3):
        HolidayFactory(calendar=review.calendar, on=london(2027, 3, day).date())

    # 23 hours are left of the first week, 63 in all: half is over after 31 and a half.
    assert at(london(2027, 3, 9, 9, 29)) == []
    assert at(london(2027, 3, 9, 9, 30)) == ["half"]


@pytest.mark.django_db
def test_invariant_14_send_reminders_again_takes_nothing_twice() -> None:
    review_of()
    first = at(london(2027, 3, 19, 17))

    assert (first, at(london(2027, 3, 19, 17)), at(london(2027, 3, 30, 12))) == (["board"], [], [])
    assert passed_over() == ["due", "lead", "manager"]
    assert Event.objects.filter(type__in=["review.reminded", "review.escalated"]).count() == 1


@pytest.mark.django_db
def test_send_reminders_after_a_long_rest_tells_each_person_once_and_skips_no_level() -> None:
    review = review_of()
    Review.objects.filter(pk=review.pk).update(department=pool_member("legal").department)
    lead, deputy = pool_member("legal", lead=True).person, pool_member("legal", deputy=True).person
    decider, manager = pool_member("business", lead=True).person, grant_role(UserFactory(), "programme_manager")
    moment = london(2027, 3, 22, 9)

    assert at(moment) == ["board"]

    assert told(moment) == [
        (decider.pk, NewsKind.REVIEW_ESCALATED),
        (manager.pk, NewsKind.REVIEW_ESCALATED),
        (author_of(review.idea).pk, NewsKind.IDEA_LATE),
        (lead.pk, NewsKind.REVIEW_LATE),
        (review.owner_id, NewsKind.REVIEW_DUE),
        (deputy.pk, NewsKind.REVIEW_DUE),
    ]
    assert list(escalated_reviews()) == [review]


@pytest.mark.django_db
def test_send_reminders_after_a_rest_goes_on_with_the_next_step() -> None:
    review_of()

    assert at(london(2027, 3, 16, 9)) == ["lead"]
    assert at(london(2027, 3, 17, 17)) == ["manager"]
    assert at(london(2027, 3, 19, 17)) == ["board"]
    assert passed_over() == ["due"]


@pytest.mark.django_db
def test_send_reminders_beyond_its_limit_never_tells_an_earlier_step_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "AT_ONCE", 1)
    for _number in range(3):
        review_of()
    moment = london(2027, 3, 19, 17)

    assert [at(moment) for _run in range(4)] == [["board"], ["board"], ["board"], []]
    assert sorted(passed_over()) == sorted(["due", "lead", "manager"] * 3)


@pytest.mark.django_db(transaction=True)
def test_invariant_14_send_reminders_twice_at_once_takes_each_step_once() -> None:
    install_defaults()
    for _number in range(3):
        review_of()

    with time_machine.travel(london(2027, 3, 19, 17), tick=False):
        at_once(send_reminders, send_reminders)

    assert (Reminder.objects.count(), len(passed_over())) == (12, 9)
    assert Event.objects.filter(type__in=["review.reminded", "review.escalated"]).count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"state": "cancelled"},
        {"state": "lapsed"},
        {"paused_at": london(2027, 3, 10, 12), "paused_for": "question"},
        {"round": 2},
    ],
    ids=["cancelled", "lapsed", "paused", "other_round"],
)
def test_send_reminders_leaves_reviews_alone_that_owe_nothing_now(fields: dict[str, Any]) -> None:
    review_of(**fields)

    assert at(london(2027, 3, 19, 17)) == []


@pytest.mark.django_db
def test_send_reminders_never_escalates_advice() -> None:
    review_of(mode=Review.Mode.ADVISORY)

    assert at(london(2027, 3, 11, 12)) == ["eve"]
    assert at(london(2027, 3, 19, 17)) == []


@pytest.mark.django_db
def test_send_reminders_begins_anew_where_the_date_moved() -> None:
    review = review_of()
    at(london(2027, 3, 15, 17))
    Review.objects.filter(pk=review.pk).update(due_at=london(2027, 3, 18, 17))

    assert at(london(2027, 3, 17, 9)) == ["eve"]
    assert at(london(2027, 3, 18, 17)) == ["due"]


@pytest.mark.django_db
def test_send_reminders_costs_the_same_for_one_and_ten_ideas() -> None:
    counts = []
    for ideas in (1, 10):
        for _number in range(ideas):
            review_of()
        with time_machine.travel(london(2027, 3, 19, 17), tick=False), CaptureQueriesContext(connection) as queries:
            assert send_reminders() == ideas
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] < 45


@pytest.mark.django_db
def test_due_now_reaches_reviewer_and_deputy() -> None:
    review = review_of()
    pool_member(review.department.slug, lead=True)
    deputy = pool_member(review.department.slug, deputy=True)
    at(DUE)

    assert told(DUE) == [(review.owner_id, NewsKind.REVIEW_DUE), (deputy.person_id, NewsKind.REVIEW_DUE)]


@pytest.mark.django_db
def test_due_soon_of_somebody_away_reaches_who_leads_instead() -> None:
    review = review_of()
    lead = pool_member(review.department.slug, lead=True)
    moment = london(2027, 3, 11, 9)
    AbsenceFactory(person=review.owner, from_on=moment.date(), to_on=moment.date())
    at(moment)

    assert told(moment) == [(lead.person_id, NewsKind.REVIEW_SOON)]


@pytest.mark.django_db
@pytest.mark.parametrize("is_lead_away", [False, True])
def test_one_day_late_reaches_the_lead_or_the_deputy(is_lead_away: bool) -> None:
    review = review_of()
    lead = pool_member(review.department.slug, lead=True)
    deputy = pool_member(review.department.slug, deputy=True)
    moment = london(2027, 3, 15, 17)
    if is_lead_away:
        AbsenceFactory(person=lead.person, from_on=moment.date(), to_on=moment.date())
    at(DUE)
    at(moment)

    assert told(moment) == [((deputy if is_lead_away else lead).person_id, NewsKind.REVIEW_LATE)]


@pytest.mark.django_db
def test_three_days_late_reaches_author_and_programme_manager() -> None:
    review = review_of()
    manager = grant_role(UserFactory(), "programme_manager")
    moment = london(2027, 3, 17, 17)
    at(london(2027, 3, 15, 17))
    at(moment)

    assert told(moment) == [
        (author_of(review.idea).pk, NewsKind.IDEA_LATE),
        (manager.pk, NewsKind.REVIEW_ESCALATED),
    ]


@pytest.mark.django_db
def test_five_days_late_reaches_the_decider() -> None:
    review = review_of()
    lead = pool_member("business", lead=True)
    Review.objects.filter(pk=review.pk).update(department=pool_member("legal").department)
    moment = london(2027, 3, 19, 17)
    at(moment)

    assert (lead.person_id, NewsKind.REVIEW_ESCALATED) in told(moment)


@pytest.mark.django_db
@pytest.mark.parametrize("visibility", ["restricted", "confidential"])
def test_five_days_late_names_the_decider_of_a_hidden_idea_its_reader(visibility: str) -> None:
    further_up = UserFactory()
    writer = UserFactory(manager=UserFactory(manager=further_up))
    fields = {"tier": 0, "visibility": visibility, "author": writer, "next_answer_at": london(2027, 3, 24, 17)}
    idea = submitted_idea(stage="in_review", **fields)
    IdeaAuthorFactory(idea=idea, person=writer.manager, kind="co_author")
    running_review(idea=idea, department=pool_member("operations").department)
    moment = london(2027, 3, 19, 17)

    assert not Idea.objects.visible_to(further_up).filter(pk=idea.pk).exists()
    at(moment)

    assert list(IdeaReader.objects.values_list("idea", "person")) == [(idea.pk, further_up.pk)]
    event = Event.objects.get(type="review.escalated", payload__step="board")
    assert (further_up.pk, NewsKind.REVIEW_ESCALATED) in [
        (one.person_id, one.kind) for one in recipients_of(event=event)
    ]


@pytest.mark.django_db
def test_five_days_late_names_nobody_a_reader_of_an_open_idea() -> None:
    review_of()

    at(london(2027, 3, 19, 17))

    assert not IdeaReader.objects.exists()


@pytest.mark.django_db
def test_a_review_answered_meanwhile_reminds_nobody() -> None:
    review = review_of()
    at(DUE)
    Review.objects.filter(pk=review.pk).update(state="cancelled")

    assert told(DUE) == []


@pytest.mark.django_db
def test_remind_reviewer_by_lead_tells_the_reviewer_once_a_day() -> None:
    lead = pool_member(lead=True)
    review = review_of(2, department=lead.department)
    moment = london(2027, 3, 9, 12)

    with time_machine.travel(moment, tick=False):
        remind_reviewer(review=review, by=lead.person)
        with pytest.raises(Conflict) as refused:
            remind_reviewer(review=review, by=lead.person)

    assert refused.value.error_code == "reminded_today"
    assert told(moment) == [(review.owner_id, NewsKind.REVIEW_ASKED_FOR)]
    audit = AuditEvent.objects.get()
    assert (audit.action, audit.actor, audit.object_id) == ("review.remind", lead.person, str(review.public_id))


@pytest.mark.django_db
def test_remind_reviewer_the_next_day_tells_again_and_leaves_the_ladder_alone() -> None:
    lead = pool_member(lead=True)
    review = review_of(2, department=lead.department)
    for day in (9, 10):
        with time_machine.travel(london(2027, 3, day, 12), tick=False):
            remind_reviewer(review=review, by=lead.person)

    assert at(london(2027, 3, 11, 12)) == ["eve"]
    assert Event.objects.filter(type="review.reminded").count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"assigned": False, "state": "queued"}, "nobody_holds_it"),
        ({"paused_at": london(2027, 3, 8, 12), "paused_for": "question"}, "clock_stands"),
        ({"assigned": False, "submitted": True}, "review_closed"),
    ],
)
def test_remind_reviewer_of_what_cannot_be_answered_now_is_refused(fields: dict[str, Any], code: str) -> None:
    lead = pool_member(lead=True)
    review = review_of(2, department=lead.department, **fields)

    with pytest.raises(Conflict) as refused:
        remind_reviewer(review=review, by=lead.person)

    assert refused.value.error_code == code
    assert not Reminder.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["reviewer", "holder", "author"])
def test_remind_reviewer_by_others_is_refused(who: str) -> None:
    by = pool_member(lead=who != "reviewer").person
    idea = submitted_idea(stage="in_review", tier=2, author=by) if who == "author" else None
    fields: dict[str, Any] = {"owner": by} if who == "holder" else {}
    review = running_review(idea=idea, department=Department.objects.get(slug="business"), **fields)

    with pytest.raises(NotPermitted) as refused:
        remind_reviewer(review=review, by=by)

    assert refused.value.error_code == "not_lead"
    assert not Reminder.objects.exists()
