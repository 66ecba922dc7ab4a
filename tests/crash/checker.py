"""Compares what the client was told with what the database holds, after everything has come to rest."""

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import psycopg

from tests.crash.ledger import Ledger, Promise

OPEN_DUE = "select count(*) from delivery where state in ('pending', 'leased') and due_at <= clock_timestamp()"
UNSEALED = "select count(*) from audit_event where seq is null"
UNROUTED = """
    select count(*) from ideas_idea as idea where stage <> 'draft' and (routed_at is null
        or not exists (select 1 from ideas_review where idea_id = idea.id))
"""
FIGURES = {
    "ideas": "select count(*) from ideas_idea",
    "submitted_ideas": "select count(*) from ideas_idea where stage <> 'draft'",
    "reviews": "select count(*) from ideas_review",
    "votes": "select count(*) from ideas_vote",
    "comments": "select count(*) from ideas_comment",
    "deliveries_done": "select count(*) from delivery where state = 'done'",
    # A delivery that needed more than one try was rescued from a crash.
    "deliveries_rescued": "select count(*) from delivery where state = 'done' and attempts > 1",
    "deliveries_given_up": "select count(*) from delivery where state = 'dead'",
    "never_routed": UNROUTED,
    "routed_twice": """select count(*) from (select 1 from event where type = 'reviews.opened'
                       group by idea_id, payload ->> 'round' having count(*) > 1) as twice""",
    "submitted_twice": """select count(*) from (select 1 from event where type = 'idea.submitted'
                          group by idea_id having count(*) > 1) as twice""",
    "ideas_per_key_twice": """select count(*) from (select 1 from ideas_idea
                              group by title having count(*) > 1) as twice""",
    "comments_per_key_twice": """select count(*) from (select 1 from ideas_comment
                                 group by body having count(*) > 1) as twice""",
    "wrong_vote_counts": """select count(*) from ideas_ideatally as tally where vote_count <>
                            (select count(*) from ideas_vote where idea_id = tally.idea_id)""",
    "wrong_department_counts": """select count(*) from ideas_ideatally as tally where department_count <>
                                  (select count(distinct department_id) from ideas_vote
                                   where idea_id = tally.idea_id)""",
    "wrong_comment_counts": """select count(*) from ideas_ideatally as tally where comment_count <>
                               (select count(*) from ideas_comment where idea_id = tally.idea_id)""",
    "audit_rows": "select count(*) from audit_event",
    "audit_rows_unsealed": UNSEALED,
    "audited_twice": """select count(*) from (select 1 from audit_event where action = 'discussion.lock'
                        group by object_id having count(*) > 1) as twice""",
    "reviews_without_owner_or_queue": """select count(*) from ideas_review
                                         where owner_id is null and state <> 'queued'""",
}
MUST_BE_ZERO = (
    "lost",
    "never_routed",
    "routed_twice",
    "submitted_twice",
    "ideas_per_key_twice",
    "comments_per_key_twice",
    "wrong_vote_counts",
    "wrong_department_counts",
    "wrong_comment_counts",
    "deliveries_given_up",
    "reviews_without_owner_or_queue",
    "audit_rows_unsealed",
    "audited_twice",
    "audit_chain_breaks",
)


@dataclass(frozen=True)
class Verdict:
    """The figures of a run; `lost` are promises that the database does not hold. `drain_seconds`: None means never."""

    drain_seconds: float | None
    promises: int
    lost: int
    lost_examples: tuple[str, ...]
    figures: dict[str, int]

    def as_dict(self) -> dict[str, object]:
        return asdict(self)

    def broken(self) -> list[str]:
        """Return what does not hold, in words; empty when all is well."""
        found = {"lost": self.lost, **self.figures}
        wrong = [f"{name} = {found[name]}" for name in MUST_BE_ZERO if found[name]]
        if self.drain_seconds is None:
            wrong.append("deliveries were still open, or audit rows not sealed, at the end")
        return wrong


def drain(url: str, *, at_most_seconds: float) -> float | None:
    """Return the seconds until no delivery was due and open and every audit row was sealed, None if not in time."""
    started = time.monotonic()
    with psycopg.connect(url, autocommit=True) as connection:
        while _number(connection, OPEN_DUE) or _number(connection, UNSEALED):
            if time.monotonic() - started > at_most_seconds:
                return None
            time.sleep(0.2)
    return round(time.monotonic() - started, 1)


def judge(url: str, ledger: Ledger, *, drain_seconds: float | None, is_chain_whole: bool) -> Verdict:
    """Compare the ledger with the database; `is_chain_whole`: what `audit_verify` said of the audit trail."""
    with psycopg.connect(url, autocommit=True) as connection:
        promises = list(ledger.read())
        lost = sorted(_lost(connection, promises))
        figures = {name: _number(connection, query) for name, query in FIGURES.items()}
        figures["audit_chain_breaks"] = 0 if is_chain_whole else 1
    return Verdict(drain_seconds, len(promises), len(lost), tuple(lost[:20]), figures)


def _lost(connection: psycopg.Connection, promises: Iterable[Promise]) -> set[str]:
    refs = _texts(connection, "select ref || ' ' || title from ideas_idea")
    sent = _texts(connection, "select ref from ideas_idea where stage <> 'draft'")
    votes = _texts(
        connection,
        "select idea.ref || ' ' || split_part(voter.name, '-', 2) from ideas_vote as vote"
        " join ideas_idea as idea on idea.id = vote.idea_id join ideas_user as voter on voter.id = vote.voter_id",
    )
    comments = _texts(
        connection,
        "select idea.ref || ' ' || comment.body from ideas_comment as comment"
        " join ideas_idea as idea on idea.id = comment.idea_id",
    )
    audited = _texts(
        connection, "select object_id from audit_event where action = 'discussion.lock' and seq is not null"
    )
    held = {
        "created": lambda one: f"{one.ref} Crash rig {one.key}" in refs,
        "submitted": lambda one: one.ref in sent,
        "voted": lambda one: f"{one.ref} {one.person}" in votes,
        "locked": lambda one: one.ref in audited,
        "commented": lambda one: f"{one.ref} A word on {one.key.removesuffix('-comment')}." in comments,
    }
    return {f"{one.kind} {one.key} {one.ref}" for one in promises if not held[one.kind](one)}


def _texts(connection: psycopg.Connection, query: str) -> set[str]:
    return {row[0] for row in connection.execute(query)}


def _number(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
