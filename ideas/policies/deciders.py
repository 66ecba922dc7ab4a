"""Who decides an idea, and why that person.

Source: docs/permissions.md "Who decides".
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea, IdeaAuthor, Membership, Review, RoleGrant, SecondReading, User
from ideas.policies.authorship import authorship_of
from ideas.policies.delegations import standing_in
from ideas.policies.second_readings import is_read_twice
from ideas.workflow import Stage

BUSINESS = "business"
FURTHEST_MANAGERS = 20  # a longer chain is a mistake in the staff list
FIRST_TIER_WITHOUT_REVIEWERS = 2  # from here on a reviewer of the idea does not decide it too


class DeciderReason(models.TextChoices):
    """Why somebody decides; stored with the decision, never renamed."""

    MANAGER = "manager", _("the author’s manager")
    NEXT_MANAGER = "next_manager", _("the next manager up")
    BUSINESS_LEAD = "business_lead", _("the lead of Business")
    BUSINESS_DEPUTY = "business_deputy", _("the deputy of Business")
    NO_MANAGER = "no_manager", _("the lead of Business, as there is no manager to ask")
    BOARD_CHAIR = "board_chair", _("the chair of the board")
    DISAGREEMENT = "disagreement", _("the programme manager, as the departments do not agree")
    NOBODY_LEFT = "nobody_left", _("the programme manager, as nobody else is free of a conflict")


@dataclass(frozen=True)
class Decider:
    """A person who may decide, with the reason (a DeciderReason). `acting_for`: in whose place, where not their own."""

    person: User
    because: str
    acting_for: User | None = None


@dataclass(frozen=True)
class _Case:
    """What the choice depends on. `author`: at tier 0 only. `barred`: people who may not decide this idea."""

    tier: int
    author: User | None
    barred: frozenset[int]
    is_disputed: bool = False


def deciders_of(idea: Idea) -> tuple[Decider, ...]:
    """Return everybody who may decide `idea`, the first to be asked first; empty where nobody is left.

    At Tier 1 both the lead and the deputy of Business may; otherwise it is one person, or every programme manager where
    they stand in. Whether departments disagree counts from "ready for decision" on only, so that nobody can read it
    from the decider's name before. At most nine queries.
    """
    tier = idea.tier or 0
    writer = _writer(idea) if tier == 0 else None  # only the manager's tier asks who wrote it
    barred = authorship_of([idea.pk])[idea.pk].barred_ids
    if tier >= FIRST_TIER_WITHOUT_REVIEWERS:
        barred |= _reviewers(idea)
    case = _Case(tier, writer, barred, is_disputed=_is_disputed(idea))
    return _with_delegates(_choose(case), case)


def decider_of(idea: Idea) -> Decider | None:
    """Return who is asked to decide `idea`, None where nobody is left. At most nine queries."""
    return next(iter(deciders_of(idea)), None)


def expected_decider(*, tier: int, author: User, excluded: frozenset[int]) -> Decider | None:
    """Return who would decide an idea of `tier`, before any review is known; None where nobody may.

    Args:
        author: the first author, whose manager decides at tier 0.
        excluded: keys of people who may not decide: every author.

    At most four queries, and one for each further manager looked through at tier 0.
    """
    return next(iter(_choose(_Case(tier, author, excluded))), None)


def _with_delegates(deciders: tuple[Decider, ...], case: _Case) -> tuple[Decider, ...]:
    """Add whoever acts today for one of `deciders`: never somebody who is barred, nor for somebody who is."""
    known = {one.person.pk: one for one in deciders}
    acting = [one for one in standing_in(for_people=known, tier=case.tier) if one.to_person_id not in known]
    added = (Decider(one.to_person, known[one.from_person_id].because, one.from_person) for one in acting)
    return (*deciders, *(one for one in added if _is_free(one, case)))


def _writer(idea: Idea) -> User | None:
    authors = IdeaAuthor.objects.filter(idea=idea, kind=IdeaAuthor.Kind.AUTHOR).select_related("person__manager")
    return next((row.person for row in authors), None)


def _choose(case: _Case) -> tuple[Decider, ...]:
    usual = tuple(one for one in _BY_TIER[case.tier](case) if _is_free(one, case))
    if usual and not case.is_disputed:
        return usual
    reason = DeciderReason.DISAGREEMENT if case.is_disputed else DeciderReason.NOBODY_LEFT
    return tuple(one for one in _granted(RoleGrant.Role.PROGRAMME_MANAGER, reason) if _is_free(one, case))


def _is_free(decider: Decider, case: _Case) -> bool:
    return decider.person.is_active and decider.person.pk not in case.barred


def _managers(case: _Case) -> Iterator[Decider]:
    """The first manager up the line who is free; without one, the lead of Business."""
    manager, reason = case.author.manager if case.author else None, DeciderReason.MANAGER
    for _step in range(FURTHEST_MANAGERS):
        if manager is None:
            break
        if _is_free(Decider(manager, reason), case):
            yield Decider(manager, reason)
            return
        manager, reason = manager.manager, DeciderReason.NEXT_MANAGER
    yield from (Decider(one.person, DeciderReason.NO_MANAGER) for one in _business_lead(case))


def _business_lead(case: _Case) -> Iterator[Decider]:
    return (one for one in _business(case) if one.because == DeciderReason.BUSINESS_LEAD)


def _business(_case: _Case) -> Iterator[Decider]:
    """The lead of Business, then the deputy."""
    reasons = {
        Membership.Role.LEAD.value: DeciderReason.BUSINESS_LEAD,
        Membership.Role.DEPUTY.value: DeciderReason.BUSINESS_DEPUTY,
    }
    places = Membership.objects.filter(department__slug=BUSINESS, role__in=reasons).select_related("person")
    return (Decider(place.person, reasons[place.role]) for place in sorted(places, key=_lead_first))


def _lead_first(place: Membership) -> bool:
    return place.role != Membership.Role.LEAD


def _chair(_case: _Case) -> Iterator[Decider]:
    return _granted(RoleGrant.Role.BOARD_CHAIR, DeciderReason.BOARD_CHAIR)


def _granted(role: str, reason: DeciderReason) -> Iterator[Decider]:
    grants = RoleGrant.objects.filter(role=role).select_related("person").order_by("created_at", "pk")
    return (Decider(grant.person, reason) for grant in grants)


_BY_TIER: dict[int, Callable[[_Case], Iterator[Decider]]] = {0: _managers, 1: _business, 2: _business_lead, 3: _chair}


def _reviewers(idea: Idea) -> frozenset[int]:
    owners = Review.objects.filter(idea=idea, round=idea.round, owner__isnull=False)
    found = frozenset(owners.exclude(state=Review.State.CANCELLED).values_list("owner_id", flat=True))
    if not is_read_twice(idea.tier):
        return found
    readers = SecondReading.objects.filter(review__idea=idea, review__round=idea.round, reader__isnull=False)
    return found | frozenset(readers.values_list("reader_id", flat=True))


def _is_disputed(idea: Idea) -> bool:
    """At Tier 2, whether a required department, not counting one that it goes ahead without, gave anything but support."""
    if idea.tier != FIRST_TIER_WITHOUT_REVIEWERS or idea.stage != Stage.READY_FOR_DECISION:
        return False
    supports = [Review.Recommendation.SUPPORT, Review.Recommendation.SUPPORT_WITH_CONDITIONS]
    asked = Review.objects.filter(idea=idea, round=idea.round, mode=Review.Mode.REQUIRED, risk__isnull=True)
    return asked.exclude(recommendation__in=supports).exists()
