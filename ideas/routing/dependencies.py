"""Which departments wait for which others, and how their window is shared.

Source: docs/review-process.md 3.9.
"""

from collections.abc import Collection, Mapping
from typing import Final

from ideas.routing.conditions import AnswerValue, Facts
from ideas.routing.ruleset import UNKNOWN, Dependency, RuleSet

FIRST_PART: Final = 60  # percent of the window, for whoever is waited for


def dependencies_between(
    rule_set: RuleSet, answers: Mapping[str, AnswerValue], *, tier: int, asked: Collection[str]
) -> tuple[Dependency, ...]:
    """Return the dependencies that hold between the departments `asked`, in file order.

    None where the window of the tier is too short to be shared. A question without an answer counts as unknown.
    """
    if not first_part(rule_set.tier(tier).windows.review):
        return ()
    facts = Facts({question.id: UNKNOWN for question in rule_set.questions} | dict(answers), tier)
    return tuple(
        one
        for one in rule_set.dependencies
        if one.department in asked and one.after in asked and one.condition.grounds(facts) is not None
    )


def first_part(days: int) -> int:
    """Return the working days, of a window of `days`, of whoever is waited for; 0 where nothing would be left after them.

    Of 10 days 6, of 15 days 9.
    """
    first = (days * FIRST_PART + 50) // 100
    return first if first < days else 0
