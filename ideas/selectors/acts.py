"""What a reader may do with each of some ideas, for lists and single ones alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from ideas.models import Decision, Idea, User
from ideas.policies.support import can_moderate_discussion, vote_is_open
from ideas.selectors.authors import own_among
from ideas.selectors.board import ideas_voted_for
from ideas.workflow import COMMENTING_STAGES, OPEN_STAGES, Stage

# What authors may do at these depends on whether the round has its decision.
DECISION_COUNTS: Final = OPEN_STAGES | {Stage.PARKED}


class Facts(Protocol):
    """What acts depend on: an idea's stage and switches, and how one reader stands to it."""

    @property
    def stage(self) -> str: ...
    @property
    def takes_votes(self) -> bool: ...
    @property
    def is_locked(self) -> bool: ...
    @property
    def is_own(self) -> bool: ...
    @property
    def has_voted(self) -> bool: ...
    @property
    def is_decided(self) -> bool: ...


@dataclass(frozen=True)
class Standing:
    """How one reader stands to one idea. `acts` are names of acts that are open to them now, in a fixed order."""

    is_own: bool
    has_voted: bool
    acts: tuple[str, ...]


@dataclass(frozen=True)
class _OfIdea:
    stage: str
    takes_votes: bool
    is_locked: bool
    is_own: bool
    has_voted: bool
    is_decided: bool


def open_acts(viewer: User, facts: Facts) -> tuple[str, ...]:
    """Return the names of what `viewer`, who may see the idea, may do with it now, in a fixed order.

    The rules of `policies.ideas` and `policies.support`, from what was read for all rows at once; a test compares them.
    """
    return _author_acts(facts) + _reader_acts(viewer, facts)


def standings_of(*, viewer: User, ideas: Iterable[Idea]) -> dict[int, Standing]:
    """Return how `viewer` stands to each of `ideas`, which they may see and whose `tally` is loaded, by key.

    At most three queries however many ideas (two where authors are loaded), and one for the reader's roles.
    """
    rows = list(ideas)
    voted = ideas_voted_for(viewer=viewer, ideas=rows)
    own = own_among(viewer, rows)
    decided = _decided([idea for idea in rows if idea.pk in own and idea.stage in DECISION_COUNTS])
    return {idea.pk: _standing(viewer, idea, own, voted, decided) for idea in rows}


def _standing(
    viewer: User, idea: Idea, own: frozenset[int], voted: frozenset[int], decided: frozenset[int]
) -> Standing:
    key = idea.pk
    is_locked = idea.comments_locked_at is not None
    facts = _OfIdea(idea.stage, idea.tally.takes_votes, is_locked, key in own, key in voted, key in decided)
    return Standing(facts.is_own, facts.has_voted, open_acts(viewer, facts))


def _decided(ideas: list[Idea]) -> frozenset[int]:
    """Return the keys of those of `ideas` whose present round has its decision, announced or not."""
    rounds = {idea.pk: idea.round for idea in ideas}
    if not rounds:
        return frozenset()
    made = Decision.objects.filter(idea__in=ideas).values_list("idea_id", "round")
    return frozenset(idea_id for idea_id, number in made if rounds[idea_id] == number)


def _author_acts(facts: Facts) -> tuple[str, ...]:
    if not facts.is_own:
        return ()
    if facts.stage == Stage.DRAFT:
        return ("edit", "submit", "delete", "attach")
    if facts.is_decided:
        return ()
    # Parked without a decision: it waits for its author (policies.questions.waits_for_author).
    return ("resume",) if facts.stage == Stage.PARKED else _while_open(facts)


def _while_open(facts: Facts) -> tuple[str, ...]:
    return ("edit", "withdraw", "attach") if facts.stage in OPEN_STAGES else ()


def _reader_acts(viewer: User, facts: Facts) -> tuple[str, ...]:
    if not viewer.is_active:
        return ()
    acts: list[str] = []
    if vote_is_open(takes_votes=facts.takes_votes, is_own=facts.is_own):
        acts.append("withdraw_vote" if facts.has_voted else "vote")
    if facts.stage in COMMENTING_STAGES and not facts.is_locked:
        acts.append("comment")
    if facts.stage != Stage.DRAFT:
        acts.append("follow")
        if can_moderate_discussion(viewer):
            acts.append("unlock_discussion" if facts.is_locked else "lock_discussion")
    return tuple(acts)
