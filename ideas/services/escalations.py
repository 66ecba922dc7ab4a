"""An author asks further up for an answer, once a stage; it climbs a level each working day until somebody acts.

Source: docs/review-process.md 3.11.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas import outbox
from ideas.events.escalations import EscalationClimbed, EscalationEnded, EscalationRaised
from ideas.exceptions import Conflict, IdeaClosed, NotPermitted
from ideas.models import Escalation, Idea, Review, User
from ideas.models.escalations import MAX_REASON_CHARS
from ideas.policies.escalations import can_escalate_idea
from ideas.policies.ideas import is_author
from ideas.routing.clock import due_at
from ideas.selectors.calendars import organisation, working_calendar
from ideas.selectors.escalations import (
    ending_of,
    escalations_acted_on,
    escalations_to_climb,
    lacking_reviews,
    stage_of,
    waits_for_author,
)
from ideas.services.audit import record_audit
from ideas.typed_text import TypedText

AT_ONCE: Final = 200
WORKING_DAYS: Final = 1  # at each level
Level = Escalation.Level
_NEXT: Final = {Level.OWING.value: Level.MANAGER, Level.MANAGER.value: Level.BOARD}


@transaction.atomic
def escalate_idea(*, idea: Idea, by: User, reason: str) -> Escalation:
    """Ask further up for an answer to `idea`, as one of its authors; once in each stage of a round.

    Whoever owes the answer hears of it at once: the leads of the departments that are late, triagers, or the decider.

    Args:
        reason: 1–500 characters; those it reaches and everybody who sees the idea read it.

    Raises:
        NotPermitted: `by` is no author (403, `not_author`).
        IdeaClosed: the idea waits for nobody: decided, withdrawn or a draft (409, `idea_closed`).
        Conflict: it was escalated at this stage before, or everything that lacks waits for the author (409,
            `escalated_before`, `waits_for_author`).
        InvalidValue: the reason lacks or cannot be taken (422).

    Emits: EscalationRaised. Audited.
    """
    row = Idea.objects.select_for_update(no_key=True).get(pk=idea.pk)
    if not is_author(by, row):
        raise NotPermitted(_("Only its authors can escalate an idea."), code="not_author")
    if not can_escalate_idea(by, row):
        raise IdeaClosed(_("This idea does not wait for an answer."))
    _refuse_again(row)
    text, now = _cleaned(reason), timezone.now()
    escalation = Escalation.objects.create(
        idea=row, round=row.round, stage=stage_of(row), reason=text, by=by, raised_at=now, climbs_at=_in_a_day(now)
    )
    escalation.reviews.set(lacking_reviews(idea=row))
    outbox.record(EscalationRaised(idea_id=row.pk, actor_id=by.pk, escalation_id=escalation.pk))
    record_audit(
        action="idea.escalate",
        by=by,
        object_type="idea",
        object_id=row.ref,
        after={"stage": escalation.stage},
        reason=text,
    )
    return escalation


def climb_escalations() -> int:
    """End the escalations that somebody acted upon, and let the others climb once a working day; return how many changed.

    Each climbs once a level however often, wherever and at once this runs; where nothing ran for a while, to the level
    that is due now, which is told alone. At most 200 of each at a time.

    Emits: EscalationEnded, EscalationClimbed.
    """
    over = list(escalations_acted_on().order_by("id").values_list("pk", flat=True)[:AT_ONCE])
    ended = sum(_end_if_acted_on(key) for key in over)
    waiting = escalations_to_climb().order_by("climbs_at", "id").values_list("pk", flat=True)
    return ended + sum(_climb(key) for key in list(waiting[:AT_ONCE]))


def end_escalations_about(*, review: Review, because: Escalation.Ending, by: User) -> None:
    """End what authors escalated about `review`; part of a service that has locked its idea.

    Emits: EscalationEnded for each.
    """
    rows = Escalation.objects.filter(reviews=review, ended_at__isnull=True).order_by("pk")
    for row in list(rows.select_for_update(of=("self",), no_key=True)):
        _end(row, because, by)


@transaction.atomic
def _end_if_acted_on(key: int) -> bool:
    row = _locked(key)
    if row is None or not escalations_acted_on().filter(pk=key).exists():
        return False
    because, by = ending_of(escalation=row)
    _end(row, because, by)
    return True


@transaction.atomic
def _climb(key: int) -> bool:
    row = _locked(key)
    if row is None or row.climbs_at is None or not escalations_to_climb().filter(pk=key).exists():
        return False
    now = timezone.now()
    while row.climbs_at is not None and row.climbs_at <= now:
        row.level = _NEXT[row.level]
        row.climbs_at = None if row.level == Level.BOARD else _in_a_day(row.climbs_at)
    row.save(update_fields=["level", "climbs_at"])
    outbox.record(EscalationClimbed(idea_id=row.idea_id, escalation_id=row.pk, step=row.level))
    return True


def _locked(key: int) -> Escalation | None:
    """The escalation, unless somebody else works on it now."""
    rows = Escalation.objects.filter(pk=key, ended_at__isnull=True)
    return rows.select_for_update(skip_locked=True, no_key=True).first()


def _end(row: Escalation, because: str, by: User | None) -> None:
    row.ended_at, row.ended_because, row.ended_by, row.climbs_at = timezone.now(), because, by, None
    row.save(update_fields=["ended_at", "ended_because", "ended_by", "climbs_at"])
    outbox.record(EscalationEnded(idea_id=row.idea_id, actor_id=by.pk if by else None, escalation_id=row.pk))


def _cleaned(reason: str) -> str:
    typed = TypedText()
    text = typed.line("reason", reason, max_chars=MAX_REASON_CHARS, is_required=True)
    typed.refuse_problems()
    return text


def _refuse_again(row: Idea) -> None:
    if Escalation.objects.filter(idea=row, round=row.round, stage=stage_of(row)).exists():
        raise Conflict(_("It was escalated at this stage already; it climbs by itself."), code="escalated_before")
    if waits_for_author(idea=row):
        raise Conflict(_("Everything that lacks waits for the author’s answer."), code="waits_for_author")


def _in_a_day(start: datetime) -> datetime:
    return due_at(working_calendar(organisation().calendar), start, WORKING_DAYS)
