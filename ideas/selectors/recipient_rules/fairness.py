"""Who hears of interests and of acting for somebody."""

from collections.abc import Iterator, Mapping
from typing import Final

from ideas.events.delegations import DelegationAsked, DelegationMade
from ideas.events.fairness import (
    DeciderChanged,
    InterestDecided,
    InterestDeclared,
    InterestStruck,
    StakeSettled,
    StakeStrikingAsked,
)
from ideas.models import Delegation, Event, Interest, Membership, SupplierInterest
from ideas.news import NewsKind, NewsReason
from ideas.policies.deciders import deciders_of
from ideas.policies.permissions import Permission
from ideas.selectors.recipient_rules.naming import Recipient, Rule, RuleOfMany, holders, idea_of, leaders, number_in


def _declared(event: Event) -> Iterator[Recipient]:
    """Lead and deputy of the department; programme managers where nobody of these is left."""
    interest = Interest.objects.filter(pk=number_in(event, "interest_id"), state=Interest.State.DECLARED).first()
    if interest is None:
        return
    departments = [interest.department_id] if interest.department_id else []
    led = [one for one in leaders(departments, NewsKind.INTEREST_DECLARED) if one.person_id != interest.person_id]
    yield from led
    if not led:
        for person in holders(Permission.DECIDE_INTERESTS):
            yield Recipient(person, NewsKind.INTEREST_DECLARED, NewsReason.PROGRAMME_MANAGER)


def _decided(event: Event) -> Iterator[Recipient]:
    for person in Interest.objects.filter(pk=number_in(event, "interest_id")).values_list("person_id", flat=True):
        yield Recipient(person, NewsKind.INTEREST_DECIDED, NewsReason.DECLARED)


def _striking_asked(event: Event) -> Iterator[Recipient]:
    """Programme managers but the holder, as long as nobody answered."""
    asked = SupplierInterest.objects.filter(pk=number_in(event, "stake_id"), striking_asked_at__isnull=False)
    if not asked.exists():
        return
    for person in holders(Permission.DECIDE_INTERESTS):
        if person != number_in(event, "person_id"):
            yield Recipient(person, NewsKind.STAKE_STRIKING_ASKED, NewsReason.PROGRAMME_MANAGER)


def _stake_settled(event: Event) -> Iterator[Recipient]:
    yield Recipient(number_in(event, "person_id"), NewsKind.STAKE_SETTLED, NewsReason.DECLARED)


def _to_decide(event: Event) -> Iterator[Recipient]:
    for decider in deciders_of(idea_of(event)):
        yield Recipient(decider.person.pk, NewsKind.DECISION_NEEDED, NewsReason.DECIDER)


def _delegated(event: Event) -> Iterator[Recipient]:
    for row in Delegation.objects.filter(pk=number_in(event, "delegation_id")):
        yield Recipient(row.to_person_id, NewsKind.DELEGATION_MADE, NewsReason.DELEGATE)
        yield Recipient(row.from_person_id, NewsKind.DELEGATION_MADE, NewsReason.DELEGATOR)


def _asked(event: Event) -> Iterator[Recipient]:
    """Leads and deputies over the giver; programme managers where there is none but the two."""
    row = Delegation.objects.filter(pk=number_in(event, "delegation_id"), agreed_at=None, ended_at=None).first()
    if row is None:
        return
    places = Membership.objects.filter(person=row.from_person_id).values_list("department_id", flat=True)
    two = {row.from_person_id, row.to_person_id}
    led = [one for one in leaders(list(places), NewsKind.DELEGATION_ASKED) if one.person_id not in two]
    yield from led
    if not led:
        for person in holders(Permission.DECIDE_INTERESTS):
            yield Recipient(person, NewsKind.DELEGATION_ASKED, NewsReason.PROGRAMME_MANAGER)


RULES: Final[Mapping[str, Rule]] = {
    DeciderChanged.type: _to_decide,
    DelegationMade.type: _delegated,
    DelegationAsked.type: _asked,
    InterestDeclared.type: _declared,
    InterestDecided.type: _decided,
    InterestStruck.type: _decided,
    StakeStrikingAsked.type: _striking_asked,
    StakeSettled.type: _stake_settled,
}
RULES_OF_MANY: Final[Mapping[str, RuleOfMany]] = {}
