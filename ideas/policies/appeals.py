"""Who may appeal, and who answers an appeal.

Source: docs/permissions.md "After the decision".
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.models import Appeal, Decision, Review, RoleGrant, User
from ideas.policies.authorship import authorship_of
from ideas.policies.ideas import is_author
from ideas.policies.watches import still_watches


class JudgeReason(models.TextChoices):
    """Why somebody answers an appeal; stored with the answer, never renamed."""

    PROGRAMME_MANAGER = "programme_manager", _("a programme manager who was not involved")
    BOARD_CHAIR = "board_chair", _("the chair of the board, who was not involved")


_ROLES = {
    RoleGrant.Role.PROGRAMME_MANAGER.value: JudgeReason.PROGRAMME_MANAGER,
    RoleGrant.Role.BOARD_CHAIR.value: JudgeReason.BOARD_CHAIR,
}


@dataclass(frozen=True)
class Judge:
    """A person who may answer an appeal, with the reason (a JudgeReason)."""

    person: User
    because: str


def can_file_appeal(user: User, decision: Decision) -> bool:
    """Whether `user` is one to appeal: an author, while the no stands. Dates, and an earlier appeal, are not asked."""
    return still_watches(decision) and is_author(user, decision.idea)


def judges_of(decision: Decision) -> tuple[Judge, ...]:
    """Return who may answer an appeal against `decision`, the first to be asked first; empty where nobody is left.

    Programme managers, then the chair of the board; never who decided, who reviewed it in that round, or who has a conflict
    with the idea. Four queries.
    """
    barred = {decision.decided_by_id, *authorship_of([decision.idea_id])[decision.idea_id].conflicted_ids}
    reviews = Review.objects.filter(idea=decision.idea_id, round=decision.round, owner__isnull=False)
    barred |= set(reviews.exclude(state=Review.State.CANCELLED).values_list("owner_id", flat=True))
    grants = RoleGrant.objects.filter(role__in=_ROLES, person__is_active=True).exclude(person__in=barred)
    rows = sorted(
        grants.select_related("person"), key=lambda row: (list(_ROLES).index(row.role), row.created_at, row.pk)
    )
    found: dict[int, Judge] = {}
    for row in rows:
        found.setdefault(row.person_id, Judge(row.person, _ROLES[row.role].value))
    return tuple(found.values())


def can_decide_appeal(user: User, appeal: Appeal) -> bool:
    """Whether `user` is one of those who may answer `appeal`. Whether it is open still is not asked."""
    return any(one.person == user for one in judges_of(appeal.decision))
