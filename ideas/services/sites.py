"""Sites: where people work, and by which calendar.

Source: docs/review-process.md 3.10.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.exceptions import Conflict, NotFound, NotPermitted
from ideas.models import Calendar, Site, User
from ideas.models.sites import MAX_SITE_NAME_CHARS, site_key
from ideas.policies.settings import can_edit_sites
from ideas.services.audit import record_audit
from ideas.services.turns import take_turn
from ideas.typed_text import TypedText


@transaction.atomic
def add_site(*, by: User, name: str, calendar: Calendar) -> Site:
    """Add a site. People who name it work by its calendar from now on; open dates stay.

    Args:
        name: 1–200 characters, once without regard to case and accents.

    Raises:
        NotPermitted: `by` keeps no calendars (403, `not_calendar_editor`).
        InvalidValue: the name is wrong or taken (422, field `name`, `name_taken`).

    Audited.
    """
    _refuse_others(by)
    take_turn("sites")
    row = Site(name=_clean(name), calendar=calendar)
    row.save(force_insert=True)
    _record("site.add", by, row, after=_told(row))
    return row


@transaction.atomic
def change_site(*, site: Site, by: User, name: str, calendar: Calendar) -> Site:
    """Give a site another name or calendar; open reviews keep the calendar they were opened with.

    The same again changes nothing.

    Raises:
        NotFound: it was removed (404). NotPermitted, InvalidValue: as for adding.

    Audited.
    """
    _refuse_others(by)
    take_turn("sites")
    row = _locked(site)
    before = _told(row)
    row.name, row.calendar = _clean(name, site=row), calendar
    if _told(row) == before:
        return row
    row.save()
    _record("site.change", by, row, before=before, after=_told(row))
    return row


@transaction.atomic
def remove_site(*, site: Site, by: User) -> None:
    """Remove a site; people who name it work by the calendars of their departments again.

    Raises:
        NotPermitted: as for adding. NotFound: it was removed already (404).
        Conflict: departments are there (409, `site_in_use`).

    Audited.
    """
    _refuse_others(by)
    row = _locked(site)
    if row.departments.exists():
        raise Conflict(_("Departments work there. Give them another site first."), code="site_in_use")
    _record("site.remove", by, row, before=_told(row))
    row.delete()


def _clean(name: str, *, site: Site | None = None) -> str:
    typed = TypedText()
    cleaned = typed.line("name", name, max_chars=MAX_SITE_NAME_CHARS, is_required=True)
    others = Site.objects.filter(name_sort=site_key(cleaned))
    if (others.exclude(pk=site.pk) if site else others).exists():
        typed.add("name", "name_taken", _("There is a site of this name already."))
    typed.refuse_problems()
    return cleaned


def _refuse_others(by: User) -> None:
    if not can_edit_sites(by):
        raise NotPermitted(
            _("Only triagers, programme managers and administrators change sites."), code="not_calendar_editor"
        )


def _locked(site: Site) -> Site:
    row = Site.objects.select_for_update(of=("self",)).select_related("calendar").filter(pk=site.pk).first()
    if row is None:
        raise NotFound(_("There is no such site, or it was removed."))
    return row


def _told(row: Site) -> dict[str, object]:
    return {"name": row.name, "calendar": row.calendar.key}


def _record(
    action: str,
    by: User,
    row: Site,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    record_audit(action=action, by=by, object_type="site", object_id=row.public_id, before=before, after=after)
