"""Suppliers in which people have a stake: for them, and those named by mistake for who strikes them out."""

import uuid
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound, NotPermitted
from ideas.models import Idea, IdeaSupplier, SupplierInterest, User
from ideas.policies.interests import asked_of_departments, can_strike_stake, can_strike_stakes
from ideas.querysets.keyset import Key, Ordering

OLDEST: Final = Ordering("asked", (Key("striking_asked_at"), Key("id")))
_MOST_IDEAS: Final = 20


@dataclass(frozen=True)
class StakeSheet:
    """A stake that somebody asks to have struck out. `ideas`: from which it keeps them and the reader sees, at most 20."""

    stake: SupplierInterest
    ideas: tuple[Idea, ...]
    may_settle: bool


def supplier_interests_of(*, person: User) -> "QuerySet[SupplierInterest]":
    """Return the suppliers in which `person` said to have a stake, by name; unevaluated."""
    return SupplierInterest.objects.filter(person=person).order_by("name_key", "id")


def stakes_held_fast(*, person: User) -> "QuerySet[SupplierInterest]":
    """Return those that `person` cannot take off the list alone, because an open idea names them; unevaluated."""
    ideas = asked_of_departments(person).visible_to(person).values("pk")
    named = IdeaSupplier.objects.filter(idea__in=ideas, name_key=OuterRef("name_key"))
    return supplier_interests_of(person=person).filter(Exists(named))


def stakes_to_strike(*, viewer: User) -> "QuerySet[SupplierInterest]":
    """Return the stakes that people ask to have struck out, the oldest first; unevaluated. `person` is loaded. One query.

    Raises:
        NotPermitted: `viewer` does not manage the programme (403, `cannot_strike`).
    """
    if not can_strike_stakes(viewer):
        raise NotPermitted(_("Programme managers strike out what was named by mistake."), code="cannot_strike")
    return _asked().exclude(person=viewer).order_by("striking_asked_at", "id")


def stake_to_strike(*, viewer: User, public_id: uuid.UUID) -> StakeSheet:
    """Return one that `viewer` may read, with what it is about. At most eight queries.

    Raises:
        NotFound: nobody asks for it, or it is not for them (404); the same for both.
    """
    stake = _asked().filter(public_id=public_id).exclude(person=viewer).first() if can_strike_stakes(viewer) else None
    if stake is None:
        raise NotFound(_("There is no such request, or you may not see it."))
    ideas = asked_of_departments(stake.person).visible_to(viewer).filter(suppliers__name_key=stake.name_key)
    may_settle = can_strike_stake(viewer, stake)
    return StakeSheet(stake, tuple(ideas.order_by("pk")[:_MOST_IDEAS]), may_settle)


def _asked() -> "QuerySet[SupplierInterest]":
    return SupplierInterest.objects.select_related("person").filter(striking_asked_at__isnull=False)
