"""The preview: the same answer as sending, with dates and reasons."""

from datetime import UTC, date, datetime

import pytest

from ideas.exceptions import InvalidValue
from ideas.models import Calendar, Organisation
from ideas.routing.ruleset import Mode
from ideas.routing_shown import ShownRouting
from ideas.selectors.routing import preview_routing
from tests.factories import DepartmentFactory, UserFactory
from tests.factories.routing import SEVEN, answers

pytestmark = pytest.mark.django_db
MAUNDY_THURSDAY = datetime(2026, 4, 2, 15, 40, tzinfo=UTC)


def test_preview_routing_lists_all_seven_asked_or_not() -> None:
    preview = preview_routing(author=UserFactory(), answers=answers(buys="new"))

    asked = {one.slug: (one.mode, one.rule_id) for one in preview.departments}
    assert asked == {
        "business": (Mode.REQUIRED, "BUS-1"),
        "procurement": (Mode.REQUIRED, "PRO-1"),
        "operations": (Mode.REQUIRED, "OPS-1"),
    }
    assert {*asked, *(one.slug for one in preview.not_asked)} == set(SEVEN)
    assert [one.short for one in preview.departments[1].answers] == ["something new"]


def test_preview_routing_gives_steps_and_promise_in_working_days() -> None:
    preview = preview_routing(author=UserFactory(), answers=answers(reach="several_teams"), at=MAUNDY_THURSDAY)

    assert [(step.kind, step.due_at.date(), step.working_days) for step in preview.steps] == [
        ("first_response", date(2026, 4, 8), 2),
        ("reviews", date(2026, 4, 15), 7),
        ("decision", date(2026, 4, 20), 10),
    ]
    assert preview.promised_at == datetime(2026, 4, 20, 16, tzinfo=UTC)


def test_preview_routing_uses_each_departments_own_calendar() -> None:
    scotland = Calendar.objects.get(key="scotland")
    DepartmentFactory(slug="operations")
    operations = DepartmentFactory._meta.model.objects.get(slug="operations")
    operations.calendar = scotland
    operations.save()

    preview = preview_routing(author=UserFactory(), answers=answers(reach="several_teams"), at=MAUNDY_THURSDAY)

    due = {one.slug: one.answer_due_at for one in preview.departments}
    assert due["business"] == datetime(2026, 4, 13, 16, tzinfo=UTC)
    assert due["operations"] == datetime(2026, 4, 10, 16, tzinfo=UTC)


def test_preview_routing_of_incomplete_answers_takes_the_rest_as_unknown() -> None:
    preview = preview_routing(author=UserFactory(), answers={"reach": "own_team"})

    assert "reach" not in preview.unanswered
    assert len(preview.unanswered) == 14
    assert preview.tier == 2


def test_preview_routing_of_wrong_answer_is_refused() -> None:
    with pytest.raises(InvalidValue) as caught:
        preview_routing(author=UserFactory(), answers={"reach": "moon", "colour": "red"})

    assert [(one.field, one.code) for one in caught.value.problems] == [
        ("answers.reach", "unknown_option"),
        ("answers.colour", "unknown_question"),
    ]


def test_preview_routing_writes_amounts_in_the_organisations_currency() -> None:
    Organisation.objects.update(currency="EUR")

    preview = preview_routing(author=UserFactory(), answers=answers(one_off=1000))

    finance = next(one for one in preview.departments if one.slug == "finance")
    assert (preview.currency, finance.answers[0].short) == ("EUR", "€1,000 to €10,000")


def test_shown_routing_survives_a_hidden_field() -> None:
    shown = preview_routing(author=UserFactory(), answers=answers(buys="new")).shown

    assert ShownRouting.from_text(shown.as_text()) == shown


@pytest.mark.parametrize("text", ["", "1|2", "1|9|x|2026-13-40", "1|2|business:required|2026-02-30", "x" * 9000, "\0"])
def test_shown_routing_of_anything_else_is_nothing(text: str) -> None:
    assert ShownRouting.from_text(text) is None
