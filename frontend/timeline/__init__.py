"""The history of an idea in words; each family of facts has a module with its `LINES`."""

from collections.abc import Mapping
from typing import Final

from frontend import design
from frontend.timeline import (
    after_decision,
    clocks,
    dependencies,
    escalations,
    fairness,
    ideas,
    precedents,
    questions,
    reminders,
    review_depth,
    triage,
    workload,
)
from frontend.timeline.wording import Look, TimelineLine
from ideas.selectors.timeline import TimelineEntry

LINES: Final[Mapping[str, Look]] = {
    **ideas.LINES,
    **clocks.LINES,
    **precedents.LINES,
    **questions.LINES,
    **after_decision.LINES,
    **dependencies.LINES,
    **review_depth.LINES,
    **triage.LINES,
    **fairness.LINES,
    **workload.LINES,
    **reminders.LINES,
    **escalations.LINES,
}


def line_of(entry: TimelineEntry) -> TimelineLine:
    """Return one line of the history in words."""
    icon, tone, words = LINES[entry.type]
    who, text = words(entry)
    if entry.recommendation:
        look = design.look_of(design.RECOMMENDATIONS, entry.recommendation)
        icon, tone = look.icon, look.tone
    return TimelineLine(tone, icon, who, text, moment=entry.at)
