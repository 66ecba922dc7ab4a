"""Which channels and webhooks get a message, and when."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from ideas import outbox
from ideas.events import AuditHeadPublished
from ideas.models import Delivery
from tests.factories import DepartmentFactory, ReviewFactory, submitted_idea
from tests.factories.news import WORKING_MOMENT, event_about, sealed_endpoint
from tests.one_by_one import tell_channels

pytestmark = pytest.mark.django_db
ADDRESS = "https://hooks.example.org/services/x"


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    with time_machine.travel(WORKING_MOMENT, tick=False):
        yield


def targets() -> list[tuple[str, int]]:
    return list(Delivery.objects.order_by("id").values_list("consumer", "target_id"))


def test_tell_channels_adds_one_message_for_each_that_wants_the_event() -> None:
    wanted = sealed_endpoint(address=ADDRESS)
    sealed_endpoint(address=ADDRESS, event_types=["decision.announced"])
    sealed_endpoint(address=ADDRESS, is_active=False)
    event = event_about(submitted_idea(), "idea.submitted")

    tell_channels(event_id=event.pk)
    tell_channels(event_id=event.pk)

    assert targets() == [("webhook", wanted.pk)]


def test_tell_channels_of_confidential_idea_adds_nothing() -> None:
    sealed_endpoint(address=ADDRESS)

    tell_channels(event_id=event_about(submitted_idea(visibility="confidential"), "idea.submitted").pk)

    assert targets() == []


def test_tell_channels_of_event_that_is_not_public_adds_nothing() -> None:
    sealed_endpoint(address=ADDRESS, event_types=["decision.made"])

    tell_channels(event_id=event_about(submitted_idea(), "decision.made").pk)

    assert targets() == []


def test_tell_channels_of_a_department_reaches_its_channel_for_its_own_reviews() -> None:
    review = ReviewFactory(assigned=True)
    other = ReviewFactory(idea=review.idea)
    own = sealed_endpoint(address=ADDRESS, event_types=["review.assigned"], department=review.department)
    sealed_endpoint(address=ADDRESS, event_types=["review.assigned"], department=other.department)

    tell_channels(event_id=event_about(review.idea, "review.assigned", review_id=review.pk).pk)

    assert targets() == [("webhook", own.pk)]


@pytest.mark.parametrize(("kind", "seconds"), [("slack", 1), ("teams", 2)])
def test_tell_channels_spaces_messages_to_one_channel(kind: str, seconds: int) -> None:
    sealed_endpoint(address=ADDRESS, kind=kind)
    for _number in range(4):
        tell_channels(event_id=event_about(submitted_idea(), "idea.submitted").pk)

    later = list(Delivery.objects.order_by("id").values_list("due_at", flat=True))[1:]
    assert later == [WORKING_MOMENT + timedelta(seconds=seconds * n) for n in (1, 2, 3)]


def test_tell_channels_of_the_audit_trail_reaches_those_of_the_whole_organisation_that_want_it() -> None:
    wanted = sealed_endpoint(address=ADDRESS, event_types=["audit.head_published"])
    sealed_endpoint(address=ADDRESS, event_types=["idea.submitted"])
    sealed_endpoint(address=ADDRESS, event_types=["audit.head_published"], department=DepartmentFactory())
    event = outbox.record(AuditHeadPublished(seq=2, hash="ab" * 32))

    tell_channels(event_id=event.pk)
    tell_channels(event_id=event.pk)

    assert [target for target in targets() if target[0] != "notify"] == [("webhook", wanted.pk)]
