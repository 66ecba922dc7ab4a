"""One appeal for each no, in time, answered by somebody who was not involved."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ideas.attention import Attention
from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.models import Appeal, AuditEvent, Decision, Event, Idea, IdeaAuthor, IdeaReader, Reopening, User
from ideas.services.appeals import decide_appeal, file_appeal
from ideas.services.watches import wake_idea
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, grant_role
from tests.factories.after_decision import AppealFactory, WatchFactory, sleeping_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import DecisionFactory

pytestmark = pytest.mark.django_db

TEXT = "The stores open at seven now, so everybody waits for the key."


@pytest.fixture
def judge() -> User:
    return grant_role(UserFactory(), "programme_manager")


def declined(**fields: Any) -> Decision:
    return DecisionFactory(**{"idea": sleeping_idea(), "announced": True, **fields})


def file(decision: Decision, **changes: Any) -> Appeal:
    given = {"by": author_of(decision.idea), "ground": "factual_error", "text": TEXT, **changes}
    return file_appeal(decision=decision, **given)


def nothing_happened() -> bool:
    return not (Event.objects.exists() or AuditEvent.objects.exists() or Reopening.objects.exists())


def test_file_appeal_promises_an_answer_within_ten_working_days(judge: User) -> None:
    decision = declined()

    appeal = file(decision)

    assert (appeal.text, appeal.filed_by, appeal.decided_at) == (TEXT, author_of(decision.idea), None)
    assert 12 <= (appeal.due_at - timezone.now()).days <= 20  # ten working days, with weekends and a holiday or two
    assert list(Event.objects.values_list("type", flat=True)) == ["appeal.filed"]
    audit = AuditEvent.objects.get()
    assert (audit.action, audit.object_id) == ("appeal.file", str(decision.public_id))


def test_file_appeal_by_a_co_author_is_theirs(judge: User) -> None:
    decision = declined()
    other = UserFactory()
    IdeaAuthor.objects.create(idea=decision.idea, person=other, kind="co_author")

    assert file(decision, by=other).filed_by == other


def test_file_appeal_by_somebody_else_is_refused(judge: User) -> None:
    with pytest.raises(NotPermitted) as refused:
        file(declined(), by=judge)

    assert refused.value.error_code == "not_author"
    assert nothing_happened()


def test_file_appeal_twice_is_refused(judge: User) -> None:
    decision = declined()
    file(decision)

    with pytest.raises(Conflict) as refused:
        file(decision)

    assert refused.value.error_code == "appealed_already"
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"announced": False}, "appeal_over"),
        ({"announced_at": timezone.now() - timedelta(days=60)}, "appeal_too_late"),
        ({"kind": "approved", "reason_code": "good_value"}, "appeal_over"),
    ],
    ids=["not told", "too late", "a yes"],
)
def test_file_appeal_against_what_cannot_be_appealed_is_refused(judge: User, fields: dict[str, Any], code: str) -> None:
    with pytest.raises(Conflict) as refused:
        file(declined(**fields))

    assert refused.value.error_code == code
    assert nothing_happened()


def test_file_appeal_is_taken_on_the_last_days(judge: User) -> None:
    decision = declined(announced_at=timezone.now() - timedelta(days=25))

    assert file(decision).decision == decision


@pytest.mark.parametrize("changes", [{"text": "Too short."}, {"text": " " * 50}, {"ground": "anger"}])
def test_file_appeal_that_lacks_something_is_refused(judge: User, changes: dict[str, str]) -> None:
    with pytest.raises(InvalidValue):
        file(declined(), **changes)

    assert nothing_happened()


def test_file_appeal_lets_the_first_judge_read_a_confidential_idea(judge: User) -> None:
    decision = declined(idea=sleeping_idea(visibility="confidential"))

    file(decision)

    assert IdeaReader.objects.get().person == judge


def test_file_appeal_where_nobody_is_free_says_so() -> None:
    decision = declined(decided_by=grant_role(UserFactory(), "programme_manager"))

    file(decision)

    assert Idea.objects.get().needs_attention == Attention.NOBODY_JUDGES


def test_decide_appeal_granted_begins_the_next_round(judge: User) -> None:
    appeal = AppealFactory(decision=declined())

    decide_appeal(appeal=appeal, by=judge, is_granted=True, reasons=TEXT)

    appeal.refresh_from_db()
    assert (appeal.is_granted, appeal.decided_by, appeal.decided_because) == (True, judge, "programme_manager")
    idea = Idea.objects.get()
    assert (idea.stage, idea.round) == (Stage.TRIAGE, 2)
    reopening = Reopening.objects.get()
    assert (reopening.because, reopening.text, reopening.by) == ("appeal", TEXT, judge)
    types = list(Event.objects.order_by("id").values_list("type", flat=True))
    assert types == ["appeal.decided", "idea.moved", "idea.reopened"]


def test_decide_appeal_refused_leaves_the_answer(judge: User) -> None:
    appeal = AppealFactory(decision=declined())

    decide_appeal(appeal=appeal, by=judge, is_granted=False, reasons=TEXT)

    assert (Idea.objects.get().stage, Idea.objects.get().round) == (Stage.DECLINED, 1)
    audit = AuditEvent.objects.get()
    assert (audit.action, audit.reason, audit.after["is_granted"]) == ("appeal.decide", TEXT, False)


def test_decide_appeal_by_the_chair_where_the_programme_manager_decided() -> None:
    chair = grant_role(UserFactory(), "board_chair")
    decision = declined(decided_by=grant_role(UserFactory(), "programme_manager"))

    appeal = decide_appeal(appeal=AppealFactory(decision=decision), by=chair, is_granted=False, reasons=TEXT)

    assert appeal.decided_because == "board_chair"


@pytest.mark.parametrize("who", ["decider", "reviewer", "author", "teammate", "member", "triager"])
def test_decide_appeal_by_somebody_involved_is_refused(who: str) -> None:
    manager = UserFactory()
    idea = sleeping_idea(author=UserFactory(manager=manager))
    by = author_of(idea) if who == "author" else UserFactory(manager=manager if who == "teammate" else None)
    if who == "triager":
        grant_role(by, "triager")
    elif who != "member":
        grant_role(by, "programme_manager")
    decision = declined(idea=idea, **({"decided_by": by} if who == "decider" else {}))
    if who == "reviewer":
        ReviewFactory(idea=idea, submitted=True, owner=by)
    appeal = AppealFactory(decision=decision)

    with pytest.raises(NotPermitted) as refused:
        decide_appeal(appeal=appeal, by=by, is_granted=True, reasons=TEXT)

    assert refused.value.error_code == "not_judge"
    assert nothing_happened()


def test_decide_appeal_twice_is_refused(judge: User) -> None:
    appeal = AppealFactory(decision=declined())
    decide_appeal(appeal=appeal, by=judge, is_granted=False, reasons=TEXT)

    with pytest.raises(Conflict) as refused:
        decide_appeal(appeal=appeal, by=judge, is_granted=True, reasons=TEXT)

    assert refused.value.error_code == "appeal_over"
    assert Idea.objects.get().round == 1


def test_decide_appeal_of_an_idea_that_woke_meanwhile_is_refused(judge: User) -> None:
    appeal = AppealFactory(decision=declined())
    wake_idea(watch=WatchFactory(decision=appeal.decision), by=judge, reason="It changed.")

    with pytest.raises(Conflict) as refused:
        decide_appeal(appeal=appeal, by=judge, is_granted=True, reasons=TEXT)

    assert refused.value.error_code == "appeal_over"
    assert Idea.objects.get().round == 2


def test_decide_appeal_without_reasons_is_refused(judge: User) -> None:
    appeal = AppealFactory(decision=declined())

    with pytest.raises(InvalidValue):
        decide_appeal(appeal=appeal, by=judge, is_granted=True, reasons="No.")

    assert nothing_happened()
