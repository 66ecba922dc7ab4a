"""The cases of a business case, and which department's answer speaks to which of them.

Source: HM Treasury, "Guide to developing the project business case" (the five case model); docs/review-process.md 3.4.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

CASE_TIER: Final = 2
"""The first tier with a business case, and so the first whose ideas are ranked by their score."""


class Case(StrEnum):
    """A side from which an idea is justified, in the order in which they are read."""

    STRATEGIC = "strategic"
    ECONOMIC = "economic"
    COMMERCIAL = "commercial"
    FINANCIAL = "financial"
    MANAGEMENT = "management"
    ASSURANCE = "assurance"


USUAL: Final[Mapping[str, tuple[Case, ...]]] = MappingProxyType(
    {
        "business": (Case.STRATEGIC, Case.ECONOMIC),
        "procurement": (Case.COMMERCIAL,),
        "commercial": (Case.COMMERCIAL,),
        "finance": (Case.ECONOMIC, Case.FINANCIAL),
        "operations": (Case.MANAGEMENT,),
        "security": (Case.ASSURANCE,),
        "legal": (Case.ASSURANCE,),
    }
)
"""What holds for a department whose rule set names no cases; its words stand under the first of them."""


def usual_cases(department: str) -> tuple[Case, ...]:
    """Return the cases of a department by its slug; one that nobody described here is heard as assurance."""
    return USUAL.get(department, (Case.ASSURANCE,))
