"""What the page of an idea shows of its departments and of what is still to come."""

import re

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from frontend.idea_parts import IdeaParts, idea_parts
from ideas.models import Ballot, Department, Idea, User
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.reviews import BallotSeatFactory, pool_member, routed_idea
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def parts_of(idea: Idea, viewer: User | None = None) -> IdeaParts:
    return idea_parts(idea=idea, viewer=viewer or UserFactory())


def to_come(parts: IdeaParts) -> list[tuple[str, str]]:
    return [(str(line.who), str(line.text)) for line in parts.upcoming]


@pytest.mark.parametrize("stage", [Stage.MERGED, Stage.REDIRECTED, Stage.WITHDRAWN])
def test_lanes_of_an_idea_that_ended_before_anybody_was_asked_are_left_out(stage: Stage) -> None:
    target = submitted_idea() if stage == Stage.MERGED else None

    assert parts_of(routed_idea(stage=stage, merged_into=target)).lanes == []


def test_lanes_of_an_idea_that_was_withdrawn_from_review_stay() -> None:
    idea = routed_idea(stage=Stage.WITHDRAWN)
    ReviewFactory(idea=idea, department=Department.objects.get(slug="business"), state="cancelled")

    assert len(parts_of(idea).lanes) == 7


@pytest.mark.parametrize(("paused_for", "shown"), [("question", "question"), ("block", "paused"), ("parked", "paused")])
def test_lane_whose_clock_stands_says_so_and_names_no_date(paused_for: str, shown: str) -> None:
    idea = routed_idea(stage=Stage.IN_REVIEW)
    business = Department.objects.get(slug="business")
    ReviewFactory(idea=idea, department=business, assigned=True, paused_at=timezone.now(), paused_for=paused_for)

    (lane,) = [view for view in parts_of(idea).lanes if view.lane.slug == "business"]

    assert (lane.state, lane.date) == (shown, None)


def test_ready_idea_waits_for_no_advice() -> None:
    idea = routed_idea(stage=Stage.READY_FOR_DECISION)
    ReviewFactory(idea=idea, department=Department.objects.get(slug="finance"), assigned=True, mode="advisory")

    assert to_come(parts_of(idea)) == [("Answer by", "")]


def test_board_is_said_to_vote_and_its_members_are_led_there() -> None:
    seat = BallotSeatFactory(ballot__idea=routed_idea(stage=Stage.READY_FOR_DECISION, answered={"novel": "yes"}))
    idea = seat.ballot.idea

    member, others = parts_of(idea, seat.holder), parts_of(idea)
    page = signed_in(seat.holder).get(f"/ideas/{idea.ref}/").content.decode()
    Ballot.objects.update(closed_at=timezone.now(), outcome="yes", count={"yes": 1, "no": 0, "abstain": 0})
    closed = parts_of(idea, seat.holder)

    assert to_come(others) == [("Answer by", ""), ("The board", "votes by")]
    assert (member.may_vote, others.may_vote, closed.may_vote) == (True, False, False)
    assert to_come(closed) == [("Answer by", "")]
    assert "Vote for the board" in page
    assert "The board votes by" in " ".join(page.split())


@pytest.mark.parametrize(
    ("stage", "said"), [(Stage.READY_FOR_DECISION, "{lead} decides"), (Stage.TRIAGE, "A triager sorts it")]
)
def test_next_step_of_an_idea_without_waiting_departments_names_who_is_to_act(stage: Stage, said: str) -> None:
    lead = pool_member("business", role="lead").person
    idea = routed_idea(stage=stage)

    page = signed_in(UserFactory()).get(f"/ideas/{idea.ref}/").content.decode()

    strip = re.search(r'<p class="gs-next-now">(.*?)</p>', page, re.DOTALL)
    assert strip is not None
    assert " ".join(strip_tags(strip[1]).split()) == "Next: " + said.format(lead=lead.name)
