"""How the votes of a board add up."""

from hypothesis import given
from hypothesis import strategies as st

from ideas.routing.ballots import Seat, count

SEVEN = ("business", "commercial", "finance", "legal", "operations", "procurement", "security")
BOARDS = st.tuples(
    *(st.tuples(st.booleans(), st.sampled_from(["", "yes", "no", "abstain"])) for _department in SEVEN)
).map(lambda parts: [Seat(slug, *part) for slug, part in zip(SEVEN, parts, strict=True)])


def board(flagged: str = "", **choices: str) -> list[Seat]:
    return [Seat(slug, slug in flagged.split(), choices.get(slug, "")) for slug in SEVEN]


def test_count_of_four_with_business_and_finance_has_a_quorum() -> None:
    found = count(board(business="yes", finance="yes", legal="no", security="abstain"))

    assert (found.yes, found.no, found.abstain, found.present, found.missing) == (2, 1, 1, 4, ())
    assert (found.has_quorum, found.outcome) == (True, "yes")


def test_count_of_three_has_no_quorum_and_no_outcome() -> None:
    found = count(board(business="yes", finance="yes", legal="yes"))

    assert (found.has_quorum, found.outcome, found.missing) == (False, "", ())


def test_count_without_a_flagged_department_has_no_quorum() -> None:
    found = count(board("legal", business="yes", finance="yes", security="yes", operations="yes", commercial="yes"))

    assert (found.has_quorum, found.outcome, found.missing) == (False, "", ("legal",))


def test_count_of_as_many_for_and_against_is_a_tie() -> None:
    assert count(board(business="yes", finance="no", legal="yes", security="no")).outcome == "tie"


@given(BOARDS)
def test_count_is_the_same_in_whatever_order_the_seats_come(seats: list[Seat]) -> None:
    assert count(seats) == count(list(reversed(seats)))


@given(BOARDS)
def test_count_has_an_outcome_exactly_with_a_quorum(seats: list[Seat]) -> None:
    found = count(seats)

    silent = {seat.department for seat in seats if not seat.choice}
    needed = {seat.department for seat in seats if seat.is_flagged} | {"business", "finance"}
    is_quorate = 7 - len(silent) >= 4 and not (silent & needed)
    assert (found.outcome != "", found.has_quorum) == (is_quorate, is_quorate)
    assert found.yes + found.no + found.abstain == found.present == 7 - len(silent)
