"""Sorting new ideas: which wait for a triager, what happens when one is done with them, and when nobody is in time.

Source: docs/review-process.md 3.3.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events.triage import TriageDone, TriageLapsed
from ideas.exceptions import Conflict, IdeaClosed, NotPermitted
from ideas.models import Idea, RoleGrant, Triage, User
from ideas.policies.ideas import is_decided
from ideas.policies.triage import can_open_triage, can_triage_idea
from ideas.routing.clock import due_at
from ideas.routing.ruleset import Tier
from ideas.selectors.calendars import organisation, working_calendar
from ideas.services.audit import record_audit
from ideas.workflow import OPEN_STAGES, Stage

ENTERING: Final = frozenset({Stage.SUBMITTED, Stage.TRIAGE})
MOST_AT_ONCE: Final = 200


@dataclass(frozen=True)
class Arrival:
    """An idea that is routed, with the tier that its routing gave."""

    idea: Idea
    tier: Tier


def has_triager() -> bool:
    """Whether anybody is named to sort new ideas; without one nothing waits for triage. One query."""
    return RoleGrant.objects.filter(role=RoleGrant.Role.TRIAGER, person__is_active=True).exists()


def hold_for_triage(*, arrivals: Iterable[Arrival], at: datetime) -> frozenset[int]:
    """Give each idea that enters triage its turn there, and return the keys of those whose reviews wait for it.

    Part of a service that holds the ideas' locks. Ideas of tier 0 go on at once and are looked at beside; so do
    those that nobody may sort, because they are confidential. At most five queries however many ideas.
    """
    entering = [one for one in arrivals if one.idea.stage in ENTERING and not _is_closed_to_triagers(one.idea)]
    if not entering:
        return frozenset()
    turns = {
        row.idea_id: row
        for row in Triage.objects.filter(idea__in=[one.idea for one in entering], round=F("idea__round"))
    }
    _add([one for one in entering if one.idea.pk not in turns], at)
    _let_go([turns[one.idea.pk] for one in entering if not one.tier.number and one.idea.pk in turns], at)
    held = (one.idea.pk for one in entering if one.tier.number)
    return frozenset(key for key in held if key not in turns or turns[key].released_at is None)


@transaction.atomic
def finish_triage(*, idea: Idea, by: User, lane: Triage.Lane = Triage.Lane.REVIEW) -> Triage:
    """Say that `by` has sorted `idea`; reviews that were held back open, and their windows begin.

    Args:
        idea: one that `by` may see.

    Raises:
        NotPermitted: `by` sorts no ideas (403, `not_triager`), or it is their own (403, `own_idea`).
        IdeaClosed: it is decided or withdrawn (409, `idea_closed`).
        Conflict: it does not wait for a triager, or somebody was quicker (409, `not_in_triage`).

    Emits: TriageDone.
    """
    row = lock_for_triage(idea=idea, by=by)
    turn = close_turn(idea=row, by=by, lane=lane)
    if turn is None:
        raise Conflict(_("This idea was sorted already."), code="not_in_triage")
    outbox.record(TriageDone(idea_id=row.pk, actor_id=by.pk, round=row.round, triage_id=turn.pk))
    return turn


def lock_for_triage(*, idea: Idea, by: User) -> Idea:
    """Return the locked row of an idea that `by` may sort.

    Raises:
        NotPermitted, IdeaClosed: as `finish_triage`.
    """
    row = Idea.objects.select_for_update(no_key=True).get(pk=idea.pk)
    if not can_open_triage(by):
        raise NotPermitted(_("Only triagers and programme managers sort ideas."), code="not_triager")
    if row.stage not in OPEN_STAGES or is_decided(row):
        raise IdeaClosed(_("This idea has its answer; there is nothing left to sort."))
    if not can_triage_idea(by, row):
        raise NotPermitted(_("Somebody else sorts an idea of your own."), code="own_idea")
    return row


def close_turn(*, idea: Idea, by: User, lane: Triage.Lane) -> Triage | None:
    """End the turn of a locked idea in triage, with its audit row; None where it has none that is open."""
    turn = Triage.objects.filter(idea=idea, round=idea.round, done_at__isnull=True).first()
    if turn is None:
        return None
    now = timezone.now()
    turn.done_at, turn.done_by, turn.lane = now, by, lane.value
    turn.released_at = turn.released_at or now
    turn.save(update_fields=["done_at", "done_by", "lane", "released_at"])
    record_audit(action="triage.finish", by=by, object_type="idea", object_id=idea.ref, after={"lane": lane.value})
    return turn


@transaction.atomic
def end_overdue_triage() -> int:
    """Let the reviews open of ideas that nobody has sorted in time; return how many. Run twice, it is done once.

    They stay in the inbox: the author still waits for a first response.

    Emits: TriageLapsed, for each.
    """
    now = timezone.now()
    overdue = Triage.objects.filter(released_at__isnull=True, due_at__lte=now, idea__stage=Stage.TRIAGE)
    keys = list(
        overdue.filter(round=F("idea__round")).order_by("due_at", "id").values_list("idea_id", flat=True)[:MOST_AT_ONCE]
    )
    ideas = Idea.objects.select_for_update(no_key=True, skip_locked=True).filter(pk__in=keys, stage=Stage.TRIAGE)
    rounds = dict(ideas.order_by("pk").values_list("pk", "round"))
    turns = Triage.objects.filter(idea__in=rounds, round=F("idea__round"), released_at__isnull=True)
    late = sorted(turns.values_list("idea_id", flat=True))
    Triage.objects.filter(idea__in=late, released_at__isnull=True).update(released_at=now, lapsed_at=now)
    outbox.record_all([TriageLapsed(idea_id=key, round=rounds[key]) for key in late])
    return len(late)


def _is_closed_to_triagers(idea: Idea) -> bool:
    return idea.visibility == Idea.Visibility.CONFIDENTIAL


def _add(arrivals: list[Arrival], at: datetime) -> None:
    if not arrivals:
        return
    home = organisation().calendar
    calendar = working_calendar(home)
    Triage.objects.bulk_create(
        Triage(
            idea=one.idea,
            round=one.idea.round,
            due_at=due_at(calendar, at, one.tier.windows.triage),
            calendar=home,
            calendar_version=home.version,
            released_at=None if one.tier.number else at,
        )
        for one in arrivals
    )


def _let_go(turns: list[Triage], at: datetime) -> None:
    """Ideas that became small while they waited go on at once."""
    held = [turn.pk for turn in turns if turn.released_at is None]
    if held:
        Triage.objects.filter(pk__in=held).update(released_at=at)
