"""Who acts for whom, for the two, for those who agree, and for what may be taken over."""

import uuid
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import FieldProblem, InvalidValue, NotFound, NotPermitted
from ideas.models import Delegation, Idea, Membership, Review, User
from ideas.policies.delegations import can_approve_delegation, covers, day_here, delegations_in_force
from ideas.policies.interests import can_decide_interests
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.pools import HELD_STATES
from ideas.workflow import OPEN_STAGES

SOONEST: Final = Ordering("starts", (Key("starts_on"), Key("id")))


def delegations_of(*, person: User) -> "QuerySet[Delegation]":
    """Return what `person` gave and holds and is not over, the next to begin first; unevaluated. Both people are loaded."""
    rows = _rows().filter(Q(from_person=person) | Q(to_person=person), ended_at__isnull=True, ends_on__gte=day_here())
    return rows.order_by("starts_on", "id")


def delegations_to_approve(*, viewer: User) -> "QuerySet[Delegation]":
    """Return what waits for `viewer`'s agreement, the next to begin first; unevaluated.

    Raises:
        NotPermitted: `viewer` neither leads nor deputises for a department nor manages the programme (403, `not_lead`).
    """
    if not can_decide_interests(viewer):
        raise NotPermitted(_("Leads, deputies and programme managers agree to that."), code="not_lead")
    rows = _rows().filter(agreed_at__isnull=True, ended_at__isnull=True)
    rows = rows.exclude(from_person=viewer).exclude(to_person=viewer)
    standing = standing_of(viewer)
    if not standing.has(Permission.DECIDE_INTERESTS):
        led = Membership.objects.filter(department__in=standing.leads | standing.deputises).values("person")
        rows = rows.filter(from_person__in=led)
    return rows.order_by("starts_on", "id")


def delegation_for(*, viewer: User, public_id: uuid.UUID) -> Delegation:
    """Return a delegation that concerns `viewer`: one of the two, or whoever could agree to it.

    Raises:
        NotFound: there is none, or it is none of their business (404); the same for both.
    """
    row = _rows().filter(public_id=public_id).first()
    is_one = row is not None and viewer.pk in {row.from_person_id, row.to_person_id}
    if row is None or not (is_one or can_approve_delegation(viewer, row)):
        raise NotFound(_("There is no such delegation, or you may not see it."))
    return row


def person_to_act(*, public_id: uuid.UUID) -> User:
    """Return an active person by id.

    Raises:
        InvalidValue: nobody of that id works here (422).
    """
    person = User.objects.filter(public_id=public_id, is_active=True).first()
    if person is None:
        detail = _("This person does not work here any more.")
        raise InvalidValue(detail, problems=(FieldProblem("to", "unknown_person", detail),))
    return person


def reviews_to_step_into(*, viewer: User) -> list[Review]:
    """Return the open reviews of people for whom `viewer` acts today, the next due first; at most 100. Three queries.

    Each row has `idea`, `department` and `owner` loaded. Ideas that `viewer` may not see are left out.
    """
    scope = {one.from_person_id: one for one in delegations_in_force(to_person=viewer)}
    if not scope:
        return []
    rows = Review.objects.filter(owner__in=scope, state__in=HELD_STATES, idea__stage__in=OPEN_STAGES)
    rows = rows.filter(idea__in=Idea.objects.visible_to(viewer)).select_related("idea__tally", "department", "owner")
    found = rows.order_by("due_at", "id")[:100]
    return [row for row in found if row.owner_id in scope and covers(scope[row.owner_id], row.idea.tier)]


def _rows() -> "QuerySet[Delegation]":
    return Delegation.objects.select_related("from_person", "to_person", "approved_by")
