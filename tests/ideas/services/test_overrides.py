"""A triager's change of tier and departments: what it opens and cancels, what stays, and what it never does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.models import (
    AuditEvent,
    Event,
    FirstResponse,
    Idea,
    Notification,
    Promise,
    Review,
    RoutingDecision,
    RoutingOverride,
    Triage,
)
from ideas.selectors.lanes import lanes_of
from ideas.services.overrides import Change, override_routing, quick_fix
from ideas.services.rerouting import reroute
from ideas.workflow import Stage
from tests.factories import UserFactory
from tests.factories.ideas import author_of
from tests.factories.reviews import routed_idea
from tests.factories.triage import STANDARD, TriageFactory, idea_in_triage, promised, triager
from tests.one_by_one import open_reviews, tell_people

pytestmark = pytest.mark.django_db
WHY = "The works council must be heard."


def idea_in_review(**fields: object) -> Idea:
    """An idea of tier 1 whose reviews of Business and Operations are open."""
    idea = routed_idea(answered=STANDARD, stage=Stage.IN_REVIEW, **fields)
    TriageFactory(idea=idea, released_at=timezone.now())
    promised(idea)
    open_reviews(idea_id=idea.pk, event=Event.objects.create(type="idea.submitted", idea=idea, idea_version=1000))
    return idea


def change(idea: Idea, **wanted: object) -> RoutingOverride:
    return override_routing(idea=idea, by=triager(), change=Change(**wanted), reason=WHY)  # type: ignore[arg-type]


def follow(idea: Idea) -> None:
    """Run the routing that the latest override asks for."""
    open_reviews(idea_id=idea.pk, event=Event.objects.filter(type="routing.overridden").latest("id"))


def states(idea: Idea) -> dict[str, tuple[str, str]]:
    rows = idea.reviews.values_list("department__slug", "mode", "state")
    return {slug: (mode, state) for slug, mode, state in rows}


def submit(idea: Idea, slug: str) -> None:
    Review.objects.filter(idea=idea, department__slug=slug).update(
        state=Review.State.SUBMITTED,
        owner=UserFactory(),
        submitted_at=timezone.now(),
        recommendation="support",
        confidence="high",
        plain_answer="Yes.",
    )


def test_override_adds_a_department_with_its_reason() -> None:
    idea = idea_in_review()

    change(idea, required=frozenset({"legal"}))
    follow(idea)

    review = Review.objects.get(idea=idea, department__slug="legal")
    assert (review.mode, review.why, review.rule_id) == ("required", WHY, "override")
    assert AuditEvent.objects.get(action="routing.override").reason == WHY


def test_override_leaves_a_department_out_and_cancels_its_review() -> None:
    idea = idea_in_review()

    change(idea, left_out=frozenset({"operations"}))
    follow(idea)

    assert states(idea) == {"business": ("required", "queued"), "operations": ("advisory", "cancelled")}
    lane = next(one for one in lanes_of(idea=idea, viewer=author_of(idea)) if one.slug == "operations")
    assert (lane.state, WHY in lane.why) == ("not_asked", True)


def test_override_keeps_the_past_routing_as_it_was() -> None:
    idea = idea_in_review()
    before = RoutingDecision.objects.values().get()

    change(idea, tier=2)

    past, now = RoutingDecision.objects.order_by("id")
    assert RoutingDecision.objects.values().get(pk=past.pk) == before
    assert (now.tier, now.routing["tier_reason"]["why"]) == (2, WHY)
    assert now.override.from_tier == 1


def test_override_of_the_tier_moves_the_promise_and_tells_the_author() -> None:
    idea = idea_in_review()
    before = Promise.objects.get(idea=idea).due_at

    change(idea, tier=3)
    event = Event.objects.get(type="routing.overridden")
    tell_people(event_id=event.pk)

    promise = Promise.objects.get(idea=idea)
    idea.refresh_from_db()
    assert (idea.tier, promise.working_days, promise.due_at > before) == (3, 40, True)
    assert idea.next_answer_at == promise.due_at
    news = Notification.objects.get(kind="routing_overridden")
    assert news.person == author_of(idea)


def test_override_to_a_smaller_tier_brings_the_promise_nearer() -> None:
    idea = idea_in_review()
    Promise.objects.filter(idea=idea).update(due_at=timezone.now() + timedelta(days=60), working_days=40)

    change(idea, tier=0)

    promise = Promise.objects.get(idea=idea)
    assert promise.working_days == 5
    assert promise.due_at < timezone.now() + timedelta(days=12)


def test_override_that_leaves_nobody_required_is_refused() -> None:
    idea = idea_in_review()

    with pytest.raises(InvalidValue) as refusal:
        change(idea, left_out=frozenset({"business", "operations"}))

    assert refusal.value.problems[0].code == "nobody_required"
    assert states(idea) == {"business": ("required", "queued"), "operations": ("required", "queued")}


def test_cancelling_reviews_never_makes_an_idea_ready() -> None:
    """Invariant 11."""
    idea = idea_in_review()
    submit(idea, "business")

    with pytest.raises(Conflict) as refusal:
        change(idea, left_out=frozenset({"operations"}))

    assert refusal.value.error_code == "nobody_left_to_answer"
    idea.refresh_from_db()
    assert idea.stage == Stage.IN_REVIEW
    assert states(idea)["operations"] == ("required", "queued")


def test_override_that_changes_nothing_is_refused() -> None:
    idea = idea_in_review()

    with pytest.raises(Conflict) as refusal:
        change(idea, tier=1)

    assert refusal.value.error_code == "nothing_changed"
    assert not RoutingOverride.objects.exists()


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"tier": 7}, "unknown_tier"),
        ({"required": frozenset({"gardening"})}, "unknown_department"),
        ({"required": frozenset({"legal"}), "left_out": frozenset({"legal"})}, "unknown_department"),
    ],
)
def test_override_with_what_the_rules_do_not_know_is_refused(wanted: dict[str, object], code: str) -> None:
    idea = idea_in_review()

    with pytest.raises(InvalidValue) as refusal:
        change(idea, **wanted)

    assert refusal.value.problems[0].code == code
    assert not RoutingOverride.objects.exists()


def test_override_by_somebody_else_is_refused() -> None:
    idea = idea_in_review()

    with pytest.raises(NotPermitted):
        override_routing(idea=idea, by=author_of(idea), change=Change(tier=0), reason=WHY)

    assert not RoutingOverride.objects.exists()


def test_override_taken_back_asks_the_department_again() -> None:
    idea = idea_in_review()
    change(idea, left_out=frozenset({"operations"}))

    change(idea, required=frozenset({"legal"}))
    follow(idea)

    assert states(idea)["operations"] == ("required", "queued")
    assert Event.objects.filter(type="pool.changed").count() == 1


def test_override_of_a_ready_idea_takes_it_back_into_review() -> None:
    idea = idea_in_review()
    submit(idea, "business")
    submit(idea, "operations")
    Idea.objects.filter(pk=idea.pk).update(stage=Stage.READY_FOR_DECISION)

    change(idea, required=frozenset({"legal"}))

    idea.refresh_from_db()
    assert idea.stage == Stage.IN_REVIEW


def test_override_holds_on_when_the_author_corrects_an_answer() -> None:
    idea = idea_in_review()
    change(idea, tier=2, left_out=frozenset({"operations"}))
    idea.refresh_from_db()
    answer_set = idea.answer_sets.get()
    answer_set.pk, answer_set.version = None, 2
    answer_set.save(force_insert=True)

    reroute(idea=idea, answer_set=answer_set, by=author_of(idea))

    assert idea.tier == 2
    latest = RoutingDecision.objects.order_by("id").last()
    assert latest is not None
    assert "operations" not in {one["slug"] for one in latest.routing["departments"]}


def test_quick_fix_lets_the_owner_have_it_at_once() -> None:
    idea, owen = idea_in_triage(), triager()
    promised(idea)

    turn = quick_fix(idea=idea, by=owen, reason="It stays in one team.", text="Just do it.")
    open_reviews(idea_id=idea.pk, event=Event.objects.get(type="triage.done"))

    idea.refresh_from_db()
    assert (idea.tier, idea.stage, turn.lane) == (0, Stage.IN_REVIEW, "quick_fix")
    assert states(idea) == {"business": ("required", "queued")}
    assert FirstResponse.objects.get().text == "Just do it."


def test_quick_fix_that_cannot_be_finished_changes_nothing() -> None:
    idea = idea_in_triage()
    promised(idea)
    Triage.objects.all().delete()

    with pytest.raises(Conflict):
        quick_fix(idea=idea, by=triager(), reason="It stays in one team.")

    idea.refresh_from_db()
    assert idea.tier == 1
    assert not RoutingOverride.objects.exists()
