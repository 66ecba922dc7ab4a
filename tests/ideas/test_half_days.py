"""Who is away for half a day is at work that day, whoever asks; who is away for both halves is not."""

import re
from pathlib import Path

import pytest

import ideas
from ideas.models import Absence, Membership
from ideas.policies.delegations import day_here
from ideas.policies.leaders import departments_led_today
from ideas.selectors.bulk import people_to_assign
from ideas.selectors.personal_days import days_of
from ideas.selectors.recipient_rules.naming import Recipient
from ideas.selectors.recipient_rules.presence import present
from tests.factories import MembershipFactory, UserFactory
from tests.factories.people import grant_role

pytestmark = pytest.mark.django_db
ROOM = Path(ideas.__file__).parent
KEEPERS = {"services/absences.py", "selectors/people.py"}  # they write and list every absence


def away(place: Membership, part: str) -> None:
    for one in ("afternoon", "morning") if part == "both" else (part,):
        Absence.objects.create(person=place.person, from_on=day_here(), to_on=day_here(), part=one)


@pytest.mark.parametrize(
    ("part", "is_away"), [("whole", True), ("both", True), ("morning", False), ("afternoon", False)]
)
def test_half_a_day_away_leaves_a_reviewer_to_assign(part: str, is_away: bool) -> None:
    place = MembershipFactory()
    away(place, part)

    assert [one.is_away for one in people_to_assign(departments=[place.department_id])] == [is_away]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("part", "is_led"), [("whole", False), ("both", False), ("morning", True)])
def test_half_a_day_away_leaves_a_department_its_lead(part: str, is_led: bool) -> None:
    place = MembershipFactory(lead=True)
    away(place, part)
    manager = grant_role(UserFactory(), "programme_manager")

    assert (place.department_id not in departments_led_today(manager)) is is_led


@pytest.mark.parametrize(("part", "is_told"), [("whole", False), ("both", False), ("morning", True)])
def test_half_a_day_away_still_lets_reminders_through(part: str, is_told: bool) -> None:
    place, other = MembershipFactory(), MembershipFactory()
    away(place, part)
    named = [Recipient(one.person_id, "review_reminder", "reviewer") for one in (place, other)]  # type: ignore[arg-type]

    assert (named[0] in present(named)) is is_told


@pytest.mark.parametrize(("part", "spans"), [("whole", 1), ("both", 1), ("morning", 0)])
def test_half_a_day_away_holds_no_mail_back(part: str, spans: int) -> None:
    place = MembershipFactory()
    away(place, part)

    assert len(days_of(person=place.person).absences) == spans


def test_every_question_about_who_is_away_asks_for_whole_days() -> None:
    asking = {
        str(path.relative_to(ROOM))
        for path in ROOM.rglob("*.py")
        if re.search(r"Absence\.objects\.(?!whole_days\(\))", path.read_text())
    }

    assert asking == KEEPERS
