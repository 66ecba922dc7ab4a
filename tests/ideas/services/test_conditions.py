"""Conditions of a yes are met with a note, or their owners are reminded."""

from datetime import date, timedelta
from typing import Any

import pytest

from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.models import AuditEvent, Condition, Event, Idea, User
from ideas.selectors.recipients import recipients_of
from ideas.services.conditions import meet_condition, remind_of_conditions
from ideas.services.decisions import decide_idea
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.parts import ConditionFactory
from tests.factories.reviews import DecisionFactory, condition, decision_content, pool_member

pytestmark = pytest.mark.django_db

TODAY = date.today()


def approved(**fields: Any) -> Any:
    idea = submitted_idea(stage=Stage.APPROVED_WITH_CONDITIONS)
    return DecisionFactory(**{"idea": idea, "kind": "approved_with_conditions", "announced": True, **fields})


def one(**fields: Any) -> Condition:
    given = {"decision": approved(), "review": None, "owner": UserFactory(), "due_on": TODAY, **fields}
    return ConditionFactory(**given)


def decided(owner_name: str) -> Condition:
    lead = pool_member(role="lead").person
    idea: Idea = submitted_idea(stage=Stage.READY_FOR_DECISION)
    ReviewFactory(idea=idea, submitted=True)
    content = decision_content(
        kind="approved_with_conditions",
        reason_code="good_value",
        next_step="Cut the key",
        next_step_on=TODAY,
        conditions=(condition(owner_name=owner_name),),
    )
    return decide_idea(idea=idea, by=lead, content=content).conditions.get()


def test_decide_idea_finds_who_sees_to_a_condition_by_address() -> None:
    person = UserFactory()

    assert decided(person.email).owner == person


def test_decide_idea_keeps_a_name_that_is_nobody_here() -> None:
    row = decided("Depot managers")

    assert (row.owner, row.owner_name) == (None, "Depot managers")


@pytest.mark.parametrize("who", ["owner", "decider", "triager"])
def test_meet_condition_keeps_how(who: str) -> None:
    row = one()
    by: Any = {"owner": row.owner, "triager": grant_role(UserFactory(), "triager")}.get(who)
    by = by or row.decision.decided_by

    meet_condition(condition=row, by=by, note="The rota ends in May.")

    row.refresh_from_db()
    assert (row.met_by, row.met_note) == (by, "The rota ends in May.")
    audit = AuditEvent.objects.get()
    assert (audit.action, audit.reason) == ("condition.meet", "The rota ends in May.")
    assert Event.objects.get().type == "condition.met"


def test_meet_condition_by_somebody_else_is_refused() -> None:
    row = one()

    with pytest.raises(NotPermitted) as refused:
        meet_condition(condition=row, by=author_of(row.decision.idea), note="Done.")

    assert refused.value.error_code == "not_condition_owner"
    assert not Event.objects.exists()


def test_meet_condition_twice_is_refused() -> None:
    row = one()
    owner: User = row.owner
    meet_condition(condition=row, by=owner, note="Done.")

    with pytest.raises(Conflict) as refused:
        meet_condition(condition=row, by=owner, note="Done again.")

    assert refused.value.error_code == "condition_met"
    row.refresh_from_db()
    assert row.met_note == "Done."


def test_meet_condition_without_a_note_is_refused() -> None:
    row = one()

    with pytest.raises(InvalidValue):
        meet_condition(condition=row, by=row.owner, note=" ")

    assert not Event.objects.exists()


def test_remind_of_conditions_tells_the_owner_once_before_and_once_after() -> None:
    row = one(due_on=TODAY + timedelta(days=2))

    before = (remind_of_conditions(), remind_of_conditions())
    Condition.objects.update(due_on=TODAY - timedelta(days=2))
    after = (remind_of_conditions(), remind_of_conditions())

    assert (before, after) == ((1, 0), (1, 0))
    soon, missed = Event.objects.order_by("id")
    assert [one.person_id for one in recipients_of(event=soon)] == [row.owner_id]
    told = {one.person_id for one in recipients_of(event=missed)}
    assert told == {row.owner_id, row.decision.decided_by_id}


@pytest.mark.parametrize("case", ["far", "met", "not told", "nobody"])
def test_remind_of_conditions_that_wait_for_nobody_tells_nobody(case: str) -> None:
    changes: dict[str, dict[str, Any]] = {
        "far": {"due_on": TODAY + timedelta(days=9)},
        "not told": {"decision": approved(announced=False)},
        "nobody": {"owner": None},
    }
    row = one(**changes.get(case, {}))
    if case == "met":
        meet_condition(condition=row, by=row.owner, note="Done.")

    assert remind_of_conditions() == 0
    assert not Event.objects.filter(type="condition.due").exists()
