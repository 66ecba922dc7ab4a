"""Who decides an idea, and why that person.

Source: docs/permissions.md "Who decides".
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.models import Delegation, Idea, IdeaAuthor, Membership, Review, RoleGrant, SecondReading, User
from ideas.policies.authorship import authorship_of
from ideas.policies.delegations import covers, delegations_in_force
from ideas.policies.second_readings import is_read_twice
from ideas.querysets.rounds import in_present_round
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


class _Roll:
    """Who leads Business and who holds a role; each read once, when first asked for, for all ideas of one call."""

    @cached_property
    def business(self) -> tuple[Decider, ...]:
        """The lead of Business, then the deputy."""
        reasons = {
            Membership.Role.LEAD.value: DeciderReason.BUSINESS_LEAD,
            Membership.Role.DEPUTY.value: DeciderReason.BUSINESS_DEPUTY,
        }
        places = Membership.objects.filter(department__slug=BUSINESS, role__in=reasons).select_related("person")
        return tuple(Decider(place.person, reasons[place.role]) for place in sorted(places, key=_lead_first))

    @cached_property
    def chairs(self) -> tuple[User, ...]:
        """The chair of the board; each who holds the role, the first to get it first."""
        return _holders(RoleGrant.Role.BOARD_CHAIR)

    @cached_property
    def managers(self) -> tuple[User, ...]:
        """The programme managers, the first to become one first."""
        return _holders(RoleGrant.Role.PROGRAMME_MANAGER)


@dataclass(frozen=True)
class _Case:
    """What the choice depends on. `author`: at tier 0 only. `barred`: people who may not decide this idea."""

    tier: int
    author: User | None
    barred: frozenset[int]
    roll: _Roll
    is_disputed: bool = False


def deciders_of(idea: Idea) -> tuple[Decider, ...]:
    """Return everybody who may decide `idea`, the first to be asked first; empty where nobody is left.

    At Tier 1 both the lead and the deputy of Business may; otherwise it is one person, or every programme manager where
    they stand in. Whether departments disagree counts from "ready for decision" on only, so that nobody can read it
    from the decider's name before. At most nine queries.
    """
    return deciders_of_each([idea])[idea.pk]


def deciders_of_each(ideas: Collection[Idea]) -> Mapping[int, tuple[Decider, ...]]:
    """Return what `deciders_of` says of each idea, by its key.

    At most eleven queries however many ideas; at Tier 0 one more for each manager beyond the second looked through.
    """
    close, roll = authorship_of([idea.pk for idea in ideas]), _Roll()
    writers, reviewers, disputed = _writers(ideas), _reviewers(ideas), _disputed(ideas)
    cases = {
        idea.pk: _Case(
            idea.tier or 0,
            writers.get(idea.pk),
            close[idea.pk].barred_ids | reviewers.get(idea.pk, frozenset()),
            roll,
            is_disputed=idea.pk in disputed,
        )
        for idea in ideas
    }
    return _with_delegates({key: _choose(case) for key, case in cases.items()}, cases)


def decider_of(idea: Idea) -> Decider | None:
    """Return who is asked to decide `idea`, None where nobody is left. At most nine queries."""
    return next(iter(deciders_of(idea)), None)


def tiers_to_decide(person: User) -> frozenset[int]:
    """Return the tiers of which `person`, or whoever they act for today, could decide an idea. At most five queries.

    It only says where to look: who decides one idea is `deciders_of_each`.
    """
    acting = delegations_in_force(to_person=person)
    people = [person.pk, *(row.from_person_id for row in acting)]
    places = Membership.objects.filter(person__in=people, department__slug=BUSINESS).values_list("person", "role")
    roles = {*places, *RoleGrant.objects.filter(person__in=people).values_list("person", "role")}
    tiers = {
        tier
        for holder, role in roles
        for tier in _TIERS_OF.get(role, ())
        if holder == person.pk or any(row.from_person_id == holder and covers(row, tier) for row in acting)
    }
    if 0 not in tiers and User.objects.filter(manager__in=people).exists():
        tiers.add(0)
    return frozenset(tiers)


def expected_decider(*, tier: int, author: User, excluded: frozenset[int]) -> Decider | None:
    """Return who would decide an idea of `tier`, before any review is known; None where nobody may.

    Args:
        author: the first author, whose manager decides at tier 0.
        excluded: keys of people who may not decide: every author.

    At most four queries, and one for each further manager looked through at tier 0.
    """
    return next(iter(_choose(_Case(tier, author, excluded, _Roll()))), None)


def _with_delegates(
    chosen: Mapping[int, tuple[Decider, ...]], cases: Mapping[int, _Case]
) -> Mapping[int, tuple[Decider, ...]]:
    """Add whoever acts today for one of the deciders: never somebody who is barred, nor for somebody who is."""
    people = {one.person.pk for deciders in chosen.values() for one in deciders}
    acting = delegations_in_force(from_person__in=people) if people else []
    return {key: (*deciders, *_delegates(deciders, cases[key], acting)) for key, deciders in chosen.items()}


def _delegates(deciders: tuple[Decider, ...], case: _Case, acting: list[Delegation]) -> Iterator[Decider]:
    known = {one.person.pk: one for one in deciders}
    for row in acting:
        if row.from_person_id in known and row.to_person_id not in known and covers(row, case.tier):
            delegate = Decider(row.to_person, known[row.from_person_id].because, row.from_person)
            if _is_free(delegate, case):
                yield delegate


def _writers(ideas: Collection[Idea]) -> Mapping[int, User]:
    """Who wrote those of `ideas` that are of tier 0."""
    small = [idea.pk for idea in ideas if not idea.tier]
    authors = IdeaAuthor.objects.filter(idea__in=small, kind=IdeaAuthor.Kind.AUTHOR).select_related(
        "person__manager__manager"
    )
    return {row.idea_id: row.person for row in authors} if small else {}


def _choose(case: _Case) -> tuple[Decider, ...]:
    usual = tuple(one for one in _BY_TIER[case.tier](case) if _is_free(one, case))
    if usual and not case.is_disputed:
        return usual
    reason = DeciderReason.DISAGREEMENT if case.is_disputed else DeciderReason.NOBODY_LEFT
    return tuple(one for one in _as_deciders(case.roll.managers, reason) if _is_free(one, case))


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


def _business(case: _Case) -> Iterator[Decider]:
    return iter(case.roll.business)


def _lead_first(place: Membership) -> bool:
    return place.role != Membership.Role.LEAD


def _chair(case: _Case) -> Iterator[Decider]:
    return _as_deciders(case.roll.chairs, DeciderReason.BOARD_CHAIR)


def _as_deciders(people: Collection[User], reason: str) -> Iterator[Decider]:
    return (Decider(person, reason) for person in people)


def _holders(role: str) -> tuple[User, ...]:
    grants = RoleGrant.objects.filter(role=role).select_related("person").order_by("created_at", "pk")
    return tuple(grant.person for grant in grants)


_BY_TIER: dict[int, Callable[[_Case], Iterator[Decider]]] = {0: _managers, 1: _business, 2: _business_lead, 3: _chair}


_TIERS_OF: dict[str, tuple[int, ...]] = {
    Membership.Role.LEAD: (0, 1, 2),
    Membership.Role.DEPUTY: (1,),
    RoleGrant.Role.BOARD_CHAIR: (3,),
    RoleGrant.Role.PROGRAMME_MANAGER: (0, 1, 2, 3),
}


def _reviewers(ideas: Collection[Idea]) -> Mapping[int, frozenset[int]]:
    """Who reviews each of those of `ideas` whose reviewers do not decide too; at the board's tier second readers as well."""
    large = [idea for idea in ideas if (idea.tier or 0) >= FIRST_TIER_WITHOUT_REVIEWERS]
    twice = [idea for idea in large if is_read_twice(idea.tier)]
    owners = Review.objects.filter(in_present_round(large), owner__isnull=False).exclude(state=Review.State.CANCELLED)
    readers = SecondReading.objects.filter(in_present_round(twice, of="review__"), reader__isnull=False)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for idea_id, person_id in owners.values_list("idea_id", "owner_id") if large else ():
        found[idea_id].add(person_id)
    for idea_id, person_id in readers.values_list("review__idea_id", "reader_id") if twice else ():
        found[idea_id].add(person_id)
    return {key: frozenset(people) for key, people in found.items()}


def _disputed(ideas: Collection[Idea]) -> frozenset[int]:
    """At Tier 2, those of which a required department, not counting one that it goes ahead without, gave anything but support."""
    tier, stage = FIRST_TIER_WITHOUT_REVIEWERS, Stage.READY_FOR_DECISION
    asked = [idea for idea in ideas if idea.tier == tier and idea.stage == stage]
    supports = [Review.Recommendation.SUPPORT, Review.Recommendation.SUPPORT_WITH_CONDITIONS]
    required = Review.objects.filter(in_present_round(asked), mode=Review.Mode.REQUIRED, risk__isnull=True)
    against = required.exclude(recommendation__in=supports)
    return frozenset(against.values_list("idea_id", flat=True)) if asked else frozenset()
