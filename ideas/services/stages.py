"""Moves an idea from one stage to the next."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import DomainEvent, IdeaMoved
from ideas.exceptions import Conflict
from ideas.models import Idea, IdeaTally, User
from ideas.realtime import LiveChange, board_topic, version_at
from ideas.workflow import OPEN_STAGES, VOTING_STAGES, Stage, may_move


def move_idea(
    *,
    idea: Idea,
    to: Stage,
    by: User | None,
    with_fields: Sequence[str] = (),
    heat: float | None = None,
    and_tell: Sequence[DomainEvent] = (),
) -> Idea:
    """Move `idea` to stage `to`; part of a larger service, so it opens no transaction of its own.

    The caller holds the lock on the idea's row. The tally's row is locked here, so no vote slips in after the move.
    An idea that leaves the open stages owes no answer any more.

    Args:
        with_fields: further fields of `idea` that are stored along with its stage.
        heat: what the tally's `heat` becomes; None leaves it.
        and_tell: what is told after the move, in the same statement.

    Raises:
        Conflict: the table of moves does not allow it (409, `stage_forbids`).

    Emits: IdeaMoved, then `and_tell`.
    """
    if not may_move(idea.stage, to):
        raise Conflict(
            _("An idea at “%(stage)s” cannot go to “%(target)s”.")
            % {"stage": idea.get_stage_display(), "target": to.label},
            code="stage_forbids",
        )
    left, idea.stage = idea.stage, to
    if to not in OPEN_STAGES:
        idea.next_answer_at = None
    idea.save(update_fields=["stage", "next_answer_at", *with_fields])
    counted = {} if heat is None else {"heat": heat}
    IdeaTally.objects.filter(idea=idea).update(takes_votes=to in VOTING_STAGES, **counted)
    moved = IdeaMoved(idea_id=idea.pk, actor_id=by.pk if by else None, from_stage=left, to_stage=to)
    outbox.record_all([moved, *and_tell], live_changes=_board_change(idea))
    return idea


def _board_change(idea: Idea) -> tuple[LiveChange, ...]:
    """Return the board's change where a new open idea appears on it; its version is the time in milliseconds."""
    if idea.stage != Stage.SUBMITTED or idea.visibility != Idea.Visibility.OPEN:
        return ()
    return (LiveChange(board_topic(), version_at(timezone.now())),)
