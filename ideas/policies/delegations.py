"""Who acts for whom now, and who may arrange it.

Source: docs/review-process.md 3.7.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from ideas.models import Delegation, Membership, Organisation, User
from ideas.policies.people import can_set_absence
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of


def day_here(moment: datetime | None = None) -> date:
    """Return the organisation's local day. One query."""
    zone = ZoneInfo(Organisation.objects.only("time_zone").get(pk=1).time_zone)
    return (moment or timezone.now()).astimezone(zone).date()


def delegations_in_force(*, day: date | None = None, **which: object) -> list[Delegation]:
    """Return who acts for whom on `day` (today unless said otherwise), narrowed by `which`; the first agreed first.

    Both people are loaded; whoever left acts for nobody. One query, and one more where there is any about that time.
    """
    about = day or timezone.now().date()
    near = Delegation.objects.filter(agreed_at__isnull=False, ended_at__isnull=True, to_person__is_active=True, **which)
    near = near.filter(starts_on__lte=about + timedelta(days=1), ends_on__gte=about - timedelta(days=1))
    rows = list(near.select_related("from_person", "to_person").order_by("agreed_at", "id"))
    today = day or (day_here() if rows else about)
    return [row for row in rows if row.starts_on <= today <= row.ends_on]


def covers(delegation: Delegation, tier: int | None) -> bool:
    """Return whether `delegation` reaches to ideas of `tier`."""
    return delegation.scope_tier is None or (tier or 0) <= delegation.scope_tier


def standing_in(*, for_people: Collection[int], tier: int | None) -> list[Delegation]:
    """Return who acts today for somebody of `for_people` on ideas of `tier`. At most two queries."""
    return [row for row in delegations_in_force(from_person__in=for_people) if covers(row, tier)] if for_people else []


def can_make_delegation(person: User, whom: User) -> bool:
    """Return whether `person` may name who acts for `whom`: everybody for themselves, leads and deputies for members."""
    return can_set_absence(person, whom)


def needs_no_approval(giver: User, holder: User) -> bool:
    """Return whether both review for the same department. One query."""
    own = Membership.objects.filter(person=giver).values("department")
    return Membership.objects.filter(person=holder, department__in=own).exists()


def can_approve_delegation(person: User, delegation: Delegation) -> bool:
    """Return whether `person` may agree to `delegation`: lead or deputy over the giver, or a programme manager; a third."""
    if person.pk in {delegation.from_person_id, delegation.to_person_id}:
        return False
    return can_approve_for(person, delegation.from_person)


def can_approve_for(person: User, giver: User) -> bool:
    """Return whether `person` leads a department of `giver`, or manages the programme."""
    standing = standing_of(person)
    if standing.has(Permission.DECIDE_INTERESTS):
        return True
    led = standing.leads | standing.deputises
    return bool(led) and Membership.objects.filter(person=giver, department__in=led).exists()


def can_end_delegation(person: User, delegation: Delegation) -> bool:
    """Return whether `person` may end `delegation`: either of the two, or whoever could agree to it."""
    if not person.is_active:
        return False
    return person.pk in {delegation.from_person_id, delegation.to_person_id} or can_approve_delegation(
        person, delegation
    )


def overlapping(*, starts_on: date, ends_on: date) -> "QuerySet[Delegation]":
    """Return delegations, agreed or only asked for, that share a day with these; unevaluated."""
    return Delegation.objects.filter(Q(starts_on__lte=ends_on, ends_on__gte=starts_on), ended_at__isnull=True)
