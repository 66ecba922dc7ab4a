"""Bodies of sites."""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import LineField
from api.serializers import StrictSerializer
from ideas.models import Site
from ideas.models.sites import MAX_SITE_NAME_CHARS

MAX_KEY_CHARS = 50
_KEY = _("key of a working calendar")


@dataclass(frozen=True, slots=True)
class SiteBody:
    """A place where people work, and its working days."""

    id: UUID
    name: str
    calendar: Annotated[str, _("key of the working calendar that counts there")]
    department_count: Annotated[int, _("departments that are there")]
    allowed_actions: list[Literal["change", "remove"]]


def site_body(site: Site) -> SiteBody:
    """Return a site of `sites`, for those who keep them."""
    count: int = site.department_count  # type: ignore[attr-defined]
    return SiteBody(site.public_id, site.name, site.calendar.key, count, ["change"] if count else ["change", "remove"])


class SiteSerializer(StrictSerializer):
    name = LineField(max_chars=MAX_SITE_NAME_CHARS)
    calendar = LineField(max_chars=MAX_KEY_CHARS, help_text=_KEY)


class SiteChangeSerializer(StrictSerializer):
    name = LineField(max_chars=MAX_SITE_NAME_CHARS, required=False)
    calendar = LineField(max_chars=MAX_KEY_CHARS, required=False, help_text=_KEY)
