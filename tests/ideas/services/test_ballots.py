"""The board votes on ideas of Tier 3, and its chair decides what it voted."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.models import AuditEvent, Ballot, BallotSeat, BallotVote, Decision, Department, Event, Idea, IdeaAuthor, User
from ideas.policies.reviews import can_read_review
from ideas.selectors.ballots import ballot_for, ballot_of_decision, count_of
from ideas.selectors.recipients import recipients_of
from ideas.services.ballots import cast_deciding_vote, close_due_ballots, vote_in_ballot
from ideas.services.decisions import decide_idea
from ideas.services.defaults import install_defaults
from ideas.services.readiness import make_ready_if_complete
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.reviews import decision_content, pool_member

pytestmark = pytest.mark.django_db
SEVEN = ("business", "commercial", "finance", "legal", "operations", "procurement", "security")


def board(**fields: Any) -> Ballot:
    """Return the open ballot of an idea that Operations supports; every department has a lead, the board a chair."""
    for slug in SEVEN:
        pool_member(slug, role="lead")
    grant_role(UserFactory(), "board_chair")
    idea = submitted_idea(stage=Stage.IN_REVIEW, tier=3, **fields)
    ReviewFactory(submitted=True, idea=idea, department=Department.objects.get(slug="operations"))
    make_ready_if_complete(idea=idea)
    return Ballot.objects.get()


def holder(slug: str) -> User:
    seat = BallotSeat.objects.select_related("holder").get(department__slug=slug)
    assert seat.holder is not None
    return seat.holder


def vote(ballot: Ballot, **choices: str) -> None:
    for slug, choice in choices.items():
        vote_in_ballot(ballot=ballot, by=holder(slug), choice=choice, reason="Too dear." if choice == "no" else "")


def time_passes() -> None:
    Ballot.objects.update(closes_at=timezone.now() - timedelta(minutes=1))


def chair() -> User:
    return User.objects.get(role_grants__role="board_chair")


def yes(**changes: Any) -> Any:
    given = {"kind": "approved", "reason_code": "good_value", "what_would_change": "", "next_step": "We begin."}
    return decision_content(**given, next_step_on=timezone.localdate() + timedelta(days=30), **changes)


def test_ready_at_tier_3_opens_the_ballot_of_seven_seats_and_tells_them() -> None:
    ballot = board()

    told = recipients_of(event=Event.objects.get(type="ballot.opened"))
    assert BallotSeat.objects.count() == 7
    assert ballot.chair == chair()
    assert {one.person_id for one in told} == set(BallotSeat.objects.values_list("holder", flat=True))
    assert recipients_of(event=Event.objects.get(type="idea.ready_for_decision")) == []


@pytest.mark.parametrize(("tier", "leads"), [(2, SEVEN), (3, ("business", "legal", "operations"))])
def test_ready_without_a_board_opens_no_ballot(tier: int, leads: tuple[str, ...]) -> None:
    for slug in leads:
        pool_member(slug, role="lead")
    grant_role(UserFactory(), "board_chair")
    idea = submitted_idea(stage=Stage.IN_REVIEW, tier=tier)
    ReviewFactory(submitted=True, idea=idea, department=Department.objects.get(slug="finance"))

    assert make_ready_if_complete(idea=idea) is True
    assert not Ballot.objects.exists()


def test_vote_may_be_changed_until_the_ballot_closes() -> None:
    ballot = board()
    vote(ballot, legal="yes")
    vote(ballot, legal="no")

    assert BallotVote.objects.get().choice == "no"
    assert AuditEvent.objects.filter(action="ballot.vote").count() == 2
    assert "no" not in {str(value) for row in AuditEvent.objects.all() for value in row.after.values()}


def test_vote_of_the_last_seat_closes_the_ballot() -> None:
    ballot = board()

    vote(ballot, **dict.fromkeys(SEVEN, "yes"))

    ballot.refresh_from_db()
    assert (ballot.outcome, ballot.count["yes"], ballot.count["present"]) == ("yes", 7, 7)
    told = recipients_of(event=Event.objects.get(type="ballot.closed"))
    assert [(one.person_id, one.kind) for one in told] == [(chair().pk, "ballot_closed")]


def test_vote_against_without_a_reason_is_refused() -> None:
    ballot = board()

    with pytest.raises(InvalidValue):
        vote_in_ballot(ballot=ballot, by=holder("legal"), choice="no", reason=" ")

    assert not BallotVote.objects.exists()


def test_vote_by_somebody_without_a_seat_is_refused() -> None:
    ballot = board()

    with pytest.raises(NotPermitted) as refused:
        vote_in_ballot(ballot=ballot, by=UserFactory(), choice="yes", reason="")

    assert refused.value.error_code == "no_seat"
    assert not BallotVote.objects.exists()


def test_vote_of_a_holder_with_a_conflict_is_refused_and_the_deputy_votes() -> None:
    ballot = board()
    seat = BallotSeat.objects.get(department__slug="legal")
    seat.deputy = UserFactory()
    seat.save()
    IdeaAuthor.objects.create(idea=ballot.idea, person=holder("legal"), kind="co_author")

    with pytest.raises(NotPermitted):
        vote_in_ballot(ballot=ballot, by=holder("legal"), choice="yes", reason="")
    vote_in_ballot(ballot=ballot, by=seat.deputy, choice="yes", reason="")

    assert BallotVote.objects.values_list("voter", "is_for_holder").get() == (seat.deputy.pk, True)


def test_vote_of_a_deputy_gives_way_to_the_holder_and_not_the_other_way() -> None:
    ballot = board()
    deputy = UserFactory()
    BallotSeat.objects.filter(department__slug="legal").update(deputy=deputy)
    vote_in_ballot(ballot=ballot, by=deputy, choice="yes", reason="")
    vote(ballot, legal="no")

    with pytest.raises(Conflict) as refused:
        vote_in_ballot(ballot=ballot, by=deputy, choice="yes", reason="")

    assert refused.value.error_code == "seat_has_voted"
    assert BallotVote.objects.get().choice == "no"


def test_close_due_ballots_counts_with_a_quorum_once() -> None:
    ballot = board()
    vote(ballot, business="yes", finance="yes", operations="no", legal="yes")
    time_passes()

    assert (close_due_ballots(), close_due_ballots()) == (1, 0)
    ballot.refresh_from_db()
    assert (ballot.outcome, ballot.count["missing"]) == ("yes", [])
    assert Event.objects.filter(type="ballot.closed").count() == 1


@pytest.mark.parametrize("absent", ["business", "finance", "operations"])
def test_close_due_ballots_without_a_needed_seat_stays_open(absent: str) -> None:
    ballot = board()
    ballot.idea.reviews.update(recommendation="do_not_support", yes_if="Never")
    vote(ballot, **dict.fromkeys(set(SEVEN) - {absent}, "yes"))
    time_passes()

    assert close_due_ballots() == 0
    ballot.refresh_from_db()
    assert (ballot.closed_at, ballot.outcome) == (None, "")
    assert ballot.closes_at > timezone.now()
    told = recipients_of(event=Event.objects.get(type="ballot.extended"))
    assert [one.person_id for one in told] == [holder(absent).pk]


def tied() -> Ballot:
    ballot = board()
    vote(ballot, business="yes", finance="no", operations="yes", legal="no")
    time_passes()
    close_due_ballots()
    return Ballot.objects.get()


def test_tie_is_decided_by_the_chair_with_a_reason() -> None:
    ballot = tied()

    with pytest.raises(InvalidValue):
        cast_deciding_vote(ballot=ballot, by=chair(), choice="yes", reason="")
    with pytest.raises(NotPermitted):
        cast_deciding_vote(ballot=ballot, by=holder("legal"), choice="yes", reason="I say so.")
    assert Ballot.objects.get().outcome == "tie"
    cast_deciding_vote(ballot=ballot, by=chair(), choice="no", reason="The risk is not worth it.")

    ballot.refresh_from_db()
    assert (ballot.outcome, ballot.casting_choice, ballot.count["outcome"]) == ("no", "no", "tie")


def test_deciding_vote_without_a_tie_is_refused() -> None:
    ballot = board()

    with pytest.raises(Conflict) as refused:
        cast_deciding_vote(ballot=ballot, by=chair(), choice="yes", reason="I say so.")

    assert refused.value.error_code == "no_tie"


def test_decision_while_the_board_votes_or_is_tied_is_refused() -> None:
    ballot = tied()

    with pytest.raises(Conflict) as refused:
        decide_idea(idea=ballot.idea, by=chair(), content=decision_content())

    assert refused.value.error_code == "ballot_open"
    assert not Decision.objects.exists()


def test_decision_says_what_the_board_voted_and_shows_its_dissent() -> None:
    ballot = board()
    vote(ballot, business="yes", finance="no", operations="yes", legal="yes")
    time_passes()
    close_due_ballots()

    with pytest.raises(InvalidValue):
        decide_idea(idea=ballot.idea, by=chair(), content=decision_content())
    assert not Decision.objects.exists()
    decision = decide_idea(idea=ballot.idea, by=chair(), content=yes())

    view = ballot_of_decision(idea=ballot.idea, round=1)
    assert view is not None
    assert [(one.voter, one.reason) for one in view.dissent] == [(holder("finance"), "Too dear.")]
    assert decision.snapshot["ballot"] == {
        "yes": 3,
        "no": 1,
        "abstain": 0,
        "present": 4,
        "missing": [],
        "outcome": "yes",
        "casting": "",
    }


def test_board_reads_every_answer_and_not_how_others_vote_before_it_is_closed() -> None:
    ballot = board()
    vote(ballot, legal="no", finance="yes")
    review = ballot.idea.reviews.get()

    view = ballot_for(viewer=holder("legal"), idea=Idea.objects.get())

    assert can_read_review(holder("legal"), review) is True
    assert {one.seat.department.slug: one.vote.choice for one in view.seats if one.vote} == {"legal": "no"}
    assert {one.seat.department.slug for one in view.seats if one.has_voted} == {"legal", "finance"}
    with pytest.raises(NotPermitted):
        ballot_for(viewer=UserFactory(), idea=Idea.objects.get())


class QuorumSnapshotReproduces(TestCase):
    """Invariant 7: what was kept when the ballot closed is what its rows give, whenever they are counted."""

    @given(st.lists(st.sampled_from(["", "yes", "no", "abstain"]), min_size=7, max_size=7))
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    def test_quorum_snapshot_reproduces_from_the_rows(self, choices: list[str]) -> None:
        install_defaults()
        ballot = board()
        vote(ballot, **{slug: choice for slug, choice in zip(SEVEN, choices, strict=True) if choice})
        time_passes()
        close_due_ballots()

        ballot.refresh_from_db()
        ballot.idea.reviews.update(recommendation="do_not_support", yes_if="Never")  # later changes do not matter
        found = asdict(count_of(ballot=ballot))
        is_closed = ballot.closed_at is not None
        assert is_closed == (found["outcome"] != "")
        if is_closed:
            assert ballot.count == {**found, "missing": list(found["missing"])}
