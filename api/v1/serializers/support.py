"""Bodies of votes and follows."""

from dataclasses import dataclass
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _

from api.fields import WordField
from api.serializers import StrictSerializer
from api.v1.serializers.ideas import FiguresBody
from ideas.models import Follow
from ideas.selectors.support import Support


@dataclass(frozen=True, slots=True)
class VoteBody:
    """Your vote, and the numbers after it."""

    has_voted: bool
    figures: FiguresBody


@dataclass(frozen=True, slots=True)
class DepartmentVotesBody:
    """A department with five votes or more."""

    name: str
    votes: int


@dataclass(frozen=True, slots=True)
class SupportBody:
    """Where votes come from; who voted is known to nobody but the voter."""

    votes: int
    departments: Annotated[int | None, _("null below five votes")]
    by_department: list[DepartmentVotesBody]
    other_departments: Annotated[int, _("departments under five votes, which are not named")]
    other_votes: Annotated[int, _("votes from those, and from people without a department")]
    has_voted: bool
    can_vote: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class FollowBody:
    """Whether news of an idea reaches you. Authors follow theirs until they mute it."""

    level: Literal["none", "following", "muted"]


class FollowSerializer(StrictSerializer):
    level = WordField(choices=Follow.Level)


def support_body(support: Support) -> SupportBody:
    """Return the body of an idea's support."""
    breadth = support.breadth
    return SupportBody(
        votes=support.votes,
        departments=breadth.departments or None,
        by_department=[DepartmentVotesBody(part.name, part.votes) for part in breadth.parts],
        other_departments=breadth.others,
        other_votes=breadth.other_votes,
        has_voted=support.has_voted,
        can_vote=support.can_vote,
        is_own=support.is_own,
    )


def follow_body(support: Support) -> FollowBody:
    """Return the body of the reader's follow."""
    return FollowBody(support.follow.value)
