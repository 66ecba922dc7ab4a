"""How the votes of a board add up. Pure: the same seats and votes give the same result whenever they are counted.

Source: docs/review-process.md 3.9.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

QUORUM: Final = 4
ALWAYS_NEEDED: Final = frozenset({"business", "finance"})
YES: Final = "yes"
NO: Final = "no"
ABSTAIN: Final = "abstain"
TIE: Final = "tie"


@dataclass(frozen=True)
class Seat:
    """One department's seat. `choice`: yes, no, abstain, or "" before it voted; `is_flagged`: it must be there."""

    department: str
    is_flagged: bool
    choice: str


@dataclass(frozen=True)
class Count:
    """What a ballot comes to. `missing`: the departments that must still vote; `outcome` is "" without a quorum."""

    yes: int
    no: int
    abstain: int
    present: int
    missing: tuple[str, ...]
    outcome: str

    @property
    def has_quorum(self) -> bool:
        return self.present >= QUORUM and not self.missing


def count(seats: Sequence[Seat]) -> Count:
    """Count `seats`: a quorum is four votes, Business, Finance and every flagged department among them.

    Abstaining is being there. More yes than no is yes, more no than yes is no, as many is a tie.
    """
    votes = [seat.choice for seat in seats if seat.choice]
    yes, no = votes.count(YES), votes.count(NO)
    missing = tuple(sorted(one.department for one in seats if not one.choice and _is_needed(one)))
    is_quorate = len(votes) >= QUORUM and not missing
    outcome = YES if yes > no else NO if no > yes else TIE
    return Count(yes, no, votes.count(ABSTAIN), len(votes), missing, outcome if is_quorate else "")


def _is_needed(seat: Seat) -> bool:
    return seat.is_flagged or seat.department in ALWAYS_NEEDED
