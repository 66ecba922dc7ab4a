"""What is put right although no delivery stands for it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.attention import Attention
from ideas.models import Decision, Heartbeat
from ideas.services import reconciliation
from ideas.services.heartbeats import is_silent, note_heartbeat
from ideas.services.reconciliation import announce_overdue_decisions, assign_waiting_reviews, flag_unrouted_ideas
from ideas.workflow import Stage
from tests.factories import DeliveryFactory, ReviewFactory, submitted_idea
from tests.factories.reviews import DecisionFactory

pytestmark = pytest.mark.django_db


def _waiting_idea(*, minutes: int) -> object:
    return submitted_idea(stage=Stage.SUBMITTED, submitted_at=timezone.now() - timedelta(minutes=minutes))


def test_flag_unrouted_ideas_marks_an_idea_whose_delivery_is_gone() -> None:
    idea = _waiting_idea(minutes=11)

    flag_unrouted_ideas()

    idea.refresh_from_db()
    assert idea.needs_attention == Attention.NOT_ROUTED


def test_flag_unrouted_ideas_leaves_young_waiting_and_routed_ones() -> None:
    _waiting_idea(minutes=9)
    DeliveryFactory(consumer="route", event__idea=_waiting_idea(minutes=11))
    submitted_idea(submitted_at=timezone.now() - timedelta(minutes=11), routed_at=timezone.now())

    assert flag_unrouted_ideas() == 0


def test_announce_overdue_decisions_without_any_does_nothing() -> None:
    assert announce_overdue_decisions() == 0


def test_announce_overdue_decisions_announces_the_others_where_one_cannot_be() -> None:
    earlier, later = timezone.now() - timedelta(minutes=9), timezone.now() - timedelta(minutes=5)
    stuck = DecisionFactory(idea=submitted_idea(stage=Stage.WITHDRAWN), announce_at=earlier)
    due = DecisionFactory(idea=submitted_idea(stage=Stage.READY_FOR_DECISION), announce_at=later)

    with pytest.raises(ExceptionGroup) as failed:
        announce_overdue_decisions()

    told = dict(Decision.objects.values_list("pk", "announced_at"))
    assert (told[stuck.pk], told[due.pk] is not None) == (None, True)
    assert len(failed.value.exceptions) == 1


def test_assign_waiting_reviews_looks_once_in_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr(reconciliation, "assign_department", lambda *, department_id: seen.append(department_id))
    review = ReviewFactory()
    ReviewFactory(department=review.department)

    looked = [assign_waiting_reviews(), assign_waiting_reviews()]

    assert (looked, seen) == ([1, 0], [review.department_id])


def test_is_silent_compares_with_the_databases_clock() -> None:
    never = is_silent(process="relay", for_seconds=60)
    note_heartbeat(process="relay")
    just_now = is_silent(process="relay", for_seconds=60)
    Heartbeat.objects.update(at=timezone.now() - timedelta(seconds=61))

    assert (never, just_now, is_silent(process="relay", for_seconds=60)) == (True, False, True)
