"""The organisation's own row: name, logo, time zone, currency, calendar, delay of announcements, first steps."""

import uuid
import zoneinfo
from dataclasses import dataclass
from functools import partial
from typing import IO, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from ideas.exceptions import FieldProblem, InvalidValue, NotPermitted, TooLarge
from ideas.files.images import NotAnImage, UnsafeImage, written_anew
from ideas.files.kinds import kind_of
from ideas.models import Calendar, Organisation, User
from ideas.policies.settings import can_change_organisation
from ideas.services.audit import record_audit
from ideas.typed_text import TypedText

MAX_NAME_CHARS: Final = 200
MAX_LOGO_BYTES: Final = 2 * 1024**2
LONGEST_DELAY_SECONDS: Final = 24 * 60 * 60
MAX_STEP_CHARS: Final = 40


@dataclass(frozen=True)
class OrganisationFields:
    """What an administrator writes. `currency`: ISO 4217; `announce_delay_seconds`: 0 to a day."""

    name: str
    time_zone: str
    currency: str
    calendar: Calendar
    announce_delay_seconds: int


@transaction.atomic
def change_organisation(*, by: User, fields: OrganisationFields) -> Organisation:
    """Write what holds for everybody; the same again changes nothing. What was promised keeps its dates.

    Raises:
        NotPermitted: `by` is no administrator (403, `not_administrator`).
        InvalidValue: a value is wrong (422).

    Audited.
    """
    row = _locked(by)
    cleaned = _clean(fields)
    before = OrganisationFields(row.name, row.time_zone, row.currency, row.calendar, row.announce_delay_seconds)
    if cleaned == before:
        return row
    for column, value in _columns(cleaned).items():
        setattr(row, column, value)
    row.save()
    _record(by, "organisation.change", before=_told(before), after=_told(cleaned))
    return row


def set_logo(*, by: User, content: IO[bytes]) -> Organisation:
    """Take a picture as the logo: its pixels are written anew, and nothing else of the file is kept.

    Args:
        content: png, jpg or webp; at most 2 MiB are read.

    Raises:
        NotPermitted: `by` is no administrator (403, `not_administrator`).
        TooLarge: over 2 MiB (413, `file_too_large`).
        InvalidValue: no picture, or a broken one (422, `file_type`, `file_unsafe`).

    Audited.
    """
    if not can_change_organisation(by):
        raise _not_permitted()
    safe, extension = _safe_logo(content)
    name = default_storage.save(f"organisation/{uuid.uuid4().hex}{extension}", ContentFile(safe))
    try:
        return _write_logo(by, name)
    except BaseException:
        default_storage.delete(name)
        raise


def remove_logo(*, by: User) -> Organisation:
    """Show no logo any more.

    Raises:
        NotPermitted: `by` is no administrator (403, `not_administrator`).

    Audited.
    """
    return _write_logo(by, "")


@transaction.atomic
def skip_setup_step(*, by: User, step: str, is_done: bool = True) -> Organisation:
    """Remember that a step of the first-run list is not needed here, or take that back.

    Raises:
        NotPermitted: `by` is no administrator (403, `not_administrator`).
    """
    row = _locked(by)
    others = [one for one in row.setup_done if one != step]
    row.setup_done = [*others, step[:MAX_STEP_CHARS]] if is_done else others
    row.save(update_fields=["setup_done"])
    return row


def _locked(by: User) -> Organisation:
    row = Organisation.objects.select_for_update(of=("self",)).select_related("calendar").get(pk=1)
    if not can_change_organisation(by):
        raise _not_permitted()
    return row


def _not_permitted() -> NotPermitted:
    return NotPermitted(_("Only administrators change the organisation."), code="not_administrator")


@transaction.atomic
def _write_logo(by: User, name: str) -> Organisation:
    row = _locked(by)
    earlier, row.logo.name = row.logo.name, name
    row.save(update_fields=["logo"])
    if earlier:
        transaction.on_commit(partial(default_storage.delete, earlier), robust=True)
    _record(by, "organisation.logo", after={"has_logo": bool(name)})
    return row


def _safe_logo(content: IO[bytes]) -> tuple[bytes, str]:
    found = content.read(MAX_LOGO_BYTES + 1)
    if len(found) > MAX_LOGO_BYTES:
        raise TooLarge(_("A logo may have 2 MB at most."), code="file_too_large")
    kind = kind_of(found, "") if found else None
    if kind is None or not kind.is_image:
        raise _refused("file_type", _("Choose a picture: png, jpg or webp."))
    try:
        return written_anew(found, kind.media_type), kind.extensions[0]
    except NotAnImage as error:
        raise _refused("file_type", _("This file looks like a picture and is none.")) from error
    except UnsafeImage as error:
        raise _refused("file_unsafe", _("This picture is broken or too large.")) from error


def _refused(code: str, sentence: str) -> InvalidValue:
    return InvalidValue(sentence, problems=(FieldProblem("logo", code, sentence),), code=code)


def _clean(fields: OrganisationFields) -> OrganisationFields:
    typed = TypedText()
    name = typed.line("name", fields.name, max_chars=MAX_NAME_CHARS, is_required=True)
    if fields.time_zone not in zoneinfo.available_timezones():
        typed.add("time_zone", "invalid_choice", _("This is not a time zone, such as Europe/London."))
    currency = fields.currency.strip().upper()
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):  # ISO 4217
        typed.add("currency", "currency", _("Write a currency as three letters, such as GBP."))
    if not 0 <= fields.announce_delay_seconds <= LONGEST_DELAY_SECONDS:
        typed.add("announce_delay_seconds", "out_of_range", _("Between nothing and one day."))
    typed.refuse_problems()
    return OrganisationFields(name, fields.time_zone, currency, fields.calendar, fields.announce_delay_seconds)


def _columns(fields: OrganisationFields) -> dict[str, object]:
    return {
        "name": fields.name,
        "time_zone": fields.time_zone,
        "currency": fields.currency,
        "calendar": fields.calendar,
        "announce_delay_seconds": fields.announce_delay_seconds,
    }


def _told(fields: OrganisationFields) -> dict[str, object]:
    return {**_columns(fields), "calendar": fields.calendar.key}


def _record(
    by: User, action: str, *, before: dict[str, object] | None = None, after: dict[str, object] | None = None
) -> None:
    record_audit(action=action, by=by, object_type="organisation", object_id=1, before=before, after=after)
