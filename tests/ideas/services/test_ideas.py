"""Sending, editing and withdrawing an idea."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import timezone

from ideas.exceptions import Conflict, IdeaClosed, InvalidValue, NotPermitted, RoutingChanged, StaleVersion, TooMany
from ideas.models import AnswerSet, AuditEvent, Decision, Delivery, Event, Idea, IdeaVersion, Promise, Review, RuleSet
from ideas.routing.outcome import Routing
from ideas.selectors.routing import preview_routing
from ideas.services import ideas as service
from ideas.services.content import IdeaContent
from ideas.services.ideas import edit_idea, submit_idea, withdraw_idea
from tests.factories import DepartmentFactory, ReviewFactory, UserFactory
from tests.factories.drafts import complete_draft, sent_idea
from tests.factories.ideas import author_of
from tests.factories.routing import answers

pytestmark = pytest.mark.django_db
# A Thursday, 16:40 in London: two working days later is Wednesday 8 April, ten are Monday 20 April.
MAUNDY_THURSDAY = datetime(2026, 4, 2, 15, 40, tzinfo=UTC)


@pytest.fixture
def easter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MAUNDY_THURSDAY)


def edit(idea: Idea, **content: Any) -> Idea:
    return edit_idea(idea=idea, by=author_of(idea), content=IdeaContent(**content), expected_version=idea.version)


def decide(idea: Idea) -> None:
    Decision.objects.create(
        idea=idea,
        round=1,
        kind="approved",
        reason_code="good_value",
        explanation="It costs little and saves a walk every day, so we do it.",
        decided_by=UserFactory(),
        decided_because="business_lead",
        rule_set=RuleSet.objects.get(),
        announce_at=timezone.now(),
    )


def types() -> list[str]:
    return list(Event.objects.order_by("id").values_list("type", flat=True))


def refused(caught: pytest.ExceptionInfo[Any]) -> str:
    code: str = caught.value.error_code
    return code


@pytest.mark.usefixtures("easter")
def test_submit_idea_writes_version_routing_promises_and_event_together() -> None:
    idea = sent_idea()

    assert (idea.stage, idea.tier, idea.edition, idea.submitted_at) == ("submitted", 1, 1, MAUNDY_THURSDAY)
    assert IdeaVersion.objects.get().title == idea.title
    routing = Routing.from_json(idea.routing_decisions.get().routing)
    assert [(one.slug, one.mode.value) for one in routing.departments] == [
        ("business", "required"),
        ("operations", "required"),
    ]
    assert types() == ["idea.moved", "idea.submitted"]
    assert sorted(Delivery.objects.values_list("consumer", flat=True)) == ["notify", "route"]


@pytest.mark.usefixtures("easter")
def test_submit_idea_promises_closing_time_on_working_days_of_the_organisation() -> None:
    idea = sent_idea()

    due = dict(Promise.objects.values_list("kind", "due_at"))
    assert due == {
        "first_response": datetime(2026, 4, 8, 16, tzinfo=UTC),
        "decision": datetime(2026, 4, 20, 16, tzinfo=UTC),
    }
    assert idea.next_answer_at == due["decision"]


@pytest.mark.usefixtures("easter")
def test_submit_idea_opens_votes_and_sets_heat() -> None:
    tally = sent_idea().tally
    tally.refresh_from_db()

    assert tally.takes_votes is True
    assert math.isclose(tally.heat, MAUNDY_THURSDAY.timestamp() / 604_800)


def test_submit_idea_with_small_tick_answers_everything() -> None:
    idea = sent_idea(answers=None, is_small=True)

    assert idea.tier == 0
    assert idea.answer_sets.get().answers == answers()


@pytest.mark.parametrize("field", ["title", "problem", "proposal", "expected_result"])
def test_submit_idea_without_text_is_refused(field: str) -> None:
    idea = complete_draft(**{field: ""})

    with pytest.raises(InvalidValue) as caught:
        submit_idea(idea=idea, by=author_of(idea))

    assert [(one.field, one.code) for one in caught.value.problems] == [(field, "blank")]
    assert Idea.objects.get().stage == "draft"
    assert not Event.objects.exists()


def test_submit_idea_without_an_answer_is_refused() -> None:
    idea = complete_draft(answers={key: value for key, value in answers().items() if key != "novel"})

    with pytest.raises(InvalidValue) as caught:
        submit_idea(idea=idea, by=author_of(idea))

    assert [(one.field, one.code) for one in caught.value.problems] == [("answers.novel", "answer_missing")]
    assert not Promise.objects.exists()


def test_submit_idea_twice_is_refused() -> None:
    idea = sent_idea()

    with pytest.raises(Conflict) as caught:
        submit_idea(idea=idea, by=author_of(idea))

    assert refused(caught) == "already_sent"
    assert Promise.objects.count() == 2


def test_submit_idea_by_somebody_else_is_refused() -> None:
    idea = complete_draft()

    with pytest.raises(NotPermitted):
        submit_idea(idea=idea, by=UserFactory())

    assert Idea.objects.get().stage == "draft"


def test_submit_idea_as_shown_is_sent() -> None:
    idea = complete_draft()
    shown = preview_routing(author=author_of(idea), answers=idea.answer_sets.get().answers).shown

    assert submit_idea(idea=idea, by=author_of(idea), shown=shown).stage == "submitted"


@pytest.mark.parametrize(
    "other",
    [{"rule_set": 99}, {"tier": 3}, {"departments": ("business:required",)}, {"promised_on": date(2020, 1, 1)}],
)
def test_submit_idea_other_than_shown_comes_back_with_the_new_answer(other: dict[str, Any]) -> None:
    idea = complete_draft()
    shown = preview_routing(author=author_of(idea), answers=idea.answer_sets.get().answers).shown

    with pytest.raises(RoutingChanged) as caught:
        submit_idea(idea=idea, by=author_of(idea), shown=replace(shown, **other))

    assert refused(caught) == "routing_changed"
    assert caught.value.preview.shown == shown
    assert Idea.objects.get().stage == "draft"


def test_submit_idea_too_often_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "SUBMISSIONS_AN_HOUR", 1)
    author = UserFactory()
    sent_idea(author=author)

    with pytest.raises(TooMany):
        sent_idea(author=author)

    assert Idea.objects.sent().count() == 1


def test_submit_idea_makes_what_was_read_of_the_draft_stale() -> None:
    draft = complete_draft()
    author = author_of(draft)
    sent = submit_idea(idea=draft, by=author)

    for read_then in range(1, draft.version + 1):
        with pytest.raises(StaleVersion) as caught:
            edit_idea(idea=sent, by=author, content=IdeaContent(title="Mine"), expected_version=read_then)
        assert caught.value.current == sent.version

    assert sent.version == draft.version + 1
    assert Idea.objects.get().title == draft.title


def test_edit_idea_of_text_keeps_every_version() -> None:
    idea = sent_idea()

    edited = edit(idea, title="Two keys for the gatehouse")

    assert (edited.version, edited.edition) == (idea.version + 1, 2)
    assert list(IdeaVersion.objects.order_by("version").values_list("version", "title")) == [
        (1, idea.title),
        (2, "Two keys for the gatehouse"),
    ]
    assert types()[2:] == ["idea.edited"]


def test_edit_idea_with_same_content_changes_nothing() -> None:
    idea = sent_idea()

    assert edit(idea, title=idea.title, answers={"reach": "several_teams"}).version == idea.version
    assert types() == ["idea.moved", "idea.submitted"]


def test_edit_idea_of_stale_version_is_refused() -> None:
    idea = sent_idea()
    edit(idea, title="First")

    with pytest.raises(StaleVersion) as caught:
        edit(idea, title="Second")

    assert caught.value.current == idea.version + 1
    assert Idea.objects.get().title == "First"


def test_edit_idea_with_blank_text_is_refused() -> None:
    idea = sent_idea()

    with pytest.raises(InvalidValue):
        edit(idea, problem="  ")

    assert IdeaVersion.objects.count() == 1


def test_edit_idea_of_answer_routes_anew_and_keeps_the_old_routing() -> None:
    idea = sent_idea()

    edited = edit(idea, answers={"one_off": 100000})

    assert edited.tier == 3
    assert list(edited.routing_decisions.order_by("id").values_list("tier", flat=True)) == [1, 3]
    assert AnswerSet.objects.get(version=2).answers["one_off"] == 100000
    assert types()[2:] == ["idea.rerouted", "idea.edited"]
    assert Delivery.objects.filter(event__type="idea.rerouted").get().consumer == "route"


@pytest.mark.usefixtures("easter")
def test_edit_idea_to_higher_tier_moves_the_promise_and_never_nearer() -> None:
    idea = sent_idea()

    higher = edit(idea, answers={"reach": "public"})
    lower = edit(higher, answers={"reach": "own_team"})

    twenty_days = datetime(2026, 5, 5, 16, tzinfo=UTC)
    assert (higher.tier, higher.next_answer_at) == (2, twenty_days)
    assert (lower.tier, lower.next_answer_at) == (0, twenty_days)
    assert Promise.objects.get(kind="decision").due_at == twenty_days


def test_edit_idea_ready_for_decision_that_needs_another_department_waits_again() -> None:
    idea = sent_idea()
    DepartmentFactory(slug="finance")
    Idea.objects.update(stage="ready_for_decision")

    edited = edit(idea, answers={"one_off": 1000})

    assert edited.stage == "in_review"


def test_edit_idea_makes_advice_required_where_the_answers_say_so() -> None:
    idea = sent_idea()
    review = ReviewFactory(idea=idea, department=DepartmentFactory(slug="legal"), mode="advisory")

    edit(idea, answers={"rules": "law"})

    review.refresh_from_db()
    assert review.mode == "required"


def test_edit_idea_with_new_author_who_holds_a_review_returns_it() -> None:
    idea = sent_idea()
    review = ReviewFactory(idea=idea, assigned=True)
    teammate = ReviewFactory(idea=idea, assigned=True, owner=UserFactory(manager=UserFactory()))
    joining = UserFactory(manager=teammate.owner.manager)

    edit(idea, co_authors=(review.owner.public_id, joining.public_id))

    states = Review.objects.order_by("id").values_list("state", "owner")
    assert list(states) == [("queued", None), ("queued", None)]
    assert types().count("pool.changed") == 2


def test_edit_idea_that_is_decided_but_not_announced_is_refused() -> None:
    idea = sent_idea()
    decide(idea)

    with pytest.raises(Conflict) as caught:
        edit(idea, title="Late")

    assert refused(caught) == "decided"


def test_edit_idea_that_is_a_draft_is_refused() -> None:
    with pytest.raises(Conflict) as caught:
        edit(complete_draft(), title="Early")

    assert refused(caught) == "still_draft"


def test_withdraw_idea_cancels_what_waits_and_keeps_what_was_answered() -> None:
    idea = sent_idea()
    waiting = ReviewFactory(idea=idea, assigned=True)
    answered = ReviewFactory(idea=idea, submitted=True)

    gone = withdraw_idea(idea=idea, by=author_of(idea), reason="Solved already")

    assert (gone.stage, gone.next_answer_at) == ("withdrawn", None)
    assert Review.objects.get(pk=waiting.pk).state == "cancelled"
    assert Review.objects.get(pk=answered.pk).state == "submitted"
    assert AuditEvent.objects.get().reason == "Solved already"
    assert types()[2:] == ["idea.moved", "idea.withdrawn"]


def test_withdraw_idea_twice_is_refused() -> None:
    idea = sent_idea()
    withdraw_idea(idea=idea, by=author_of(idea))

    with pytest.raises(IdeaClosed):
        withdraw_idea(idea=idea, by=author_of(idea))

    assert types().count("idea.withdrawn") == 1


def test_withdraw_idea_that_is_decided_is_refused() -> None:
    idea = sent_idea()
    decide(idea)

    with pytest.raises(Conflict) as caught:
        withdraw_idea(idea=idea, by=author_of(idea))

    assert refused(caught) == "decided"
    assert Idea.objects.get().stage == "submitted"
