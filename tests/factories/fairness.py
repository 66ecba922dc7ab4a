"""Interests, suppliers and delegations."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ideas.models import Delegation, Idea, IdeaSupplier, Interest, SupplierInterest, User
from ideas.services.interests import Declaration
from ideas.supplier_names import supplier_key
from tests.factories.ideas import IdeaFactory
from tests.factories.people import UserFactory


class InterestFactory(DjangoModelFactory[Interest]):
    """A potential interest that waits for the lead."""

    class Meta:
        model = Interest

    idea = factory.SubFactory(IdeaFactory, submitted=True)
    person = factory.SubFactory(UserFactory)
    nature = Interest.Nature.POTENTIAL
    kind = Interest.Kind.PERSONAL
    text = "My sister works for one of the firms that could sell it."
    state = Interest.State.DECLARED
    declared_at = factory.LazyFunction(timezone.now)

    class Params:
        recused = factory.Trait(state=Interest.State.RECUSED, nature=Interest.Nature.ACTUAL)


class IdeaSupplierFactory(DjangoModelFactory[IdeaSupplier]):
    """A supplier that an idea names."""

    class Meta:
        model = IdeaSupplier

    idea = factory.SubFactory(IdeaFactory, submitted=True)
    name = "Acme Ltd"
    name_key = factory.LazyAttribute(lambda one: supplier_key(one.name))


class SupplierInterestFactory(DjangoModelFactory[SupplierInterest]):
    """A stake in a supplier."""

    class Meta:
        model = SupplierInterest

    person = factory.SubFactory(UserFactory)
    name = "ACME Limited"
    name_key = factory.LazyAttribute(lambda one: supplier_key(one.name))

    class Params:
        mistaken = factory.Trait(
            striking_reason="It was another firm of that name.", striking_asked_at=factory.LazyFunction(timezone.now)
        )


class DelegationFactory(DjangoModelFactory[Delegation]):
    """Somebody acts for somebody at every tier, this week and next; `asked`: nobody agreed yet."""

    class Meta:
        model = Delegation

    from_person = factory.SubFactory(UserFactory)
    to_person = factory.SubFactory(UserFactory)
    starts_on = factory.LazyFunction(lambda: timezone.now().date())
    ends_on = factory.LazyAttribute(lambda one: one.starts_on + timedelta(days=14))
    agreed_at = factory.LazyFunction(timezone.now)

    class Params:
        asked = factory.Trait(agreed_at=None)


def declaration(**changes: Any) -> Declaration:
    """Return a complete declaration of a potential interest."""
    given: dict[str, Any] = {"nature": "potential", "kind": "personal", "text": "My sister works there."}
    return Declaration(**(given | changes))


def supplier_of(idea: Idea, name: str = "Acme Ltd") -> IdeaSupplier:
    """Let `idea` name a supplier."""
    return IdeaSupplierFactory(idea=idea, name=name)


def stake_of(person: User, name: str = "ACME Limited", **fields: Any) -> SupplierInterest:
    """Give `person` a stake in a supplier."""
    return SupplierInterestFactory(person=person, name=name, **fields)
