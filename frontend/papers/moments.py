"""Moments and days on paper, with their year, since paper is read long after."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime


def moment_words(value: datetime) -> str:
    """Return a moment with its year and time zone."""
    return date_format(localtime(value), "j F Y, H:i T")


def day_words(value: date | datetime | None) -> str:
    """Return a day with its year; nothing for none."""
    if isinstance(value, datetime):
        value = localtime(value).date()
    return date_format(value, "j F Y") if value else ""
