"""Of each step of each ladder somebody hears who may see the idea; or the idea is on the list of escalated ideas."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import pytest
import time_machine

from ideas.attention import Attention
from ideas.models import Escalation, Event, Idea, IdeaReader, Notification, Promise, Review, User
from ideas.news import NewsKind, NewsReason
from ideas.selectors.escalated import is_escalated
from ideas.selectors.recipient_rules import WAITS
from ideas.services.apologies import remind_of_apologies
from ideas.services.escalations import climb_escalations
from ideas.services.reminders import send_reminders
from ideas.services.telling_again import tell_unheard_again
from tests.factories import UserFactory, grant_role, submitted_idea
from tests.factories.after_decision import AppealFactory
from tests.factories.clocks import london, promise_of, running_review
from tests.factories.escalations import EscalationFactory, missed_promise
from tests.factories.questions import QuestionFactory
from tests.factories.reaffirmations import ReaffirmationFactory
from tests.factories.reviews import DecisionFactory, pool_member
from tests.factories.routing import SEVEN
from tests.factories.triage import TriageFactory, triager
from tests.factories.workload import BounceFactory
from tests.one_by_one import tell_people

pytestmark = pytest.mark.django_db
START: Final = london(2027, 3, 1, 10)
DUE: Final = london(2027, 3, 12, 17)
LATER: Final = london(2027, 4, 30, 17)
VISIBILITIES: Final = ("open", "restricted", "confidential")
_Fields = dict[str, Any]


def idea_at(stage: str, fields: _Fields) -> Idea:
    given = {"tier": 1, "next_answer_at": LATER, **fields}
    if stage == "declined":
        given["next_answer_at"] = None
    return submitted_idea(stage=stage, **given)


def review(fields: _Fields, **others: Any) -> Review:
    return running_review(idea=idea_at("in_review", fields), **others)


def waiting_promise(stage: str, kind: str, fields: _Fields) -> Promise:
    row = promise_of(idea_at(stage, fields))
    Promise.objects.filter(pk=row.pk).update(kind=kind, due_at=DUE)
    if kind == Promise.Kind.FIRST_RESPONSE:
        TriageFactory(idea=row.idea, due_at=LATER)
    return row


LADDERS: Final[dict[str, Callable[[_Fields], Any]]] = {
    "held review": review,
    "queued review": lambda fields: review(fields, assigned=False, state="queued"),
    "review of tier 0": lambda fields: review(fields | {"tier": 0}),
    "review of tier 2": lambda fields: review(fields | {"tier": 2}),
    "review of tier 3": lambda fields: review(fields | {"tier": 3}),
    "first response": lambda fields: waiting_promise("triage", "first_response", fields),
    "decision": lambda fields: waiting_promise("ready_for_decision", "decision", fields),
    "question": lambda fields: QuestionFactory(review=review(fields), asked_at=START, due_at=DUE),
    "reaffirmation": lambda fields: ReaffirmationFactory(
        review=review(fields, submitted=True, assigned=False), asked_at=START, due_at=DUE
    ),
    "bounce": lambda fields: BounceFactory(review=review(fields), due_at=DUE),
    "appeal": lambda fields: AppealFactory(
        decision=DecisionFactory(idea=idea_at("declined", fields), announced=True), created_at=START, due_at=DUE
    ),
    "escalation": lambda fields: EscalationFactory(idea=review(fields).idea, climbs_at=DUE),
    "missed promise": lambda fields: missed_promise(idea=idea_at("in_review", fields), due_at=DUE, broken_at=DUE),
}


def nobody() -> None:
    """An organisation in which nobody has a part."""


def leads() -> None:
    for slug in SEVEN:
        pool_member(slug, lead=True)


def managers() -> None:
    triager()
    grant_role(UserFactory(), "programme_manager")


def everybody() -> None:
    leads()
    managers()
    grant_role(UserFactory(), "board_chair")


def pass_a_day(day: datetime) -> list[Event]:
    """Let everything happen that is due at that moment; return the steps that were taken, told to whom they concern."""
    with time_machine.travel(day, tick=False):
        before = set(Event.objects.values_list("pk", flat=True))
        send_reminders()
        climb_escalations()
        remind_of_apologies()
        steps = list(Event.objects.exclude(pk__in=before).filter(type__in=WAITS).order_by("pk"))
        for event in steps:
            tell_people(event_id=event.pk)
    return steps


@pytest.mark.parametrize("staff", [nobody, leads, managers, everybody], ids=lambda staff: staff.__name__)
@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_each_step_of_each_ladder_is_heard_of_or_the_idea_is_flagged(
    visibility: str, staff: Callable[[], None]
) -> None:
    with time_machine.travel(START, tick=False):
        staff()
        for make in LADDERS.values():
            make({"visibility": visibility})
    taken = []

    for day in (8, 11, 12, 15, 16, 17, 19):
        for event in pass_a_day(london(2027, 3, day, 17)):
            taken.append(event.payload.get("step", event.type))
            told = Notification.objects.filter(event=event).select_related("person")
            idea = Idea.objects.get(pk=event.idea_id)
            seen = [Idea.objects.visible_to(one.person).filter(pk=idea.pk).exists() for one in told]
            assert all(seen), event
            acting = [one for one in told if one.kind != NewsKind.IDEA_LATE]
            assert acting or idea.needs_attention, event

    wanted = {"half", "eve", "due", "late", "lead", "manager", "board", "promise.apology_owed"}
    assert set(taken) == wanted


def told_at(moment: datetime) -> list[tuple[int, str, str]]:
    """Who is told of the one step that is due at `moment`, as what, and why."""
    (event,) = pass_a_day(moment)
    rows = Notification.objects.filter(event=event).order_by("pk")
    return list(rows.values_list("person", "kind", "reason"))


def late_in_finance(**fields: Any) -> Review:
    """A review of Finance, due on Friday 12 March 2027, whose department has neither lead nor deputy."""
    return review({"tier": 2, **fields}, department=pool_member("finance").department)


def test_lead_of_a_department_without_one_is_the_programme_manager() -> None:
    late_in_finance()
    manager = grant_role(UserFactory(), "programme_manager")
    pass_a_day(DUE)

    found = told_at(london(2027, 3, 15, 17))

    assert found == [(manager.pk, NewsKind.REVIEW_ESCALATED, NewsReason.PROGRAMME_MANAGER)]


def test_late_review_of_a_confidential_idea_reaches_who_decides_and_no_programme_manager() -> None:
    row = late_in_finance(visibility="confidential")
    grant_role(UserFactory(), "programme_manager")
    decider = pool_member("business", lead=True).person
    pass_a_day(DUE)

    assert told_at(london(2027, 3, 15, 17)) == [(decider.pk, NewsKind.REVIEW_ESCALATED, NewsReason.DECIDER)]
    author = row.idea.authors.get().person
    assert told_at(london(2027, 3, 17, 17)) == [
        (author.pk, NewsKind.IDEA_LATE, NewsReason.AUTHOR),
        (decider.pk, NewsKind.REVIEW_ESCALATED, NewsReason.DECIDER),
    ]


def test_step_that_reaches_nobody_lets_in_who_decides() -> None:
    lead = pool_member("business", lead=True).person
    row = late_in_finance(visibility="confidential", author=lead)
    manager = grant_role(UserFactory(), "programme_manager")
    pass_a_day(DUE)

    found = told_at(london(2027, 3, 15, 17))

    assert found == [(manager.pk, NewsKind.REVIEW_ESCALATED, NewsReason.PROGRAMME_MANAGER)]
    assert list(IdeaReader.objects.values_list("idea", "person")) == [(row.idea_id, manager.pk)]


def test_step_of_an_open_idea_that_reaches_nobody_names_no_reader_and_puts_it_on_the_list() -> None:
    row = late_in_finance()
    pass_a_day(DUE)

    assert told_at(london(2027, 3, 15, 17)) == []

    row.idea.refresh_from_db()
    assert row.idea.needs_attention == Attention.UNHEARD
    assert list(Idea.objects.filter(is_escalated())) == [row.idea]
    assert not IdeaReader.objects.exists()


def test_step_of_which_only_the_author_hears_puts_the_idea_on_the_list() -> None:
    row = late_in_finance()
    pass_a_day(london(2027, 3, 15, 17))
    Idea.objects.filter(pk=row.idea_id).update(needs_attention="")

    found = told_at(london(2027, 3, 17, 17))

    assert found == [(row.idea.authors.get().person_id, NewsKind.IDEA_LATE, NewsReason.AUTHOR)]
    row.idea.refresh_from_db()
    assert row.idea.needs_attention == Attention.UNHEARD


def test_step_that_reaches_nobody_leaves_what_was_answered_meanwhile_alone() -> None:
    row = late_in_finance()
    with time_machine.travel(london(2027, 3, 15, 17), tick=False):
        send_reminders()
        Review.objects.filter(pk=row.pk).update(state="cancelled")
        for event in Event.objects.filter(type__in=WAITS):
            tell_people(event_id=event.pk)

    row.idea.refresh_from_db()
    assert row.idea.needs_attention == ""


def test_escalation_after_a_long_rest_climbs_to_the_list_and_is_told_once() -> None:
    escalation = EscalationFactory(idea=review({"tier": 1}).idea, climbs_at=DUE)
    decider, manager = pool_member("business", lead=True).person, grant_role(UserFactory(), "programme_manager")

    with time_machine.travel(london(2027, 3, 22, 9), tick=False):
        assert (climb_escalations(), climb_escalations()) == (1, 0)
        event = Event.objects.get(type="escalation.climbed")
        tell_people(event_id=event.pk)

    escalation.refresh_from_db()
    assert (escalation.level, event.payload["step"]) == (Escalation.Level.BOARD, "board")
    told = Notification.objects.filter(event=event).order_by("pk").values_list("person", flat=True)
    assert list(told) == [manager.pk, decider.pk]


def test_triagers_hear_of_a_restricted_idea_and_never_of_a_confidential_one() -> None:
    sorter: User = triager()
    with time_machine.travel(START, tick=False):
        for visibility in ("restricted", "confidential"):
            waiting_promise("triage", "first_response", {"visibility": visibility})

    events = pass_a_day(DUE)

    told = Notification.objects.filter(event__in=events).values_list("person", "idea__visibility")
    assert list(told) == [(sorter.pk, "restricted")]


def test_idea_leaves_the_list_once_somebody_was_told_and_not_before() -> None:
    row = late_in_finance()
    pass_a_day(DUE)
    (step,) = pass_a_day(london(2027, 3, 15, 17))
    still_nobody = tell_unheard_again()
    manager = grant_role(UserFactory(), "programme_manager")

    assert (still_nobody, tell_unheard_again(), tell_unheard_again()) == (0, 1, 0)

    row.idea.refresh_from_db()
    assert row.idea.needs_attention == ""
    told = Notification.objects.filter(event=step).values_list("person", "kind")
    assert list(told) == [(manager.pk, NewsKind.REVIEW_ESCALATED)]


def unheard_in_finance() -> Review:
    """A late review of Finance of which only its reviewer heard, on the day it was due."""
    row = late_in_finance()
    pass_a_day(DUE)
    pass_a_day(london(2027, 3, 15, 17))
    return row


def test_idea_leaves_the_list_once_nothing_waits_any_more() -> None:
    row = unheard_in_finance()
    Review.objects.filter(pk=row.pk).update(state="cancelled")
    before = Notification.objects.count()

    assert tell_unheard_again() == 1

    row.idea.refresh_from_db()
    assert (row.idea.needs_attention, Notification.objects.count()) == ("", before)


def test_idea_stays_on_the_list_while_another_thing_of_it_reaches_nobody() -> None:
    row, lead = late_in_finance(), pool_member("security", lead=True)
    running_review(idea=row.idea, department=lead.department, assigned=False, state="queued")
    pass_a_day(DUE)
    steps = pass_a_day(london(2027, 3, 15, 17))
    told = Notification.objects.filter(event__in=steps).values_list("person", flat=True)

    assert (tell_unheard_again(), list(told)) == (0, [lead.person_id])

    row.idea.refresh_from_db()
    assert row.idea.needs_attention == Attention.UNHEARD


def test_later_step_that_was_heard_makes_good_for_earlier_ones() -> None:
    row = unheard_in_finance()
    grant_role(UserFactory(), "programme_manager")
    pass_a_day(london(2027, 3, 17, 17))
    before = Notification.objects.count()

    assert tell_unheard_again() == 1

    row.idea.refresh_from_db()
    assert (row.idea.needs_attention, Notification.objects.count()) == ("", before)


def test_idea_that_needs_attention_for_another_reason_stays_on_the_list() -> None:
    row = late_in_finance()
    Idea.objects.filter(pk=row.idea_id).update(needs_attention=Attention.NOBODY_DECIDES)

    assert tell_unheard_again() == 0

    row.idea.refresh_from_db()
    assert row.idea.needs_attention == Attention.NOBODY_DECIDES
