"""Writes the organisation: its name, departments, people, places, roles, absences, campaigns and tags."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from config.demo.loader.data import OrganisationData, PersonData
from config.demo.loader.moments import Moments
from ideas.models import (
    Absence,
    Calendar,
    Campaign,
    Department,
    Membership,
    Organisation,
    RoleGrant,
    Tag,
    User,
)
from ideas.services.tags import slug_of
from ideas.text import sort_key

DOMAIN = "aldermere.example"
ANNOUNCE_DELAY_SECONDS = 60


@dataclass(frozen=True)
class Staff:
    """Rows by the key of the data."""

    people: dict[str, User]
    departments: dict[str, Department]
    campaigns: dict[str, Campaign]
    tags: dict[str, Tag]
    calendar: Calendar

    @property
    def key_of(self) -> dict[int, str]:
        """Key of the data by key of the row."""
        return {person.pk: key for key, person in self.people.items()}


def write_staff(data: OrganisationData, moments: Moments) -> Staff:
    """Write everything but ideas; the organisation becomes the demonstration."""
    calendar = Calendar.objects.get(key="england_and_wales")
    Organisation.objects.filter(pk=1).update(
        name=data.name,
        time_zone=data.time_zone,
        currency=data.currency,
        calendar=calendar,
        announce_delay_seconds=ANNOUNCE_DELAY_SECONDS,
        is_demo=True,
    )
    departments = _departments(data)
    people = _people(data, departments)
    _places(data, people, departments)
    _roles_and_absences(data, people, moments)
    return Staff(people, departments, _campaigns(data, people, moments), _tags(data), calendar)


def _departments(data: OrganisationData) -> dict[str, Department]:
    calendars = {one.key: one for one in Calendar.objects.all()}
    for one in data.departments:
        Department.objects.update_or_create(
            slug=one.slug,
            defaults={
                "name": one.name,
                "name_sort": sort_key(one.name),
                "kind": one.kind,
                "calendar": calendars[one.calendar],
            },
        )
    return {one.slug: one for one in Department.objects.all()}


def _people(data: OrganisationData, departments: dict[str, Department]) -> dict[str, User]:
    rows = [_person(one, departments, data.time_zone) for one in data.people]
    people = dict(zip((one.key for one in data.people), User.objects.bulk_create(rows), strict=True))
    for one in data.people:
        people[one.key].manager = people[one.manager] if one.manager else None
    User.objects.bulk_update(people.values(), ["manager"])
    return people


def _person(one: PersonData, departments: dict[str, Department], time_zone: str) -> User:
    return User(
        email=f"{one.key.replace('-', '.')}@{DOMAIN}",
        name=one.name,
        name_sort=sort_key(one.name),
        password=make_password(None),
        job_title=one.job_title,
        department=departments[one.department],
        site=one.site,
        time_zone=time_zone,
        quiet_hours=False,  # whoever looks around in the evening should see mail arrive too
        persona_order=one.persona.order if one.persona else None,
        persona_line=one.persona.line if one.persona else "",
    )


def _places(data: OrganisationData, people: dict[str, User], departments: dict[str, Department]) -> None:
    Membership.objects.bulk_create(
        Membership(
            person=people[one.key],
            department=departments[place.department],
            role=place.role,
            capacity=Decimal(str(place.capacity)),
            tags=list(place.tags),
        )
        for one in data.people
        for place in one.memberships
    )


def _roles_and_absences(data: OrganisationData, people: dict[str, User], moments: Moments) -> None:
    RoleGrant.objects.bulk_create(
        RoleGrant(person=people[one.key], role=role) for one in data.people for role in one.roles
    )
    Absence.objects.bulk_create(
        Absence(person=people[one.key], from_on=moments.day(away.from_day), to_on=moments.day(away.to_day))
        for one in data.people
        for away in one.absences
    )


def _campaigns(data: OrganisationData, people: dict[str, User], moments: Moments) -> dict[str, Campaign]:
    def moment(offset: int, clock: time) -> datetime:
        return datetime.combine(moments.day(offset), clock, moments.calendar.zone).astimezone(UTC)

    rows = [
        Campaign(
            slug=one.slug,
            title=one.title,
            question=one.question,
            sponsor=people[one.sponsor],
            opens_at=moment(one.opens_day, time(8)),
            closes_at=moment(one.closes_day, time(17)),
        )
        for one in data.campaigns
    ]
    return {one.slug: one for one in Campaign.objects.bulk_create(rows)}


def _tags(data: OrganisationData) -> dict[str, Tag]:
    rows = Tag.objects.bulk_create([Tag(slug=slug_of(name), name=name) for name in data.tags])
    return {one.name: one for one in rows}
