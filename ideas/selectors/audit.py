"""The audit trail as it is checked and read. Source: docs/audit.md."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import F, Max
from django.utils.translation import gettext as _

from ideas.events import AuditHeadPublished
from ideas.models import AuditEvent, AuditHead, Event
from ideas.querysets.clock import StatementTimestamp

BATCH_ROWS: Final = 5000
UNSEALED_IS_LATE_SECONDS: Final = 600
NOTHING_BEFORE: Final = bytes(32)
# In the order in which they are hashed, each as PostgreSQL writes it; `audit_event_digest` names the same. Columns of
# their own, because reading a text array costs the driver several times as much.
_ROWS: Final = """
    select seq, prev_hash, hash,
        seq::text, id::text, tx::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        actor_id::text, on_behalf_of_id::text, action, object_type, object_id,
        before::text, after::text, reason, request_id::text, rules_version::text
    from audit_event where seq > %s order by audit_event.seq limit %s
"""
_FIRST_PART: Final = 3


@dataclass(frozen=True)
class ChainBreak:
    """The first place at which the chain does not hold: the number in the chain, and what is wrong there."""

    seq: int
    sentence: str


@dataclass(frozen=True)
class ChainReport:
    """What a check of the whole chain found. `row_count`: rows that hold; `head_hash`: the end of the chain, in hex."""

    row_count: int
    unsealed_count: int
    head_seq: int
    head_hash: str
    broken: ChainBreak | None

    @property
    def is_whole(self) -> bool:
        """Return whether every sealed row is as it was written."""
        return self.broken is None


@dataclass(frozen=True)
class ChainEnd:
    """Where the chain ends, and how many rows are not sealed yet; `hash` in hex."""

    seq: int
    hash: str
    unsealed_count: int


def chain_end() -> ChainEnd:
    """Return where the chain ends. Two queries."""
    head = AuditHead.objects.first()
    seq, seal = (head.seq, bytes(head.hash)) if head is not None else (0, NOTHING_BEFORE)
    return ChainEnd(seq, seal.hex(), AuditEvent.objects.filter(seq__isnull=True).count())


def audit_chain() -> ChainReport:
    """Recompute the chain from its first row and compare it with its end and with the ends published day by day.

    Reads every sealed row once, 5,000 at a time; rows sealed meanwhile may be read too. Nothing is locked.
    """
    known = _published()
    end = chain_end()
    known[end.seq].add(bytes.fromhex(end.hash))
    count, broken = _follow(known)
    if broken is None and count < max(known):
        broken = ChainBreak(count + 1, _("The row is missing, and everything behind it."))
    if broken is None and count > end.seq:
        broken = _break_behind_head(count)
    return ChainReport(count, end.unsealed_count, end.seq, end.hash, broken)


def oldest_unsealed_seconds() -> float:
    """Return how long the oldest row that is not sealed has waited, 0 when there is none. One query on an index."""
    waiting = AuditEvent.objects.filter(seq__isnull=True)
    age: timedelta | None = waiting.aggregate(age=Max(StatementTimestamp() - F("at")))["age"]
    return max(0.0, age.total_seconds()) if age else 0.0


def digest_of(previous: bytes, parts: Sequence[str | None]) -> bytes:
    """Return the seal of a row: SHA-256 over the previous one and the row's parts.

    Each part stands behind its length in bytes and a colon, an absent one is "-", and commas are between them.
    """
    words = ",".join(["-" if part is None else f"{_byte_count(part)}:{part}" for part in parts])
    return hashlib.sha256(previous + words.encode()).digest()


def _byte_count(part: str) -> int:
    return len(part) if part.isascii() else len(part.encode())


_Row = tuple[Any, ...]  # number, seal before, seal, and then the parts
_Known = defaultdict[int, set[bytes]]  # ends of the chain by their number


def _sealed_rows() -> Iterator[_Row]:
    last = -(2**62)  # a forged number may be negative
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_ROWS, [last, BATCH_ROWS])
            rows: list[_Row] = cursor.fetchall()
        yield from rows
        if len(rows) < BATCH_ROWS:
            return
        last = rows[-1][0]


def _follow(known: _Known) -> tuple[int, ChainBreak | None]:
    """Return how many rows hold from the first one on, and what is wrong with the next one, if anything is."""
    count, previous = 0, NOTHING_BEFORE
    for row in _sealed_rows():
        broken = _break_at(count + 1, previous, row, known)
        if broken is not None:
            return count, broken
        count, previous = row[0], bytes(row[2])
    return count, None


def _break_at(expected: int, previous: bytes, row: _Row, known: _Known) -> ChainBreak | None:
    seq, prev_hash, seal = row[:_FIRST_PART]
    if seq < expected:
        return ChainBreak(seq, _("The row was put in."))
    if seq > expected:
        return ChainBreak(expected, _("The row is missing."))
    if bytes(prev_hash) != previous:
        return ChainBreak(seq, _("The row does not follow the one before it."))
    if digest_of(previous, row[_FIRST_PART:]) != bytes(seal):
        return ChainBreak(seq, _("The row is not as it was written."))
    if seq in known and known[seq] != {bytes(seal)}:
        return ChainBreak(seq, _("The chain was written anew: its end was published with another hash."))
    return None


def _break_behind_head(found: int) -> ChainBreak | None:
    """Rows sealed while the chain was read moved its end; what is behind it even then was put in."""
    now = AuditHead.objects.values_list("seq", flat=True).first() or 0
    return ChainBreak(now + 1, _("The row was put in behind the end of the chain.")) if found > now else None


def _published() -> _Known:
    known: _Known = defaultdict(set)
    for one in Event.objects.filter(type=AuditHeadPublished.type).values_list("payload", flat=True):
        known[int(one["seq"])].add(bytes.fromhex(str(one["hash"])))
    return known
