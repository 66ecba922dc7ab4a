"""Who names the owner of an approved idea, and who says what becomes of it.

Source: docs/permissions.md "After the decision".
"""

from dataclasses import dataclass

from ideas.models import Decision, Idea, IdeaOwner, User
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of
from ideas.workflow import MOVES, YES_STAGES, Stage

OWNED = YES_STAGES | {Stage.IN_DELIVERY}
STEPS = frozenset({Stage.IN_DELIVERY, Stage.IMPLEMENTED, Stage.STOPPED_LEARNED})


@dataclass(frozen=True)
class Carrying:
    """How one person stands to an approved idea: they decided it, own it, or keep order (triager, programme manager)."""

    decided: bool
    owns: bool
    keeps_order: bool

    @property
    def may_act(self) -> bool:
        """Whether they name its owner and say what becomes of it."""
        return self.decided or self.owns or self.keeps_order


def carrying_of(user: User, idea: Idea) -> Carrying:
    """Return how `user` stands to `idea`, after its yes. At most three queries."""
    if not user.is_active:
        return Carrying(decided=False, owns=False, keeps_order=False)
    return Carrying(
        decided=Decision.objects.filter(idea=idea, round=idea.round, decided_by=user).exists(),
        owns=IdeaOwner.objects.filter(idea=idea, person=user).exists(),
        keeps_order=standing_of(user).has(Permission.OVERRIDE_ROUTING),
    )


def can_name_owner(user: User, idea: Idea) -> bool:
    """Whether `user` may say who sees to `idea`: who decided it, its owner, triagers and programme managers."""
    return idea.stage in OWNED and carrying_of(user, idea).may_act


def can_record_outcome(user: User, idea: Idea) -> bool:
    """Whether `user` may say what becomes of `idea`; the same people. Whether it has an owner is not asked."""
    return can_name_owner(user, idea)


def next_steps(idea: Idea) -> tuple[Stage, ...]:
    """Return the steps that are open to `idea` at its stage, in their order. No query."""
    return tuple(step for step in Stage if step in STEPS & MOVES[Stage(idea.stage)])
