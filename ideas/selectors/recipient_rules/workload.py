"""Who hears of how much work departments have."""

from collections.abc import Iterator, Mapping
from typing import Final

from ideas.events.workload import LoadWarned
from ideas.models import Event
from ideas.news import NewsKind
from ideas.selectors.recipient_rules.naming import Recipient, Rule, leaders, number_in


def _warned(event: Event) -> Iterator[Recipient]:
    return leaders([number_in(event, "department_id")], NewsKind.DEPARTMENT_BUSY)


RULES: Final[Mapping[str, Rule]] = {LoadWarned.type: _warned}
