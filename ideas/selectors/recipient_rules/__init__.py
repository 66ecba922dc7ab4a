"""Whom each fact names as hearing of it, as what kind of news, and why; rights and wishes are for `recipients`.

Each family of facts has a module with its `RULES`, and `RULES_OF_MANY` where one statement serves many events. Those that are
steps of a ladder say in `WAITS` whether what they tell of still waits.

Source: docs/notifications.md "Who is told".
"""

from collections.abc import Mapping
from typing import Final

from ideas.selectors.recipient_rules import (
    after_decision,
    discussion,
    escalations,
    fairness,
    ideas,
    outside,
    precedents,
    questions,
    reminders,
    review_depth,
    reviews,
    tasks,
    triage,
    workload,
)
from ideas.selectors.recipient_rules.naming import Recipient, Rule, RuleOfMany, Waits

__all__ = ["RULES", "RULES_OF_MANY", "WAITS", "Recipient"]

RULES: Final[Mapping[str, Rule]] = {
    **ideas.RULES,
    **reviews.RULES,
    **discussion.RULES,
    **outside.RULES,
    **after_decision.RULES,
    **review_depth.RULES,
    **triage.RULES,
    **fairness.RULES,
    **workload.RULES,
    **reminders.RULES,
    **tasks.RULES,
    **escalations.RULES,
    **precedents.RULES,
    **questions.RULES,
}
RULES_OF_MANY: Final[Mapping[str, RuleOfMany]] = {**ideas.RULES_OF_MANY, **reviews.RULES_OF_MANY}
# The steps of ladders, of which somebody must hear for as long as what they are about waits.
WAITS: Final[Mapping[str, Waits]] = {**reminders.WAITS, **tasks.WAITS, **escalations.WAITS}
