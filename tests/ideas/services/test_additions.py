"""“Also needs …”: a reviewer asks one more department; what it opens, what holds on, and what is refused."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from ideas.exceptions import Conflict, DomainError, IdeaClosed, InvalidValue, NotPermitted
from ideas.models import (
    AuditEvent,
    Department,
    Event,
    Idea,
    IdeaAuthor,
    Notification,
    Promise,
    Review,
    RoutingDecision,
    RoutingOverride,
    User,
)
from ideas.selectors.lanes import lanes_of
from ideas.selectors.overrides import additions_of, standing_adjustment
from ideas.selectors.rule_figures import last_weeks, routed_ideas
from ideas.services.additions import ask_also, later_promise
from ideas.services.defaults import install_defaults
from ideas.services.overrides import Change, override_routing
from ideas.services.readiness import make_ready_if_complete
from ideas.services.rerouting import reroute
from ideas.workflow import Stage
from tests.at_once import at_once
from tests.factories.clocks import RiskAcceptanceFactory
from tests.factories.fairness import InterestFactory
from tests.factories.ideas import author_of
from tests.factories.people import MembershipFactory
from tests.factories.reviews import DecisionFactory, EarlyStopFactory, ReviewFactory, pool_member
from tests.factories.rule_reports import reported_idea
from tests.factories.triage import STANDARD, promised, triager
from tests.ideas.services.test_overrides import idea_in_review, states, submit
from tests.one_by_one import open_reviews, tell_people

pytestmark = pytest.mark.django_db
WHY = "New software is involved."


def held(idea: Idea, slug: str = "operations") -> Review:
    """The review of a department, in the hands of somebody of its pool."""
    review = Review.objects.select_related("idea", "department").get(idea=idea, department__slug=slug)
    review.owner, review.state = pool_member(slug).person, Review.State.ASSIGNED
    review.assigned_at = timezone.now()
    review.save()
    return review


def add(review: Review, department: str = "security", *, by: User | None = None, reason: str = WHY) -> RoutingOverride:
    person = by or review.owner
    assert person is not None
    return ask_also(review=review, by=person, department=department, reason=reason)


def follow(idea: Idea) -> None:
    open_reviews(idea_id=idea.pk, event=Event.objects.filter(type="routing.asked_also").latest("id"))


def refused(review: Review, code: str, kind: type[DomainError] = Conflict, **wanted: object) -> None:
    """Trying it is refused, and nothing is written."""
    before = (RoutingOverride.objects.count(), Event.objects.count(), AuditEvent.objects.count())
    rows = list(Review.objects.values_list("department__slug", "mode", "state", "due_at").order_by("id"))

    with pytest.raises(kind) as refusal:
        add(review, **wanted)  # type: ignore[arg-type]

    problems = getattr(refusal.value, "problems", ())
    assert (problems[0].code if problems else refusal.value.error_code) == code
    assert (RoutingOverride.objects.count(), Event.objects.count(), AuditEvent.objects.count()) == before
    assert list(Review.objects.values_list("department__slug", "mode", "state", "due_at").order_by("id")) == rows


def test_ask_also_opens_a_required_review_with_its_reason() -> None:
    idea = idea_in_review()
    review = held(idea)

    override = add(review, reason=f" {WHY} ")
    follow(idea)

    opened = Review.objects.get(idea=idea, department__slug="security")
    assert (opened.mode, opened.state, opened.why) == ("required", "queued", WHY)
    assert (override.added, override.removed, override.asked_also.slug) == (["security"], [], "security")
    assert (override.review, override.by, override.is_of_tier) == (review, review.owner, False)
    audit = AuditEvent.objects.get(action="routing.ask_also")
    assert (audit.reason, audit.after["departments"]["security"]) == (WHY, "required")
    assert "security" not in audit.before["departments"]


def test_ask_also_tells_the_author() -> None:
    idea = idea_in_review()

    add(held(idea))
    tell_people(event_id=Event.objects.get(type="routing.asked_also").pk)

    assert Notification.objects.get(kind="asked_also").person == author_of(idea)


def test_ask_also_gives_the_window_from_now_and_moves_a_promise_that_is_too_near() -> None:
    idea = idea_in_review()
    soon = timezone.now() + timedelta(days=1)
    Promise.objects.filter(idea=idea).update(due_at=soon)
    Idea.objects.filter(pk=idea.pk).update(next_answer_at=soon)
    idea.refresh_from_db()
    expected = later_promise(idea=idea)

    add(held(idea))
    follow(idea)

    idea.refresh_from_db()
    promise = Promise.objects.get(idea=idea)
    assert expected is not None
    assert abs(promise.due_at - expected) < timedelta(seconds=1)
    assert idea.next_answer_at == promise.due_at
    assert Review.objects.get(idea=idea, department__slug="security").due_at < promise.due_at


def test_ask_also_leaves_a_promise_that_has_the_time() -> None:
    idea = idea_in_review()
    late = timezone.now() + timedelta(days=90)
    Promise.objects.filter(idea=idea).update(due_at=late)
    Idea.objects.filter(pk=idea.pk).update(next_answer_at=late)
    idea.refresh_from_db()

    add(held(idea))

    assert later_promise(idea=idea) is None
    assert Promise.objects.get(idea=idea).due_at == late


def test_ask_also_does_not_hide_a_promise_that_was_missed() -> None:
    idea = idea_in_review()
    past = timezone.now() - timedelta(days=1)
    Promise.objects.filter(idea=idea).update(due_at=past)

    add(held(idea))

    assert Promise.objects.get(idea=idea).due_at == past


def test_idea_waits_for_the_department_that_was_asked_as_well() -> None:
    idea = idea_in_review()
    add(held(idea))
    follow(idea)
    submit(idea, "business")
    submit(idea, "operations")
    idea.refresh_from_db()

    assert make_ready_if_complete(idea=idea) is False
    submit(idea, "security")

    assert make_ready_if_complete(idea=idea) is True


def test_corrected_answers_keep_what_was_asked_as_well() -> None:
    idea = idea_in_review()
    add(held(idea))
    current = RoutingDecision.objects.latest("id")
    answer_set = current.answer_set
    answer_set.pk, answer_set.version = None, 2
    answer_set.save(force_insert=True)

    idea.refresh_from_db()
    reroute(idea=idea, answer_set=answer_set, by=author_of(idea))

    again = RoutingDecision.objects.latest("id")
    assert again.pk != current.pk
    assert again.routing["departments"] == current.routing["departments"]
    assert "security" in {one["slug"] for one in again.routing["departments"]}


def test_ask_also_keeps_what_a_triager_changed_each_with_its_own_reason() -> None:
    idea, sorter = idea_in_review(), triager(name="Tara Quinn")
    change = Change(tier=2, required=frozenset({"legal"}), left_out=frozenset({"procurement"}))
    override_routing(idea=idea, by=sorter, change=change, reason="The works council must be heard.")
    first = RoutingOverride.objects.get()

    override = add(held(idea))
    add(held(idea, "business"), "commercial", reason="A contract is touched.")

    assert (override.adds_to, override.to_tier, override.is_of_tier) == (first, 2, True)
    assert (override.added, override.removed) == (["legal", "security"], ["procurement"])
    fired = {one["rule_id"]: one["why"] for one in RoutingDecision.objects.latest("id").routing["fired"]}
    assert fired["override"] == "The works council must be heard."
    assert (fired["asked-also-1"], fired["asked-also-2"]) == (WHY, "A contract is touched.")
    standing = standing_adjustment(idea=idea)
    assert standing is not None
    assert (standing.tier, standing.all_required) == (2, {"legal", "security", "commercial"})
    lane = next(one for one in lanes_of(idea=idea, viewer=author_of(idea)) if one.slug == "procurement")
    assert "Tara Quinn" in lane.why


def test_ask_also_makes_advice_required() -> None:
    idea = idea_in_review()
    ReviewFactory(idea=idea, department=Department.objects.get(slug="security"), mode="advisory")

    add(held(idea))
    follow(idea)

    assert states(idea)["security"] == ("required", "queued")


def test_ask_also_asks_anew_where_advice_has_lapsed() -> None:
    idea = idea_in_review()
    past = timezone.now() - timedelta(days=3)
    security = Department.objects.get(slug="security")
    ReviewFactory(idea=idea, department=security, mode="advisory", state="lapsed", due_at=past)

    add(held(idea))
    follow(idea)

    assert states(idea)["security"] == ("required", "queued")
    assert Review.objects.get(idea=idea, department=security).due_at > timezone.now()


def test_ask_also_does_not_take_up_again_what_somebody_accepted_the_risk_of() -> None:
    idea = idea_in_review()
    gone = Review.objects.get(idea=idea, department__slug="business")
    Review.objects.filter(pk=gone.pk).update(state=Review.State.CANCELLED)
    RiskAcceptanceFactory(review=gone)

    add(held(idea))
    follow(idea)

    assert states(idea)["business"] == ("required", "cancelled")
    assert states(idea)["security"] == ("required", "queued")


def test_lead_may_ask_for_a_review_that_somebody_else_holds() -> None:
    idea = idea_in_review()
    lead = MembershipFactory(department=Department.objects.get(slug="operations"), role="lead").person

    override = add(held(idea), by=lead)

    assert override.by == lead


@pytest.mark.parametrize("department", ["business", "security"])
def test_ask_also_for_whoever_is_asked_already_is_refused(department: str) -> None:
    idea = idea_in_review()
    review = held(idea)
    add(review)

    refused(review, "nothing_changed", department=department)


@pytest.mark.parametrize("department", ["operations", "", "no-such"])
def test_ask_also_without_another_department_is_refused(department: str) -> None:
    refused(held(idea_in_review()), "unknown_department", InvalidValue, department=department)


def test_ask_also_without_a_reason_is_refused() -> None:
    refused(held(idea_in_review()), "blank", InvalidValue, reason="  ")


def test_ask_also_of_a_department_that_has_answered_is_refused() -> None:
    idea = idea_in_review()
    ReviewFactory(idea=idea, department=Department.objects.get(slug="security"), mode="advisory")
    submit(idea, "security")

    refused(held(idea), "nothing_changed")


def test_ask_also_of_a_department_that_a_triager_left_out_is_refused() -> None:
    idea = idea_in_review()
    override_routing(
        idea=idea, by=triager(), change=Change(left_out=frozenset({"business"})), reason="It is not theirs."
    )

    refused(held(idea), "left_out_by_triager", department="business")


def test_ask_also_again_after_a_triager_took_it_out_is_refused() -> None:
    idea = idea_in_review()
    review = held(idea)
    add(review)
    override_routing(idea=idea, by=triager(), change=Change(left_out=frozenset({"security"})), reason="Only Legal.")

    refused(review, "left_out_by_triager")
    addable = additions_of(idea=idea, instead_of=review.department).addable
    assert "security" not in {one.slug for one in addable}


def test_ask_also_by_somebody_else_is_refused() -> None:
    refused(held(idea_in_review()), "not_your_review", NotPermitted, by=pool_member("operations").person)


def test_ask_also_by_an_author_is_refused() -> None:
    idea = idea_in_review()
    review = held(idea)
    IdeaAuthor.objects.create(idea=idea, person=review.owner, kind=IdeaAuthor.Kind.CO_AUTHOR)

    refused(review, "own_idea", NotPermitted)


def test_ask_also_by_somebody_with_an_interest_is_refused() -> None:
    idea = idea_in_review()
    review = held(idea)
    InterestFactory(idea=idea, person=review.owner)

    refused(review, "interest_undecided", NotPermitted)


@pytest.mark.parametrize("stage", [Stage.INFO_NEEDED, Stage.READY_FOR_DECISION, Stage.TRIAGE])
def test_ask_also_while_the_idea_is_not_in_review_is_refused(stage: Stage) -> None:
    idea = idea_in_review()
    review = held(idea)
    Idea.objects.filter(pk=idea.pk).update(stage=stage)

    refused(review, "not_in_review")


def test_ask_also_while_a_department_asks_to_stop_the_idea_is_refused() -> None:
    review = held(idea_in_review())
    EarlyStopFactory(review=review)

    refused(review, "stop_open")


def test_ask_also_does_not_tell_a_decision_that_is_kept() -> None:
    idea = idea_in_review()
    review = held(idea)
    Idea.objects.filter(pk=idea.pk).update(stage=Stage.READY_FOR_DECISION)
    idea.refresh_from_db()
    DecisionFactory(idea=idea)

    refused(review, "not_in_review")


def test_ask_also_of_a_withdrawn_idea_is_refused() -> None:
    idea = idea_in_review()
    review = held(idea)
    Idea.objects.filter(pk=idea.pk).update(stage=Stage.WITHDRAWN, next_answer_at=None)

    refused(review, "idea_closed", IdeaClosed)


def test_ask_also_from_a_review_that_was_answered_is_refused() -> None:
    idea = idea_in_review()
    review = held(idea)
    submit(idea, "operations")

    refused(review, "review_closed", by=Review.objects.get(pk=review.pk).owner)


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_who_ask_the_same_department_at_once_ask_it_once() -> None:
    install_defaults()
    idea = idea_in_review()
    reviews = [held(idea, "business"), held(idea, "operations")]

    found = at_once(*(partial(add, review) for review in reviews), may_refuse=True)
    follow(idea)

    assert [one.error_code for one in found if isinstance(one, Conflict)] == ["nothing_changed"]
    assert RoutingOverride.objects.count() == 1
    assert Review.objects.filter(idea=idea, department__slug="security").count() == 1


def test_report_on_the_rules_counts_what_was_asked_as_well() -> None:
    idea = reported_idea(answered=STANDARD)
    promised(idea)
    operations = Department.objects.get(slug="operations")
    review = ReviewFactory(idea=idea, department=operations, assigned=True, owner=pool_member("operations").person)

    add(review)

    figures = routed_ideas(span=last_weeks(4)).figures()
    assert [(one.department, one.added) for one in figures.added] == [("security", 1)]
