"""Figures and the lists behind them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ideas.models import Calendar, Decision, Idea, Promise, RuleSet
from ideas.selectors.overview import AGES, Figure, Kept, Overview, Span, ideas_behind, month_start, overview_for
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.running import in_request

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)


def promised(idea: Idea, due_at: datetime, *, kind: str = "decision", kept_at: datetime | None = None) -> Idea:
    calendar = Calendar.objects.get(key="england_and_wales")
    fields = {"kind": kind, "due_at": due_at, "kept_at": kept_at}
    Promise.objects.create(idea=idea, calendar=calendar, calendar_version=1, working_days=10, **fields)
    return idea


def decided(idea: Idea, at: datetime, *, is_announced: bool = True) -> Idea:
    Decision.objects.create(
        idea=idea,
        round=1,
        kind="approved",
        reason_code="good_value",
        explanation="Yes. We will hang the second key at the depot this week.",
        decided_by=UserFactory(),
        decided_because="business_lead",
        rule_set=RuleSet.objects.get(version=1),
        decided_at=at,
        announce_at=at,
        announced_at=at if is_announced else None,
    )
    return idea


def figures(months: int = 12) -> Overview:
    return overview_for(viewer=UserFactory(), months=months, zone=LONDON)


def test_overview_answer_in_time_counts_as_kept() -> None:
    now = timezone.now()
    decided(promised(submitted_idea(stage=Stage.APPROVED), now - DAY), now - 2 * DAY)

    found = figures().decisions

    assert (found, found.missed, found.percent) == (Kept(due=1, kept=1), 0, 100)


@pytest.mark.parametrize("stage", [Stage.IN_REVIEW, Stage.READY_FOR_DECISION])
def test_overview_open_idea_past_its_date_counts_as_missed(stage: Stage) -> None:
    promised(submitted_idea(stage=stage), timezone.now() - DAY)

    found = figures().decisions

    assert (found, found.missed) == (Kept(due=1, kept=0), 1)


def test_overview_answer_after_its_date_counts_as_missed() -> None:
    now = timezone.now()
    decided(promised(submitted_idea(stage=Stage.APPROVED), now - 2 * DAY), now - DAY)

    assert figures().decisions.missed == 1


def test_overview_unannounced_decision_does_not_count_yet() -> None:
    now = timezone.now()
    decided(promised(submitted_idea(stage=Stage.READY_FOR_DECISION), now - DAY), now - 2 * DAY, is_announced=False)

    assert figures().decisions == Kept(due=1, kept=0)


@pytest.mark.parametrize("stage", [Stage.WITHDRAWN, Stage.REDIRECTED])
def test_overview_idea_that_ended_without_answer_is_no_promise(stage: Stage) -> None:
    promised(submitted_idea(stage=stage), timezone.now() - DAY)

    assert figures().decisions.due == 0


def test_overview_promise_due_later_or_before_the_period_is_left_out() -> None:
    now = timezone.now()
    promised(submitted_idea(), now + DAY)
    promised(submitted_idea(), now - 400 * DAY)

    assert figures().decisions.due == 0


def test_overview_without_promises_has_no_share() -> None:
    assert figures().decisions.percent is None


def test_overview_first_response_in_time_counts_as_kept() -> None:
    now = timezone.now()
    promised(submitted_idea(), now - DAY, kind="first_response", kept_at=now - 2 * DAY)

    found = figures()

    assert (found.first_responses, found.decisions) == (Kept(due=1, kept=1), Kept(due=0, kept=0))


@pytest.mark.parametrize("kept_days_ago", [None, 1])
def test_overview_first_response_late_or_not_given_counts_as_missed(kept_days_ago: int | None) -> None:
    now = timezone.now()
    kept_at = None if kept_days_ago is None else now - kept_days_ago * DAY
    promised(submitted_idea(), now - 2 * DAY, kind="first_response", kept_at=kept_at)

    assert figures().first_responses == Kept(due=1, kept=0)


@pytest.mark.parametrize("is_announced", [True, False])
def test_overview_first_response_kept_by_a_decision_is_told_once_that_is_announced(is_announced: bool) -> None:
    now = timezone.now()
    idea = submitted_idea(stage=Stage.APPROVED if is_announced else Stage.READY_FOR_DECISION)
    decided(idea, now - 2 * DAY, is_announced=is_announced)
    promised(idea, now - DAY, kind="first_response", kept_at=now - 2 * DAY)

    assert figures().first_responses.kept == int(is_announced)


@pytest.mark.parametrize(("days", "place"), [(0, 0), (6, 0), (7, 1), (13, 1), (14, 2), (28, 3), (56, 4), (400, 4)])
def test_overview_waiting_idea_is_in_exactly_one_age(days: int, place: int) -> None:
    submitted_idea(submitted_at=timezone.now() - days * DAY)

    assert figures().ages == tuple(int(number == place) for number in range(len(AGES)))


def test_overview_late_counts_ideas_and_reviews() -> None:
    idea = submitted_idea(next_answer_at=timezone.now() - DAY)
    ReviewFactory(idea=idea, due_at=timezone.now() - DAY)
    ReviewFactory(idea=idea)

    found = figures()

    assert (found.late, found.late_reviews) == (1, 1)


def test_overview_months_count_shared_and_answered_in_local_time() -> None:
    now = timezone.now()
    first_moment = month_start(now, LONDON)
    decided(submitted_idea(stage=Stage.APPROVED, submitted_at=month_start(now, LONDON, back=1)), first_moment)

    months = figures(months=3).months

    assert [(month.shared, month.answered) for month in months] == [(0, 0), (1, 0), (0, 1)]


@pytest.mark.parametrize(
    ("back", "start"),
    [
        (0, datetime(2026, 11, 1, tzinfo=LONDON)),
        (1, datetime(2026, 10, 1, tzinfo=LONDON)),
        (11, datetime(2025, 12, 1, tzinfo=LONDON)),
    ],
)
def test_month_start_goes_back_over_years_and_clock_changes(back: int, start: datetime) -> None:
    assert month_start(datetime(2026, 11, 21, 12, tzinfo=UTC), LONDON, back=back) == start


@pytest.mark.parametrize("visibility", ["restricted", "confidential"])
def test_overview_counts_nothing_the_reader_may_not_see(visibility: str) -> None:
    now = timezone.now()
    idea = promised(submitted_idea(visibility=visibility, next_answer_at=now - DAY), now - DAY)
    promised(idea, now - DAY, kind="first_response")
    ReviewFactory(idea=idea, due_at=now - DAY)

    found = figures()

    assert (found.decisions.due, found.first_responses.due, found.waiting) == (0, 0, 0)
    assert (found.late, found.late_reviews, sum(found.ages)) == (0, 0, 0)


@pytest.mark.parametrize("figure", Figure)
def test_ideas_behind_every_figure_agree_with_its_count(figure: Figure) -> None:
    now = timezone.now()
    decided(promised(submitted_idea(stage=Stage.APPROVED), now - DAY), now - 2 * DAY)
    promised(submitted_idea(next_answer_at=now - DAY), now - DAY)
    promised(submitted_idea(), now - DAY, kind="first_response", kept_at=now - 2 * DAY)
    promised(submitted_idea(), now - DAY, kind="first_response")
    found = figures()
    counts: dict[str, Any] = {
        **{name: getattr(found.decisions, name) for name in ("due", "kept", "missed")},
        **{f"first-responses-{name}": getattr(found.first_responses, name) for name in ("due", "kept", "missed")},
        **{name: getattr(found, name) for name in ("waiting", "late")},
        "shared": sum(month.shared for month in found.months),
        "answered": sum(month.answered for month in found.months),
    }

    listed = ideas_behind(viewer=UserFactory(), figure=figure, span=Span(month_start(now, LONDON, back=11), found.at))

    assert listed.count() == counts[figure]


@pytest.mark.parametrize("count", [1, 12])
def test_overview_asks_the_same_number_of_queries(count: int, django_assert_num_queries: Any) -> None:
    now = timezone.now()
    for _number in range(count):
        decided(promised(submitted_idea(stage=Stage.APPROVED), now - DAY), now - 2 * DAY)
        ReviewFactory(due_at=now - DAY)
    viewer = UserFactory()

    with in_request(), django_assert_num_queries(8):  # what the reader is, once, and seven for the figures
        overview_for(viewer=viewer, months=12, zone=LONDON)
