"""The figures of the overview over the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Promise
from tests.api.client import Caller, problem
from tests.factories import submitted_idea
from tests.factories.triage import promised

OVERVIEW = "/api/v1/overview"


def test_overview_tells_kept_and_missed_promises_of_both_kinds(api: Caller) -> None:
    idea = submitted_idea(next_answer_at=timezone.now() - timedelta(days=1))
    promise = promised(idea, days=-1)
    promise.kind = Promise.Kind.FIRST_RESPONSE
    promise.save()

    body = api.get(f"{OVERVIEW}?months=3").json()

    missed = {"due": 1, "kept": 0, "missed": 1, "percent": 0}
    nothing = {"due": 0, "kept": 0, "missed": 0, "percent": None}
    assert (body["decisions"], body["first_responses"]) == (nothing, missed)
    assert (body["waiting"], body["late"], body["late_reviews"]) == (1, 1, 0)
    assert body["ages"][0] == {"from_days": 0, "below_days": 7, "ideas": 1}
    assert [month["shared"] for month in body["months"]] == [0, 0, 1]


def test_overview_has_twelve_months_unless_said(api: Caller) -> None:
    assert len(api.get(OVERVIEW).json()["months"]) == 12


@pytest.mark.parametrize("months", ["6", "all", ""])
def test_overview_of_another_period_is_refused(api: Caller, months: str) -> None:
    assert problem(api.get(f"{OVERVIEW}?months={months}")) == (400, "invalid_parameter")
