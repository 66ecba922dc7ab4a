"""Interests for those who decide about them and those who named them; suppliers that ideas name."""

import uuid
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound, NotPermitted
from ideas.models import Idea, IdeaSupplier, Interest, User, Vote
from ideas.policies.ideas import is_decided
from ideas.policies.interests import (
    can_decide_interest,
    can_decide_interests,
    can_read_interest,
    can_strike_interest,
    is_undecided,
)
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of
from ideas.querysets.keyset import Key, Ordering
from ideas.workflow import OPEN_STAGES

OLDEST: Final = Ordering("declared", (Key("declared_at"), Key("id")))


@dataclass(frozen=True)
class InterestSheet:
    """An interest with what its decider should know. `has_voted`: the person voted for the idea; that is no conflict."""

    interest: Interest
    has_voted: bool
    may_decide: bool
    may_strike: bool = False


def interests_to_decide(*, viewer: User, is_aside: bool = False) -> "QuerySet[Interest]":
    """Return the declared interests that wait for `viewer`, the oldest first; unevaluated.

    Args:
        is_aside: instead those of open ideas because of which somebody stepped aside by themselves.

    `person`, `idea` and `department` are loaded. One query.

    Raises:
        NotPermitted: `viewer` neither leads nor deputises for a department nor manages the programme (403, `not_lead`).
    """
    if not can_decide_interests(viewer):
        raise NotPermitted(_("Leads, deputies and programme managers decide about interests."), code="not_lead")
    rows = _rows().filter(state=Interest.State.DECLARED)
    if is_aside:
        rows = _rows().filter(state=Interest.State.RECUSED, decided_by__isnull=True, idea__stage__in=OPEN_STAGES)
    rows = rows.exclude(person=viewer)
    standing = standing_of(viewer)
    if not standing.has(Permission.DECIDE_INTERESTS):
        rows = rows.filter(department__in=standing.leads | standing.deputises)
    return rows.order_by("declared_at", "id")


def interest_for(*, viewer: User, public_id: uuid.UUID) -> InterestSheet:
    """Return one interest that `viewer` may read. At most eight queries.

    Raises:
        NotFound: there is none, or it is not for them (404); the same for both.
    """
    interest = _rows().filter(public_id=public_id).first()
    if interest is None or not can_read_interest(viewer, interest):
        raise NotFound(_("There is no such declaration, or you may not see it."))
    is_open = interest.state == Interest.State.DECLARED
    return InterestSheet(
        interest,
        _has_voted(interest),
        may_decide=is_open and can_decide_interest(viewer, interest),
        may_strike=may_strike_now(viewer=viewer, interest=interest),
    )


def may_strike_now(*, viewer: User, interest: Interest) -> bool:
    """Return whether `viewer` may strike `interest` out now: nobody decided about it, and the idea is open."""
    is_open = is_undecided(interest) and interest.idea.stage in OPEN_STAGES and not is_decided(interest.idea)
    return is_open and can_strike_interest(viewer, interest)


def own_interest(*, person: User, idea: Idea) -> Interest | None:
    """Return what `person` said of their interest in `idea`, None where nothing was said, or struck out. One query."""
    return _rows().filter(person=person, idea=idea).exclude(state=Interest.State.STRUCK).first()


def own_interest_sheet(*, person: User, idea: Idea) -> InterestSheet | None:
    """Return what `person` said of their interest in `idea` as a sheet, None where nothing was said. Two queries."""
    said = own_interest(person=person, idea=idea)
    return InterestSheet(said, _has_voted(said), may_decide=False) if said else None


def suppliers_of(*, idea: Idea) -> "QuerySet[IdeaSupplier]":
    """Return the suppliers that `idea` names, by name; unevaluated."""
    return IdeaSupplier.objects.filter(idea=idea).order_by("name_key", "id")


def _has_voted(interest: Interest) -> bool:
    return Vote.objects.filter(idea=interest.idea_id, voter=interest.person_id).exists()


def _rows() -> "QuerySet[Interest]":
    return Interest.objects.select_related("person", "idea", "department", "decided_by", "struck_by")
