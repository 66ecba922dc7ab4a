"""The page on which the board votes."""

import pytest

from ideas.models import Ballot, BallotVote, Idea
from ideas.workflow import Stage
from tests.factories import UserFactory, grant_role
from tests.factories.ideas import author_of
from tests.factories.reviews import BallotSeatFactory, BallotVoteFactory
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def page_of(idea: Idea) -> str:
    return f"/ideas/{idea.ref}/ballot/"


def test_ballot_stands_on_the_desk_and_takes_the_vote() -> None:
    seat = BallotSeatFactory()
    client = signed_in(seat.holder)

    desk = client.get("/reviews/").content.decode()
    asked = client.get(page_of(seat.ballot.idea)).content.decode()
    sent = client.post(page_of(seat.ballot.idea), {"choice": "no", "reason": "Too dear."})

    assert page_of(seat.ballot.idea) in desk
    assert f"Your vote for {seat.department.name}" in asked
    assert sent["Location"] == page_of(seat.ballot.idea)
    assert BallotVote.objects.values_list("choice", "reason").get() == ("no", "Too dear.")
    assert "You may change it until the vote closes." in client.get(page_of(seat.ballot.idea)).content.decode()


@pytest.mark.parametrize("fields", [{}, {"choice": "maybe"}, {"choice": "no", "reason": " "}])
def test_ballot_with_a_vote_that_lacks_something_comes_back(fields: dict[str, str]) -> None:
    seat = BallotSeatFactory()

    response = signed_in(seat.holder).post(page_of(seat.ballot.idea), fields)

    assert response.status_code == 422
    assert not BallotVote.objects.exists()


def test_ballot_of_others_is_not_shown_before_it_is_closed() -> None:
    seat = BallotSeatFactory()
    other = BallotSeatFactory(ballot=seat.ballot, department__slug="security", department__name="Security")
    BallotVoteFactory(seat=other, choice="no", reason="Too dear.")

    page = signed_in(seat.holder).get(page_of(seat.ballot.idea)).content.decode()

    assert "Has voted" in page
    assert "Too dear." not in page


def test_ballot_is_refused_to_somebody_without_a_seat() -> None:
    assert signed_in(UserFactory()).get(page_of(BallotSeatFactory().ballot.idea)).status_code == 403


def test_tie_is_put_before_the_chair_who_then_decides() -> None:
    chair = UserFactory()
    grant_role(chair, "board_chair")
    seat = BallotSeatFactory(ballot__chair=chair)
    Ballot.objects.update(closed_at=seat.ballot.closes_at, outcome="tie", count={"yes": 2, "no": 2, "abstain": 0})
    client = signed_in(chair)

    led_here = client.get(f"/ideas/{seat.ballot.idea.ref}/decide/")
    asked = client.get(page_of(seat.ballot.idea)).content.decode()
    client.post(page_of(seat.ballot.idea), {"choice": "yes", "reason": "The gain is worth it."})
    form = client.get(f"/ideas/{seat.ballot.idea.ref}/decide/")

    assert led_here["Location"] == page_of(seat.ballot.idea)
    assert "The board is divided." in asked
    assert "Your vote decides it. Now write the decision." in form.content.decode()
    assert Ballot.objects.get().outcome == "yes"
    assert form.status_code == 200
    assert Idea.objects.get().stage == Stage.READY_FOR_DECISION


def test_deputy_reads_no_vote_of_the_holder_and_is_offered_none() -> None:
    deputy = UserFactory()
    seat = BallotSeatFactory(deputy=deputy)
    client = signed_in(deputy)
    offered = client.get(page_of(seat.ballot.idea)).content.decode()
    BallotVoteFactory(seat=seat, voter=seat.holder, choice="no", reason="Too dear.")

    page = client.get(page_of(seat.ballot.idea)).content.decode()
    sent = client.post(page_of(seat.ballot.idea), {"choice": "yes", "reason": "It pays for itself."})

    assert 'name="choice"' in offered
    assert "Has voted" in page
    assert "Too dear." not in page
    assert 'name="choice"' not in page
    assert sent.status_code == 409
    assert "It pays for itself." in sent.content.decode()
    assert BallotVote.objects.values_list("choice", "reason").get() == ("no", "Too dear.")


def test_holder_reads_and_may_change_what_the_deputy_voted() -> None:
    deputy = UserFactory()
    seat = BallotSeatFactory(deputy=deputy)
    BallotVoteFactory(seat=seat, voter=deputy, is_for_holder=True, choice="no", reason="Too dear.")

    page = signed_in(seat.holder).get(page_of(seat.ballot.idea)).content.decode()

    assert "Too dear." in page
    assert 'name="choice"' in page


def test_vote_that_comes_after_the_end_says_so_and_keeps_what_was_typed() -> None:
    seat = BallotSeatFactory()
    Ballot.objects.update(closed_at=seat.ballot.closes_at, outcome="tie", count={"yes": 2, "no": 2, "abstain": 0})

    sent = signed_in(seat.holder).post(page_of(seat.ballot.idea), {"choice": "yes", "reason": "I changed my mind."})

    page = sent.content.decode()
    assert sent.status_code == 409
    assert "This vote is closed." in page
    assert "I changed my mind." in page
    assert "Did not vote" in page
    assert 'aria-keyshortcuts="Control+Enter"' not in page
    assert not BallotVote.objects.exists()


def test_desk_lists_the_votes_that_one_may_give_and_no_others() -> None:
    seat = BallotSeatFactory(deputy=UserFactory())
    voted = BallotSeatFactory(deputy=seat.deputy, department__slug="security", department__name="Security")
    BallotVoteFactory(seat=voted, voter=voted.holder)
    own = BallotSeatFactory(
        holder=author_of(seat.ballot.idea), ballot=seat.ballot, department__slug="finance", department__name="Finance"
    )

    desks = [signed_in(person).get("/reviews/").content.decode() for person in (seat.deputy, voted.holder, own.holder)]

    pages = page_of(seat.ballot.idea), page_of(voted.ballot.idea)
    assert [[page in desk for page in pages] for desk in desks] == [[True, False], [False, True], [False, False]]
