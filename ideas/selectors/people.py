"""People as those see them who manage them."""

from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.exceptions import FieldProblem, InvalidValue, NotFound
from ideas.models import Absence, Membership, RoleGrant, User
from ideas.policies.people import can_feed_absences, can_manage_people, can_set_absence
from ideas.querysets.keyset import Key, Ordering
from ideas.text import searchable, sort_key

LATEST_DAYS: Final = Ordering("-from_on", (Key("from_on", is_descending=True), Key("id", is_descending=True)))


def people_for_settings(*, viewer: User, search: str = "", is_active: bool = True) -> QuerySet[User]:
    """Return the people whom `viewer` manages, with department; none for those who manage nobody. Unevaluated.

    Args:
        search: the beginning of a word of the name, or a part of the address.
    """
    people = User.objects.filter(is_active=is_active).select_related("department", "manager")
    if not can_manage_people(viewer):
        return people.none()
    wanted = searchable(search)
    if not wanted:
        return people
    key = sort_key(wanted)
    found = Q(name_sort__startswith=key) | Q(name_sort__contains=f" {key}") | Q(email__icontains=wanted)
    return people.filter(found)


def person_for_settings(*, viewer: User) -> QuerySet[User]:
    """Return everybody, closed accounts too, for `viewer` to open one by public id; none for non-managers."""
    people = User.objects.select_related("department", "manager")
    return people if can_manage_people(viewer) else people.none()


def choices_of_people() -> QuerySet[User]:
    """Return active people by name, for a list to choose from; unevaluated."""
    return User.objects.filter(is_active=True).order_by("name_sort", "id")


def role_holders() -> QuerySet[RoleGrant]:
    """Return who has which role, by role and name, with the person; unevaluated."""
    return RoleGrant.objects.select_related("person").order_by("role", "person__name_sort", "id")


def absences_of(*, person: User) -> QuerySet[Absence]:
    """Return the absences of `person`, the latest first; unevaluated."""
    return Absence.objects.filter(person=person).order_by("-from_on", "-id")


def absence_for(*, viewer: User) -> QuerySet[Absence]:
    """Return the absences that `viewer` may change: their own, those of members they lead, and what administrators fed.

    Unevaluated.
    """
    led = Membership.objects.filter(person=viewer, role__in=[Membership.Role.LEAD, Membership.Role.DEPUTY])
    members = Membership.objects.filter(department__in=led.values("department")).values("person")
    theirs = Q(person=viewer) | Q(person__in=members)
    if can_feed_absences(viewer):
        theirs |= Q(source=Absence.Source.FEED)
    return Absence.objects.select_related("person").filter(theirs)


def absences_of_others(*, viewer: User, of: User | None = None) -> QuerySet[Absence]:
    """Return the absences of other people that `viewer` may change and that are not over, the next first; unevaluated.

    Each row has `person` loaded.

    Args:
        of: one person's alone.
    """
    others = absence_for(viewer=viewer).exclude(person=viewer)
    others = others.filter(person=of) if of else others
    return others.filter(to_on__gte=timezone.localdate()).order_by("from_on", "id")


def absence_of_reader(*, viewer: User, public_id: UUID) -> Absence:
    """Return an absence that `viewer` may change. One query.

    Raises:
        NotFound: there is none of this id, or it is not theirs to change (404).
    """
    row = absence_for(viewer=viewer).filter(public_id=public_id).first()
    if row is None:
        raise NotFound(_("There is no such absence."))
    return row


def member_led_by(*, viewer: User, public_id: UUID) -> User:
    """Return a member of a department that `viewer` leads or deputises for. One query.

    Raises:
        InvalidValue: nobody of this id is one (422, field `person`, `invalid_choice`).
    """
    person = members_led_by(viewer=viewer).filter(public_id=public_id).first()
    if person is None:
        sentence = _("Nobody of this id reviews for a department that you lead.")
        raise InvalidValue(sentence, problems=(FieldProblem("person", "invalid_choice", sentence),))
    return person


def person_to_tell_of(*, viewer: User, public_id: UUID) -> User:
    """Return a person of whom `viewer` may say when they are away: a member they lead, anybody active for administrators.

    Raises:
        InvalidValue: nobody of this id is one (422, field `person`, `invalid_choice`; `unknown_person` for administrators).
    """
    if can_feed_absences(viewer):
        return active_person(public_id=public_id)
    return member_led_by(viewer=viewer, public_id=public_id)


def members_led_by(*, viewer: User) -> QuerySet[User]:
    """Return the members of the departments that `viewer` leads or deputises for, by name; unevaluated."""
    led = Membership.objects.filter(person=viewer, role__in=[Membership.Role.LEAD, Membership.Role.DEPUTY])
    places = Membership.objects.filter(department__in=led.values("department"))
    people = User.objects.filter(is_active=True, pk__in=places.values("person"))
    return people.order_by("name_sort", "id")


def may_set_absence_of(*, viewer: User, public_id: UUID) -> User | None:
    """Return the person of this id if `viewer` may say when they are away."""
    person = User.objects.filter(public_id=public_id, is_active=True).first()
    return person if person is not None and can_set_absence(viewer, person) else None


def counts_of_people() -> dict[str, int]:
    """Return how many people are active, and how many accounts are closed. One query."""
    return User.objects.aggregate(
        active=Count("id", filter=Q(is_active=True)), closed=Count("id", filter=Q(is_active=False))
    )


def find_people(*, text: str) -> tuple[User, ...]:
    """Return the active people of this address, or of exactly this name; at most three. One query."""
    wanted = text.strip()
    rows = User.objects.filter(Q(email__iexact=wanted) | Q(name_sort=sort_key(wanted)), is_active=True)
    return tuple(rows.order_by("id")[:3])


def person_named(*, text: str) -> User | None:
    """Return the one active person of this address, or of exactly this name; None for nobody or several. One query."""
    found = find_people(text=text)
    return found[0] if len(found) == 1 else None


def names_to_offer() -> tuple[User, ...]:
    """Return up to 500 active people by name, for a field to offer while somebody types. One query."""
    return tuple(choices_of_people().only("name", "email")[:500])


def active_person(*, public_id: UUID, field: str = "person") -> User:
    """Return the active person of this id, which was given as `field`. One query.

    Raises:
        InvalidValue: nobody active has it (422, `unknown_person`).
    """
    person = User.objects.filter(public_id=public_id, is_active=True).first()
    if person is None:
        sentence = _("Nobody here has this id.")
        raise InvalidValue(sentence, problems=(FieldProblem(field, "unknown_person", sentence),), code="unknown_person")
    return person
