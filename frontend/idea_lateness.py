"""What the page of an idea says about late answers: new dates, an apology, and what its author escalated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from frontend.idea_parts import IdeaParts
from ideas.models import Idea, User
from ideas.policies.escalations import can_apologise, can_open_escalated
from ideas.selectors.apologies import ApologyView, apologies_of
from ideas.selectors.escalations import EscalationView, escalations_for
from ideas.selectors.lanes import Lane
from ideas.workflow import OPEN_STAGES

SOONEST = timedelta(days=1)  # before that no promise can be missed


@dataclass(frozen=True)
class Lateness:
    """`late`: for authors, departments of which they were told; `extended`: for all, those with a new date to come.

    `apologies`: None where no promise can be missed yet. `escalations`: for authors alone.
    """

    late: Sequence[Lane] = ()
    extended: Sequence[Lane] = ()
    apologies: ApologyView | None = None
    may_apologise: bool = False
    escalations: EscalationView | None = None

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to say."""
        said = self.apologies is not None and (self.apologies.latest is not None or self.may_apologise)
        asked = self.escalations is not None and (bool(self.escalations.rows) or self.escalations.may_escalate)
        return bool(self.late or self.extended or said or asked)


def lateness_of(*, idea: Idea, viewer: User, parts: IdeaParts, is_own: bool) -> Lateness:
    """Return what `viewer` reads about late answers to `idea`; nothing once it is decided or while it is a draft.

    No query for a reader of an idea that was sent today; two for others, more where a promise was missed.
    """
    if idea.stage not in OPEN_STAGES or parts.decision is not None:
        return Lateness()
    lanes = [view.lane for view in parts.lanes]
    is_old = idea.submitted_at is not None and timezone.now() - idea.submitted_at > SOONEST
    apologies = apologies_of(idea=idea) if is_old else None
    return Lateness(
        late=[lane for lane in lanes if is_own and lane.is_late and lane.is_told],
        extended=[lane for lane in lanes if lane.new_date is not None],
        apologies=apologies,
        may_apologise=apologies is not None and _may_apologise(viewer, parts, apologies),
        escalations=escalations_for(viewer=viewer, idea=idea) if is_own else None,
    )


def _may_apologise(viewer: User, parts: IdeaParts, apologies: ApologyView) -> bool:
    """Members who neither lead, manage nor keep order cost no further query."""
    if apologies.missed is None or not apologies.is_owed or not can_open_escalated(viewer):
        return False
    is_decider = parts.decider is not None and parts.decider.person == viewer
    return can_apologise(viewer, apologies.missed, decides=is_decider or None)
