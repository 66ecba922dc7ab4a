"""Remembers the answer to a request that may be sent twice, in the transaction of what it did.

Source: draft-ietf-httpapi-idempotency-key-header-07.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.files import File
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from ideas.exceptions import Conflict, InvalidValue
from ideas.models import HttpIdempotency, User

KEPT_HOURS = 48
MOST_KEY_CHARS = 255


@dataclass(frozen=True)
class StoredAnswer:
    """What was answered the first time."""

    status: int
    headers: dict[str, str]
    body: bytes


def digest_of_form(
    *, values: Iterable[tuple[str, Sequence[str]]], files: Iterable[tuple[str, Sequence["File[bytes]"]]]
) -> bytes:
    """Return a digest of what a form says: the parts count, not how they were separated; every file is read and rewound.

    Args:
        values: by the name of their field, as `request.POST.lists()` has them; `files`: likewise.
    """
    said = sorted((name, list(sent)) for name, sent in values)
    by_field = dict(files)
    sent_files = [(field, one.name, _digest_of_file(one)) for field in sorted(by_field) for one in by_field[field]]
    return hashlib.sha256(repr((said, sent_files)).encode()).digest()


def _digest_of_file(file: "File[bytes]") -> bytes:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.digest()


def find_answer(*, actor: User, key: str, fingerprint: bytes, waits: bool = False) -> StoredAnswer | None:
    """Take the key for the caller's transaction; return the answer it already got, None for a new key.

    Locks the pair of actor and key until the transaction ends.

    Args:
        fingerprint: a digest of everything that was asked.
        waits: wait for the first request with this key instead of refusing; for people, who see only the last answer.

    Raises:
        Conflict: the same key is being answered right now (409, `in_progress`).
        InvalidValue: the key was used for something else (422, `idempotency_mismatch`).
        RuntimeError: no transaction is open.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A stored answer belongs into the transaction of what it tells.")
    if not _lock(actor.pk, key, waits=waits):
        raise Conflict(_("The first request with this key is still being answered."), code="in_progress")
    HttpIdempotency.objects.filter(actor=actor, key=key, created_at__lt=Now() - timedelta(hours=KEPT_HOURS)).delete()
    row = HttpIdempotency.objects.filter(actor=actor, key=key).first()
    if row is None:
        return None
    if bytes(row.fingerprint) != fingerprint:
        raise InvalidValue(
            _("This key was used for another request. Take a new key for a new request."), code="idempotency_mismatch"
        )
    return StoredAnswer(row.status, row.headers, bytes(row.body))


@transaction.atomic
def keep_answer(*, actor: User, key: str, fingerprint: bytes, answer: StoredAnswer) -> None:
    """Store the answer; the caller holds the lock of `find_answer`."""
    HttpIdempotency.objects.create(
        actor=actor,
        key=key,
        fingerprint=fingerprint,
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
    )


def _lock(actor_id: int, key: str, *, waits: bool) -> bool:
    digest = hashlib.sha256(f"{actor_id}:{key}".encode()).digest()
    number = int.from_bytes(digest[:8], signed=True)
    with connection.cursor() as cursor:
        if waits:
            cursor.execute("select pg_advisory_xact_lock(%s)", [number])
            return True
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])
