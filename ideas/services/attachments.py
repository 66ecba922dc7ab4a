"""Files of an idea. The file is on disk before its row is: a crash may leave a file without a row, never the reverse."""

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import IO, Final

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import AttachmentAdded, AttachmentRemoved
from ideas.exceptions import Conflict, FieldProblem, InvalidValue, NotPermitted, TooLarge, Unavailable
from ideas.files import shelf
from ideas.files.images import NotAnImage, UnsafeImage, written_anew
from ideas.files.kinds import Kind, kind_of, safe_name
from ideas.files.scanner import ScannerDown, is_infected
from ideas.models import Attachment, Idea, Organisation, User
from ideas.policies.ideas import can_attach_file, is_author
from ideas.services.rate_limits import count_or_refuse
from ideas.workflow import Stage

MAX_FILE_BYTES: Final = 10 * 1024**2
MAX_FILES: Final = 10
FILES_AN_HOUR: Final = 60
ORPHAN_SECONDS: Final = 24 * 60 * 60


@dataclass(frozen=True)
class SafeFile:
    """A file that was checked and may be stored: its name, its kind and its bytes."""

    name: str
    kind: Kind
    content: bytes

    def shelve(self) -> str:
        """Write the bytes to disk under a name of our own, and return that name."""
        key = shelf.new_key()
        shelf.put(key, self.content)
        return key


def check_picture(*, by: User, name: str, content: IO[bytes]) -> SafeFile:
    """Return a picture as it may be stored; checked like every file of an idea, and before any row is locked.

    Raises:
        InvalidValue, TooLarge, TooMany, Unavailable: as `add_attachment`; `file_type` for what is no picture.
    """
    count_or_refuse(key=f"attach:{by.pk}", limit=FILES_AN_HOUR, window_seconds=3600)
    safe, kind = _checked(_read(content), name)
    if not kind.is_image:
        raise _refused("file_type", _("Only pictures (png, jpg, webp) are taken here."))
    return SafeFile(safe_name(name, kind), kind, safe)


def add_picture(*, idea: Idea, by: User, file: SafeFile, key: str) -> Attachment:
    """Add a picture that is on disk as `key` to `idea`; part of a service that holds the lock on the idea's row.

    Raises:
        Conflict: the organisation has no space (409, `quota_full`).

    Emits: AttachmentAdded.
    """
    return _write_row(idea, by, file, key)


def add_attachment(*, idea: Idea, by: User, name: str, content: IO[bytes]) -> Attachment:
    """Check the file, write it under a name of our own, and add it to `idea`.

    Taken: png, jpg, webp (pixels written anew, nothing else kept), pdf, txt, csv, told from the bytes. The checks
    run before any row is locked.

    Args:
        name: what the person calls it; kept for display after cleaning.
        content: at most 10 MiB are read.

    Raises:
        NotPermitted: `by` may not change this idea (403, `not_author`).
        Conflict: it takes no more files (409, `idea_closed`), or the organisation has no space (409, `quota_full`).
        InvalidValue: empty, of another kind, broken, malware, or the eleventh (422; `file_empty`, `file_type`,
            `file_unsafe`, `file_infected`, `too_many_files`).
        TooLarge: over 10 MiB (413, `file_too_large`).
        TooMany: more than 60 files in an hour (429).
        Unavailable: the scanner that must look at files does not answer (503, `scanner_unavailable`).

    Emits: AttachmentAdded, where the idea is no draft.
    """
    _refuse_forbidden(idea, by)
    count_or_refuse(key=f"attach:{by.pk}", limit=FILES_AN_HOUR, window_seconds=3600)
    safe, kind = _checked(_read(content), name)
    key = shelf.new_key()
    shelf.put(key, safe)
    try:
        return _add_row(idea, by, SafeFile(safe_name(name, kind), kind, safe), key)
    except BaseException:
        shelf.remove(key)
        raise


@transaction.atomic
def remove_attachment(*, attachment: Attachment, by: User) -> None:
    """Remove a file from its idea; removing it again changes nothing. Its bytes go after the commit.

    Raises:
        NotPermitted, Conflict: as for adding one.

    Emits: AttachmentRemoved, where the idea is no draft.
    """
    idea = _locked(attachment.idea)
    _refuse_forbidden(idea, by)
    row = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if row.deleted_at is not None:
        return
    row.deleted_at = timezone.now()
    row.save(update_fields=["deleted_at"])
    if idea.stage != Stage.DRAFT:
        outbox.record(AttachmentRemoved(idea_id=idea.pk, actor_id=by.pk, attachment_id=row.pk))
    transaction.on_commit(partial(shelf.remove, row.storage_key), robust=True)


def forget_files(*, idea: Idea) -> None:
    """Remove the files of `idea` from disk once the caller's transaction, which deletes their rows, is committed."""
    for key in Attachment.objects.filter(idea=idea).values_list("storage_key", flat=True):
        transaction.on_commit(partial(shelf.remove, key), robust=True)


def sweep_files() -> int:
    """Remove files that no row names and that are a day old, as crashes leave them; return how many."""
    before = timezone.now().timestamp() - ORPHAN_SECONDS
    old = [key for key, written_at in shelf.stored_keys() if written_at < before]
    known = set(
        Attachment.objects.filter(storage_key__in=old, deleted_at__isnull=True).values_list("storage_key", flat=True)
    )
    orphans = [key for key in old if key not in known]
    for key in orphans:
        shelf.remove(key)
    return len(orphans)


def _locked(idea: Idea) -> Idea:
    return Idea.objects.select_for_update(no_key=True).get(pk=idea.pk)


def _refuse_forbidden(idea: Idea, by: User) -> None:
    if not is_author(by, idea):
        raise NotPermitted(_("Only its authors add or remove files."), code="not_author")
    if not can_attach_file(by, idea):
        raise Conflict(_("This idea takes no more changes."), code="idea_closed")


def _read(content: IO[bytes]) -> bytes:
    found = content.read(MAX_FILE_BYTES + 1)
    if len(found) > MAX_FILE_BYTES:
        raise TooLarge(_("A file may have 10 MB at most."), code="file_too_large")
    return found


def _checked(content: bytes, name: str) -> tuple[bytes, Kind]:
    """Return what may be stored of `content`, and what it is."""
    if not content:
        raise _refused("file_empty", _("This file is empty."))
    kind = kind_of(content, name)
    if kind is None:
        raise _refused("file_type", _("Only pictures (png, jpg, webp), pdf, txt and csv files are taken."))
    try:
        if is_infected(content):
            raise _refused("file_infected", _("The virus scanner found something in this file."))
    except ScannerDown as error:
        raise Unavailable(
            _("Files cannot be checked for viruses at the moment. Nothing else is lost; try again later."),
            code="scanner_unavailable",
        ) from error
    return (_image(content, kind) if kind.is_image else content), kind


def _image(content: bytes, kind: Kind) -> bytes:
    try:
        return written_anew(content, kind.media_type)
    except NotAnImage as error:
        raise _refused("file_type", _("This file looks like a picture and is none.")) from error
    except UnsafeImage as error:
        raise _refused("file_unsafe", _("This picture is broken or too large: 40 million pixels at most.")) from error


def _refused(code: str, sentence: str) -> InvalidValue:
    return InvalidValue(sentence, problems=(FieldProblem("file", code, sentence),), code=code)


@transaction.atomic
def _add_row(idea: Idea, by: User, file: SafeFile, key: str) -> Attachment:
    row = _locked(idea)
    _refuse_forbidden(row, by)
    kept = Attachment.objects.filter(deleted_at__isnull=True)
    if kept.filter(idea=row).count() >= MAX_FILES:
        raise _refused("too_many_files", _("An idea takes 10 files at most. Remove one first."))
    return _write_row(row, by, file, key)


def _write_row(row: Idea, by: User, file: SafeFile, key: str) -> Attachment:
    kept = Attachment.objects.filter(deleted_at__isnull=True)
    used = kept.aggregate(total=Sum("size_bytes"))["total"] or 0
    if used + len(file.content) > Organisation.objects.values_list("quota_bytes", flat=True).get(pk=1):
        raise Conflict(_("There is no space left for files here. An administrator can make some."), code="quota_full")
    attachment = Attachment.objects.create(
        idea=row,
        uploaded_by=by,
        name=file.name,
        media_type=file.kind.media_type,
        size_bytes=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        storage_key=key,
    )
    if row.stage != Stage.DRAFT:
        outbox.record(AttachmentAdded(idea_id=row.pk, actor_id=by.pk, attachment_id=attachment.pk))
    return attachment
