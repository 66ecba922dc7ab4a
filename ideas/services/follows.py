"""Follows and mutes ideas. Authors and co-authors follow their idea without a row, until they mute it."""

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.exceptions import IdeaClosed
from ideas.models import Follow, Idea, User
from ideas.policies.support import can_follow_idea


def follow_idea(*, idea: Idea, by: User) -> Follow:
    """Let `by` hear about `idea` from now on; it also ends a mute.

    Args:
        idea: one that `by` may see.

    Raises:
        IdeaClosed: it is a draft (409, `idea_closed`).
    """
    return _set(idea, by, Follow.Level.FOLLOWING)


def mute_idea(*, idea: Idea, by: User) -> Follow:
    """Keep news of `idea` from `by`, also where they wrote it or voted for it.

    Raises:
        IdeaClosed: it is a draft (409, `idea_closed`).
    """
    return _set(idea, by, Follow.Level.MUTED)


@transaction.atomic
def unfollow_idea(*, idea: Idea, by: User) -> None:
    """End a follow or a mute of `by`; without one nothing changes. Authors go back to following."""
    Follow.objects.filter(idea=idea, person=by).delete()


@transaction.atomic
def _set(idea: Idea, by: User, level: Follow.Level) -> Follow:
    if not can_follow_idea(by, idea):
        raise IdeaClosed(_("A draft cannot be followed."))
    row, _is_new = Follow.objects.update_or_create(idea=idea, person=by, defaults={"level": level, "merge": None})
    return row
