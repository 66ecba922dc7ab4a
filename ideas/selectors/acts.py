"""What a reader may do with each of some ideas, for lists and single ones alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from ideas.models import Decision, Idea, IdeaAuthor, User
from ideas.policies.support import can_comment_idea, can_follow_idea, can_lock_discussion, vote_is_open
from ideas.selectors.board import ideas_voted_for
from ideas.workflow import OPEN_STAGES, Stage


@dataclass(frozen=True)
class Standing:
    """How one reader stands to one idea. `acts` are names of acts that are open to them now, in a fixed order."""

    is_own: bool
    has_voted: bool
    acts: tuple[str, ...]


def standings_of(*, viewer: User, ideas: Iterable[Idea]) -> dict[int, Standing]:
    """Return how `viewer` stands to each of `ideas`, which they may see and whose `tally` is loaded, by key.

    Three queries however many ideas, and two for the reader's roles.
    """
    rows = list(ideas)
    voted = ideas_voted_for(viewer=viewer, ideas=rows)
    own = frozenset(IdeaAuthor.objects.filter(person=viewer, idea__in=rows).values_list("idea_id", flat=True))
    open_own = [idea for idea in rows if idea.pk in own and idea.stage in OPEN_STAGES]
    decided = _decided(open_own)
    return {
        idea.pk: Standing(
            is_own=idea.pk in own,
            has_voted=idea.pk in voted,
            acts=(
                *_author_acts(idea, is_own=idea.pk in own, is_decided=idea.pk in decided),
                *_reader_acts(viewer, idea, is_own=idea.pk in own, has_voted=idea.pk in voted),
            ),
        )
        for idea in rows
    }


def _decided(ideas: list[Idea]) -> frozenset[int]:
    """Return the keys of those of `ideas` whose present round has its decision, announced or not."""
    rounds = {idea.pk: idea.round for idea in ideas}
    if not rounds:
        return frozenset()
    made = Decision.objects.filter(idea__in=ideas).values_list("idea_id", "round")
    return frozenset(idea_id for idea_id, number in made if rounds[idea_id] == number)


def _author_acts(idea: Idea, *, is_own: bool, is_decided: bool) -> tuple[str, ...]:
    """The rule of `policies.ideas`, from what was read for all rows at once; a test compares the two."""
    if not is_own:
        return ()
    if idea.stage == Stage.DRAFT:
        return ("edit", "submit", "delete", "attach")
    return ("edit", "withdraw", "attach") if idea.stage in OPEN_STAGES and not is_decided else ()


def _reader_acts(viewer: User, idea: Idea, *, is_own: bool, has_voted: bool) -> tuple[str, ...]:
    may_vote = vote_is_open(takes_votes=idea.tally.takes_votes, is_own=is_own)
    is_locked = idea.comments_locked_at is not None
    acts = (
        ("withdraw_vote" if has_voted else "vote", may_vote),
        ("comment", can_comment_idea(viewer, idea)),
        ("follow", can_follow_idea(viewer, idea)),
        ("unlock_discussion" if is_locked else "lock_discussion", can_lock_discussion(viewer, idea)),
    )
    return tuple(name for name, is_open in acts if is_open)
