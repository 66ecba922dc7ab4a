"""What became of a yes, for whoever may see the idea."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from ideas.models import Decision, Idea, IdeaOwner, Outcome, User
from ideas.policies.outcomes import OWNED, can_name_owner, next_steps
from ideas.routing.clock import due_at
from ideas.selectors.calendars import organisation, working_calendar
from ideas.workflow import Stage

NAME_OWNER_WITHIN_DAYS: Final = 5  # working days after the yes was told
SHOWN: Final = OWNED | {Stage.IMPLEMENTED, Stage.STOPPED_LEARNED, Stage.BENEFITS_CONFIRMED, Stage.CLOSED}


@dataclass(frozen=True)
class Progress:
    """Where an approved idea stands. `owner_due_at`: by when somebody must own it, where nobody does.

    `acts`: what the reader may do: name_owner, and the stages that are open next.
    """

    owner: User | None
    owner_due_at: datetime | None
    is_owner_late: bool
    outcomes: Sequence[Outcome]
    acts: tuple[str, ...]

    @property
    def can_record(self) -> bool:
        """Whether the reader may say what becomes of it now."""
        return any(act != "name_owner" for act in self.acts)


def owner_of(*, idea: Idea) -> User | None:
    """Return who sees to `idea`. One query."""
    row = IdeaOwner.objects.filter(idea=idea).select_related("person").first()
    return row.person if row else None


def progress_of(*, idea: Idea, viewer: User) -> Progress | None:
    """Return what became of `idea`, which `viewer` may see; None, without a query, before its yes is told. At most eight."""
    if idea.stage not in SHOWN:
        return None
    owner = owner_of(idea=idea)
    due = _owner_due_at(idea) if owner is None and idea.stage in OWNED else None
    outcomes = Outcome.objects.filter(idea=idea).select_related("recorded_by", "picture").order_by("id")
    may_act = can_name_owner(viewer, idea)
    steps = next_steps(idea) if may_act and owner is not None else ()
    return Progress(
        owner=owner,
        owner_due_at=due,
        is_owner_late=due is not None and due < timezone.now(),
        outcomes=list(outcomes),
        acts=(*(("name_owner",) if may_act else ()), *(step.value for step in steps)),
    )


def _owner_due_at(idea: Idea) -> datetime | None:
    told = Decision.objects.filter(idea=idea, round=idea.round).values_list("announced_at", flat=True).first()
    return due_at(working_calendar(organisation().calendar), told, NAME_OWNER_WITHIN_DAYS) if told else None
