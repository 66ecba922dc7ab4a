"""Gives and takes back votes. The heart of a busy day, so it is two statements: the lock, and all the rest.

`heat` = log10(max(votes, 1)) + submitted_at in seconds / 604,800. Source: docs/architecture.md "Counters".
"""

from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import VoteCast, VoteWithdrawn
from ideas.exceptions import IdeaClosed, NotPermitted
from ideas.models import Idea, IdeaTally, User
from ideas.outbox import TallyChange
from ideas.outbox_statements import RETURNING_TALLY
from ideas.policies.support import vote_is_open

_LOCK: Final = """
    select takes_votes, exists (select 1 from ideas_ideaauthor where idea_id = tally.idea_id and person_id = %s)
    from ideas_ideatally as tally where idea_id = %s
    for no key update of tally
"""
_INSERT: Final = """
    insert into ideas_vote (idea_id, voter_id, department_id) values (%(idea)s, %(voter)s, %(department)s)
    on conflict (idea_id, voter_id) do nothing returning department_id
"""
_DELETE: Final = "delete from ideas_vote where idea_id = %(idea)s and voter_id = %(voter)s returning department_id"
# The subqueries on votes see them as they were before this statement: is the voter's department a new one (the first
# vote), or does another vote of it stay (the last one)? The lock above was waited for, so nobody else is voting.
_COUNT: Final = f"""
    update ideas_ideatally as tally
    set vote_count = tally.vote_count + %(step)s * (select count(*) from changed)::int,
        department_count = tally.department_count + %(step)s * (
            select count(*) from changed where department_id is not null and not exists (
                select 1 from ideas_vote as other
                where other.idea_id = %(idea)s and other.department_id = changed.department_id
                  and other.voter_id <> %(voter)s))::int,
        heat = log(greatest(tally.vote_count + %(step)s * (select count(*) from changed), 1)::float8)
               + extract(epoch from idea.submitted_at)::float8 / 604800,
        live_version = tally.live_version + (select count(*) from changed)::int
    from ideas_idea as idea
    where tally.idea_id = %(idea)s and idea.id = tally.idea_id
    {RETURNING_TALLY}
"""  # noqa: S608 # nosec B608 - joined from constants


@transaction.atomic
def cast_vote(*, voter: User, idea: Idea) -> IdeaTally:
    """Give `voter`'s single vote to `idea` and return its counters; giving it again changes nothing.

    The vote keeps the department the voter belongs to today.

    Args:
        voter: a signed-in member who may see `idea`.
        idea: only its key is used; the tally row is locked here, so a stale instance is safe to pass.

    Raises:
        IdeaClosed: the idea takes no votes at its present stage (409, `idea_closed`).
        NotPermitted: `voter` is an author of the idea (403, `own_idea`).

    Emits: VoteCast, the first time only.
    """
    _lock(voter, idea)
    change = TallyChange(_INSERT, _COUNT, {"voter": voter.pk, "department": voter.department_id, "step": 1})
    return outbox.record_counted(VoteCast(idea_id=idea.pk, actor_id=voter.pk), change=change).tally


@transaction.atomic
def withdraw_vote(*, voter: User, idea: Idea) -> IdeaTally:
    """Take `voter`'s vote for `idea` back and return its counters; without a vote nothing changes.

    Raises:
        IdeaClosed: the idea takes no votes at its present stage, so those given stand (409, `idea_closed`).
        NotPermitted: `voter` is an author of the idea (403, `own_idea`).

    Emits: VoteWithdrawn, where there was a vote.
    """
    _lock(voter, idea)
    change = TallyChange(_DELETE, _COUNT, {"voter": voter.pk, "step": -1})
    return outbox.record_counted(VoteWithdrawn(idea_id=idea.pk, actor_id=voter.pk), change=change).tally


def _lock(voter: User, idea: Idea) -> None:
    """Lock the tally and refuse what the rule of votes forbids."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [voter.pk, idea.pk])
        takes_votes, is_own = cursor.fetchone() or (False, False)
    if not takes_votes:
        raise IdeaClosed(_("This idea takes no votes any more. Those it was given stand."))
    if not vote_is_open(takes_votes=takes_votes, is_own=is_own):
        raise NotPermitted(_("Authors do not vote for their own idea."), code="own_idea")
