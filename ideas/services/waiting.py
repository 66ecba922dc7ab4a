"""Ideas that wait for their author: back into review once nothing stands, parked when the wait is too long.

Source: docs/review-process.md 3.10.
"""

from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.each import for_each
from ideas.events.questions import IdeaParkedForAuthor, IdeaResumed
from ideas.exceptions import Conflict, NotPermitted
from ideas.models import Idea, Promise, Review, User
from ideas.policies.ideas import is_author
from ideas.policies.questions import waits_for_author
from ideas.policies.reviews import OPEN_STATES
from ideas.routing.clock import due_at
from ideas.selectors.clocks import CAP_WORKING_DAYS, calendars_by_id, days_paused
from ideas.services.audit import record_audit
from ideas.services.clocks import PauseKind, pause_reviews, resume_reviews
from ideas.services.readiness import make_ready_if_complete
from ideas.services.stages import move_idea
from ideas.workflow import Stage

MOST_AT_ONCE: Final = 200


def settle_waiting(*, idea: Idea, by: User | None) -> None:
    """Bring `idea` back into review when no review's clock stands for its author; its next date is read anew.

    Part of a service that holds the lock on the idea's row.

    Emits: IdeaMoved where it goes back.
    """
    idea.refresh_from_db(fields=["next_answer_at"])
    standing = Review.objects.filter(idea=idea, round=idea.round, paused_for=PauseKind.QUESTION)
    if idea.stage == Stage.INFO_NEEDED and not standing.exists():
        move_idea(idea=idea, to=Stage.IN_REVIEW, by=by)


@transaction.atomic
def resume_idea(*, idea: Idea, by: User) -> Idea:
    """Let an idea go on that was parked for want of its author's answer; the round stays, dates move by the wait.

    What was asked stays open, and stops no clock any more. Asking again once it goes on changes nothing.

    Raises:
        NotPermitted: `by` is not one of its authors (403, `not_author`).
        Conflict: it does not wait for its author (409, `not_waiting`).

    Emits: ClockResumed, IdeaMoved, IdeaResumed; IdeaMoved and IdeaReadyForDecision where nothing lacks. Audited.
    """
    row = Idea.objects.select_for_update(no_key=True).get(pk=idea.pk)
    if not is_author(by, row):
        raise NotPermitted(_("Only its authors can let it go on."), code="not_author")
    if not waits_for_author(row):
        raise Conflict(_("This idea does not wait for its author."), code="not_waiting")
    resume_reviews(reviews=_standing(row, PauseKind.PARKED), by=by)
    row.next_answer_at = Promise.objects.get(idea=row, round=row.round, kind=Promise.Kind.DECISION).due_at
    move_idea(idea=row, to=Stage.IN_REVIEW, by=by, and_tell=[IdeaResumed(idea_id=row.pk, actor_id=by.pk)])
    record_audit(action="idea.resume", by=by, object_type="idea", object_id=row.ref)
    make_ready_if_complete(idea=row)
    return row


def park_waiting_ideas() -> int:
    """Park every idea whose author left a question open for as long as a round may wait; return how many.

    Run twice, or twice at once, each is parked once.
    """
    waiting = Promise.objects.filter(paused_at__isnull=False, idea__stage=Stage.INFO_NEEDED)
    promises = list(waiting.order_by("paused_at", "id")[:MOST_AT_ONCE])
    return for_each(_overdue(promises), _park)


@transaction.atomic
def _park(idea_id: int) -> bool:
    """Park one idea, unless it went on meanwhile. Its author hears of it."""
    idea = Idea.objects.select_for_update(no_key=True).get(pk=idea_id)
    promises = Promise.objects.filter(idea=idea, round=idea.round, paused_at__isnull=False)
    if idea.stage != Stage.INFO_NEEDED or not _overdue(list(promises)):
        return False
    resume_reviews(reviews=_standing(idea, PauseKind.QUESTION), by=None)
    open_ones = list(Review.objects.filter(idea=idea, round=idea.round, state__in=OPEN_STATES))
    # What an early stop holds goes on first: the idea as a whole stands now.
    resume_reviews(reviews=open_ones, by=None)
    pause_reviews(reviews=open_ones, kind=PauseKind.PARKED, by=None, reason="")
    move_idea(idea=idea, to=Stage.PARKED, by=None, and_tell=[IdeaParkedForAuthor(idea_id=idea.pk)])
    record_audit(action="idea.park_for_author", by=None, object_type="idea", object_id=idea.ref)
    return True


def _overdue(promises: list[Promise]) -> list[int]:
    """The ideas of those stopped promises whose round may wait no longer."""
    calendars = calendars_by_id({one.calendar_id for one in promises})
    used, now = days_paused(promises), timezone.now()
    return [
        one.idea_id
        for one in promises
        if one.paused_at and due_at(calendars[one.calendar_id], one.paused_at, CAP_WORKING_DAYS - used[one]) < now
    ]


def _standing(idea: Idea, kind: str) -> list[Review]:
    return list(Review.objects.filter(idea=idea, round=idea.round, paused_for=kind))
