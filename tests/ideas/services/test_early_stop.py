"""A hard block stops the other departments for a day, until whoever decides has looked at it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.models import AuditEvent, ClockEntry, Department, EarlyStop, Event, Idea, Review, User
from ideas.selectors.recipients import recipients_of
from ideas.services.decisions import decide_idea
from ideas.services.early_stop import ask_early_stop, end_early_stop, lift_expired_stops
from ideas.services.overrides import Change, override_routing
from ideas.services.readiness import make_ready_if_complete
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.clocks import london
from tests.factories.reviews import decision_content, pool_member
from tests.factories.triage import triager
from tests.ideas.services.test_overrides import idea_in_review
from tests.one_by_one import open_reviews

pytestmark = pytest.mark.django_db
WHY = "The act of 2019 forbids it."


def blocking(slug: str = "legal", **fields: str) -> Review:
    """Return an answer against an idea that Finance still reviews and the lead of Business decides."""
    idea = submitted_idea(stage=Stage.IN_REVIEW, tier=1)
    ReviewFactory(assigned=True, idea=idea, department=Department.objects.get(slug="finance"))
    given = {"recommendation": "do_not_support", "yes_if": "Never", **fields}
    return ReviewFactory(submitted=True, idea=idea, department=Department.objects.get(slug=slug), **given)


def decider() -> User:
    return pool_member("business", role="lead").person


def finance() -> Review:
    return Review.objects.get(department__slug="finance")


def stage() -> str:
    return Idea.objects.get().stage


def test_early_stop_asked_pauses_the_others_and_tells_who_decides() -> None:
    lead, review = decider(), blocking()

    stop = ask_early_stop(review=review, by=review.owner, kind="unlawful", reason=WHY)

    assert (finance().paused_at is not None, finance().paused_for) == (True, "block")
    assert stop.until > timezone.now()
    told = recipients_of(event=Event.objects.get(type="early_stop.asked"))
    assert [(one.person_id, one.kind) for one in told] == [(lead.pk, "stop_asked")]
    assert WHY not in str(list(AuditEvent.objects.values_list("reason", "after")))


@pytest.mark.parametrize(
    ("slug", "recommendation"), [("business", "do_not_support"), ("legal", "support"), ("commercial", "do_not_support")]
)
def test_early_stop_of_an_answer_that_cannot_block_is_refused(slug: str, recommendation: str) -> None:
    review = blocking(slug, recommendation=recommendation)

    with pytest.raises(NotPermitted) as refused:
        ask_early_stop(review=review, by=review.owner, kind="unlawful", reason=WHY)

    assert refused.value.error_code == "cannot_stop"
    assert not EarlyStop.objects.exists()
    assert finance().paused_at is None


@pytest.mark.parametrize(("kind", "reason"), [("unsafe", WHY), ("unlawful", "  "), ("", WHY)])
def test_early_stop_without_kind_or_reason_is_refused(kind: str, reason: str) -> None:
    review = blocking()

    with pytest.raises(InvalidValue):
        ask_early_stop(review=review, by=review.owner, kind=kind, reason=reason)

    assert not EarlyStop.objects.exists()


def test_early_stop_while_another_is_open_is_refused() -> None:
    review = blocking()
    security = ReviewFactory(
        submitted=True,
        idea=review.idea,
        department=Department.objects.get(slug="security"),
        recommendation="do_not_support",
    )
    ask_early_stop(review=review, by=review.owner, kind="unlawful", reason=WHY)

    with pytest.raises(Conflict) as refused:
        ask_early_stop(review=security, by=security.owner, kind="unsafe", reason="It falls.")

    assert refused.value.error_code == "stop_open"
    assert EarlyStop.objects.count() == 1


def test_early_stop_confirmed_cancels_thanks_and_leaves_no_yes() -> None:
    lead, review = decider(), blocking()
    stop = ask_early_stop(review=review, by=review.owner, kind="unlawful", reason=WHY)

    end_early_stop(stop=stop, by=lead, verdict="confirmed", reason="I have read the act.")

    assert (finance().state, finance().paused_at) == (Review.State.CANCELLED, None)
    assert stage() == Stage.READY_FOR_DECISION
    told = recipients_of(event=Event.objects.get(type="early_stop.confirmed"))
    assert [one.person_id for one in told] == [finance().owner_id]
    yes = decision_content(
        kind="approved",
        reason_code="good_value",
        next_step="We begin.",
        next_step_on=timezone.localdate() + timedelta(days=30),
    )
    with pytest.raises(InvalidValue):
        decide_idea(idea=review.idea, by=lead, content=yes)
    assert decide_idea(idea=review.idea, by=lead, content=decision_content()).kind == "declined"


def test_cancelled_reviews_alone_never_make_an_idea_ready() -> None:
    review = blocking()
    Review.objects.filter(pk=finance().pk).update(state=Review.State.CANCELLED)

    assert make_ready_if_complete(idea=review.idea) is False
    assert stage() == Stage.IN_REVIEW


def test_early_stop_lifted_lets_the_clocks_go_on() -> None:
    lead, review = decider(), blocking()
    stop = ask_early_stop(review=review, by=review.owner, kind="unlawful", reason=WHY)

    end_early_stop(stop=stop, by=lead, verdict="lifted", reason="The act does not hold here.")

    assert (finance().state, finance().paused_at) == (Review.State.ASSIGNED, None)
    assert stage() == Stage.IN_REVIEW
    with pytest.raises(Conflict) as refused:
        end_early_stop(stop=stop, by=lead, verdict="confirmed", reason="On second thoughts.")
    assert refused.value.error_code == "stop_over"
    assert finance().state == Review.State.ASSIGNED


def test_early_stop_ended_by_somebody_who_does_not_decide_is_refused() -> None:
    review = blocking()
    stop = ask_early_stop(review=review, by=review.owner, kind="unlawful", reason=WHY)

    for person in (UserFactory(), review.owner):
        with pytest.raises(NotPermitted):
            end_early_stop(stop=stop, by=person, verdict="confirmed", reason="Me.")

    assert EarlyStop.objects.get().verdict == ""
    assert finance().state == Review.State.ASSIGNED


def test_lift_expired_stops_twice_lets_go_on_once() -> None:
    review = blocking()
    ask_early_stop(review=review, by=review.owner, kind="unlawful", reason=WHY)
    assert lift_expired_stops() == 0
    EarlyStop.objects.update(until=timezone.now() - timedelta(minutes=1))

    assert (lift_expired_stops(), lift_expired_stops()) == (1, 0)
    assert finance().paused_at is None
    assert Event.objects.filter(type="early_stop.lifted").count() == 1


def stopped_by_legal() -> tuple[Idea, EarlyStop]:
    """Return an idea that Business and Operations review, and that Legal asks to stop, without being asked by the rules."""
    idea = idea_in_review()
    against = {
        "recommendation": "do_not_support",
        "yes_if": "Never",
        "department": Department.objects.get(slug="legal"),
    }
    review = ReviewFactory(submitted=True, idea=idea, **against)
    return idea, ask_early_stop(review=review, by=review.owner, kind="unlawful", reason=WHY)


def override(idea: Idea, **wanted: frozenset[str]) -> None:
    override_routing(idea=idea, by=triager(), change=Change(**wanted), reason="They know it.")  # type: ignore[arg-type]
    open_reviews(idea_id=idea.pk, event=Event.objects.filter(type="routing.overridden").latest("id"))


def entries_of(review: Review) -> list[tuple[str, str, int | None, str]]:
    rows = ClockEntry.objects.filter(review=review).order_by("id")
    return list(rows.values_list("kind", "pause_kind", "working_days", "reason"))


def test_review_that_opens_beside_an_open_stop_stands_and_goes_on_with_the_others() -> None:
    with time_machine.travel(london(2027, 3, 1, 11), tick=False):
        idea, stop = stopped_by_legal()
        override(idea, required=frozenset({"security"}))
    review = Review.objects.get(department__slug="security")
    before = review.due_at
    assert (review.paused_at, review.paused_for) == (review.opened_at, "block")

    with time_machine.travel(london(2027, 3, 2, 11), tick=False):
        end_early_stop(stop=stop, by=decider(), verdict="lifted", reason="The act does not hold here.")

    review.refresh_from_db()
    assert (review.paused_at, review.due_at) == (None, before + timedelta(days=1))
    began, stood, went_on = entries_of(review)
    assert began == ("start", "", None, "")
    assert stood == ("pause", "block", None, "A department asks to stop it.")
    assert went_on == ("resume", "block", 1, "")


def test_review_that_is_asked_again_beside_an_open_stop_stands() -> None:
    idea, _stop = stopped_by_legal()
    override(idea, left_out=frozenset({"operations"}), required=frozenset({"finance"}))

    override(idea, required=frozenset({"finance", "operations"}))

    review = Review.objects.get(department__slug="operations")
    assert (review.state, review.paused_at is not None, review.paused_for) == (Review.State.QUEUED, True, "block")


def test_review_that_opens_after_the_stop_was_lifted_runs() -> None:
    idea, stop = stopped_by_legal()
    end_early_stop(stop=stop, by=decider(), verdict="lifted", reason="The act does not hold here.")

    override(idea, required=frozenset({"security"}))

    review = Review.objects.get(department__slug="security")
    assert (review.paused_at, entries_of(review)) == (None, [])
