"""Stages of an idea and the moves between them, as data.

Source: docs/review-process.md 3.2.
"""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where an idea stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("New")
    TRIAGE = "triage", _("Being sorted")
    IN_REVIEW = "in_review", _("In review")
    INFO_NEEDED = "info_needed", _("Question to author")
    READY_FOR_DECISION = "ready_for_decision", _("Ready for decision")
    APPROVED = "approved", _("Approved")
    APPROVED_WITH_CONDITIONS = "approved_with_conditions", _("Approved with conditions")
    PILOT = "pilot", _("Trying it out")
    DECLINED = "declined", _("Declined")
    PARKED = "parked", _("Parked")
    MERGED = "merged", _("Merged")
    REDIRECTED = "redirected", _("Sent to the right place")
    IN_DELIVERY = "in_delivery", _("Being done")
    IMPLEMENTED = "implemented", _("Done")
    BENEFITS_CONFIRMED = "benefits_confirmed", _("Benefit confirmed")
    CLOSED = "closed", _("Closed")
    STOPPED_LEARNED = "stopped_learned", _("Stopped, learned")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Ideas that wait for an answer: they carry a promise, take votes and comments, and may be edited by their authors.
OPEN_STAGES: Final = frozenset(
    {Stage.SUBMITTED, Stage.TRIAGE, Stage.IN_REVIEW, Stage.INFO_NEEDED, Stage.READY_FOR_DECISION}
)
YES_STAGES: Final = frozenset({Stage.APPROVED, Stage.APPROVED_WITH_CONDITIONS, Stage.PILOT})
DECIDED_STAGES: Final = YES_STAGES | {Stage.DECLINED, Stage.PARKED}
# Votes and comments also help an idea that is asleep or being done; after that the record stands.
VOTING_STAGES: Final = OPEN_STAGES
COMMENTING_STAGES: Final = (
    OPEN_STAGES | YES_STAGES | {Stage.DECLINED, Stage.PARKED, Stage.IN_DELIVERY, Stage.IMPLEMENTED}
)

MOVES: Final[dict[Stage, frozenset[Stage]]] = {
    Stage.DRAFT: frozenset({Stage.SUBMITTED}),
    Stage.SUBMITTED: frozenset({Stage.TRIAGE, Stage.IN_REVIEW, Stage.WITHDRAWN}),
    Stage.TRIAGE: frozenset({Stage.IN_REVIEW, Stage.MERGED, Stage.REDIRECTED, Stage.WITHDRAWN}),
    Stage.IN_REVIEW: frozenset(
        {Stage.INFO_NEEDED, Stage.READY_FOR_DECISION, Stage.MERGED, Stage.REDIRECTED, Stage.WITHDRAWN}
    ),
    Stage.INFO_NEEDED: frozenset({Stage.IN_REVIEW, Stage.PARKED, Stage.WITHDRAWN}),
    Stage.READY_FOR_DECISION: frozenset({Stage.IN_REVIEW, Stage.WITHDRAWN, *DECIDED_STAGES}),
    Stage.APPROVED: frozenset({Stage.IN_DELIVERY}),
    Stage.APPROVED_WITH_CONDITIONS: frozenset({Stage.IN_DELIVERY}),
    Stage.PILOT: frozenset({Stage.IN_DELIVERY}),
    Stage.DECLINED: frozenset({Stage.TRIAGE}),
    # Parked with a decision it wakes up to triage; parked because its author did not answer it goes on where it was.
    Stage.PARKED: frozenset({Stage.TRIAGE, Stage.IN_REVIEW}),
    Stage.MERGED: frozenset({Stage.TRIAGE, Stage.IN_REVIEW}),
    Stage.REDIRECTED: frozenset(),
    Stage.IN_DELIVERY: frozenset({Stage.IMPLEMENTED, Stage.STOPPED_LEARNED}),
    Stage.IMPLEMENTED: frozenset({Stage.BENEFITS_CONFIRMED}),
    Stage.BENEFITS_CONFIRMED: frozenset({Stage.CLOSED}),
    Stage.CLOSED: frozenset(),
    Stage.STOPPED_LEARNED: frozenset(),
    Stage.WITHDRAWN: frozenset(),
}


def may_move(source: str, target: str) -> bool:
    """Return whether the table allows an idea to go from `source` to `target`."""
    return Stage(target) in MOVES[Stage(source)]
