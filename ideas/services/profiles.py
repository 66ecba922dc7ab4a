"""What people set for themselves."""

import zoneinfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ideas.models import User
from ideas.typed_text import TypedText


@transaction.atomic
def change_preferences(*, person: User, locale: str | None = None, time_zone: str | None = None) -> User:
    """Set the language of pages and mails, and the time zone in which moments are shown; None leaves it.

    Raises:
        InvalidValue: a language we do not speak, or no IANA time zone (422).
    """
    typed = TypedText()
    if locale is not None and locale not in dict(settings.LANGUAGES):
        typed.add("locale", "invalid_choice", _("We do not speak this language."))
    if time_zone is not None and time_zone not in zoneinfo.available_timezones():
        typed.add("time_zone", "invalid_choice", _("This is not a time zone, such as Europe/London."))
    typed.refuse_problems()
    row = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    row.locale = locale or row.locale
    row.time_zone = time_zone or row.time_zone
    row.save(update_fields=["locale", "time_zone"])
    return row
