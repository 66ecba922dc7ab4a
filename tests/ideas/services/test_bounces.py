"""“Not for us”, from sending back to settling."""

from typing import Any

import pytest

from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.models import AuditEvent, Bounce, Department, Event, Review, RoutingOverride, User
from ideas.news import NewsKind
from ideas.selectors.bounces import bounces_to_settle
from ideas.selectors.recipients import recipients_of
from ideas.services.bounces import bounce_review, settle_bounce
from tests.factories import UserFactory
from tests.factories.people import grant_role
from tests.factories.reviews import ReviewFactory, pool_member, routed_idea
from tests.factories.triage import STANDARD, promised
from tests.factories.workload import BounceFactory

pytestmark = pytest.mark.django_db


def department(slug: str) -> Department:
    return Department.objects.get(slug=slug)


def review_of(slug: str, **fields: Any) -> Review:
    idea = fields.pop("idea", None) or routed_idea(stage="in_review")
    return ReviewFactory(
        idea=idea, department=department(slug), assigned=True, owner=pool_member(slug).person, **fields
    )


def triager() -> User:
    return grant_role(UserFactory(), "triager")


def test_bounce_review_waits_for_somebody_who_keeps_order() -> None:
    review, sorter = review_of("finance"), triager()
    owner = review.owner

    bounce = bounce_review(review=review, by=owner, suggested=department("legal"), reason=" It is about a contract. ")

    review.refresh_from_db()
    assert (bounce.number, bounce.reason, bounce.suggested.slug) == (1, "It is about a contract.", "legal")
    assert (review.owner, review.state) == (owner, Review.State.ASSIGNED)
    assert list(bounces_to_settle(viewer=sorter)) == [bounce]
    event = Event.objects.get(type="review.bounced")
    assert event.payload == {"review_id": review.pk, "bounce_id": bounce.pk}
    assert [(one.person_id, one.kind) for one in recipients_of(event=event)] == [(sorter.pk, NewsKind.REVIEW_BOUNCED)]
    assert AuditEvent.objects.get(action="review.bounce").after == {"suggested": "legal", "number": 1}


@pytest.mark.parametrize(
    ("slug", "reason", "field", "code"),
    [
        ("finance", "Why not.", "department", "unknown_department"),
        ("", "Why not.", "department", "unknown_department"),
        ("legal", "  ", "reason", "required"),
    ],
)
def test_bounce_review_without_other_department_or_reason_is_refused(
    slug: str, reason: str, field: str, code: str
) -> None:
    review = review_of("finance")
    suggested = department(slug) if slug else None

    with pytest.raises(InvalidValue) as refused:
        bounce_review(review=review, by=review.owner, suggested=suggested, reason=reason)

    assert refused.value.problems[0].field == field
    assert not Bounce.objects.exists()
    assert not Event.objects.exists()


def test_bounce_review_by_colleague_is_refused() -> None:
    review = review_of("finance")

    with pytest.raises(NotPermitted):
        bounce_review(review=review, by=pool_member("finance").person, suggested=department("legal"), reason="No.")

    assert not Bounce.objects.exists()


def test_bounce_review_twice_is_refused_until_settled_and_after_it_stays() -> None:
    review, sorter = review_of("finance"), triager()
    bounce = bounce_review(review=review, by=review.owner, suggested=department("legal"), reason="A contract.")

    with pytest.raises(Conflict) as again:
        bounce_review(review=review, by=review.owner, suggested=department("security"), reason="Or that.")
    settle_bounce(bounce=bounce, by=sorter, outcome="kept", reason="There is money in it.")
    with pytest.raises(Conflict) as after:
        bounce_review(review=review, by=review.owner, suggested=department("legal"), reason="A contract.")

    assert (again.value.error_code, after.value.error_code) == ("bounce_open", "bounce_settled")
    assert Bounce.objects.count() == 1


def test_settle_bounce_as_kept_tells_whoever_sent_it_back() -> None:
    review = review_of("finance")
    bounce = bounce_review(review=review, by=review.owner, suggested=department("legal"), reason="A contract.")

    settle_bounce(bounce=bounce, by=triager(), outcome="kept", reason="There is money in it.")

    bounce.refresh_from_db()
    assert (bounce.outcome, bounce.answer) == ("kept", "There is money in it.")
    event = Event.objects.get(type="bounce.settled")
    assert [one.person_id for one in recipients_of(event=event)] == [review.owner_id]
    assert Review.objects.get(pk=review.pk).state == Review.State.ASSIGNED
    assert not Event.objects.filter(type="routing.overridden").exists()


def test_settle_bounce_as_moved_asks_the_other_department_instead() -> None:
    idea = routed_idea(answered={**STANDARD, "one_off": 1000}, stage="in_review")
    promised(idea)
    ReviewFactory(idea=idea, department=department("business"))
    review = review_of("finance", idea=idea)
    bounce = bounce_review(review=review, by=review.owner, suggested=department("legal"), reason="A contract.")

    settle_bounce(bounce=bounce, by=triager(), outcome="moved", reason="They are right.")

    change = RoutingOverride.objects.get()
    assert Review.objects.get(pk=review.pk).state == Review.State.CANCELLED
    assert Event.objects.filter(type="routing.overridden").count() == 1
    assert (change.added, change.removed) == (["legal"], ["finance"])
    assert Bounce.objects.get().outcome == "moved"


def test_settle_bounce_by_triager_after_two_of_them_is_refused() -> None:
    bounce = BounceFactory(number=3)

    with pytest.raises(NotPermitted) as refused:
        settle_bounce(bounce=bounce, by=triager(), outcome="kept", reason="It stays.")

    assert refused.value.error_code == "not_programme_manager"
    assert Bounce.objects.get().settled_at is None
    assert not AuditEvent.objects.filter(action="review.settle_bounce").exists()


def test_settle_bounce_by_programme_manager_after_two_of_them_is_done() -> None:
    bounce, manager = BounceFactory(number=3), grant_role(UserFactory(), "programme_manager")

    settle_bounce(bounce=bounce, by=manager, outcome="kept", reason="It stays.")

    assert Bounce.objects.get().settled_by == manager


def test_settle_bounce_again_is_refused() -> None:
    bounce, sorter = BounceFactory(), triager()
    settle_bounce(bounce=bounce, by=sorter, outcome="kept", reason="It stays.")

    with pytest.raises(Conflict):
        settle_bounce(bounce=bounce, by=sorter, outcome="kept", reason="Really.")

    assert Bounce.objects.get().answer == "It stays."


def test_bounces_to_settle_leave_out_the_third_for_triagers_and_own_ideas() -> None:
    first, third = BounceFactory(number=1), BounceFactory(number=3)
    manager = grant_role(UserFactory(), "programme_manager")

    assert set(bounces_to_settle(viewer=manager)) == {first, third}
    assert list(bounces_to_settle(viewer=triager())) == [first]
    assert list(bounces_to_settle(viewer=UserFactory())) == []
