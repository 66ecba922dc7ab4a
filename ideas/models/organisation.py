"""The organisation that runs this installation, its working calendars and campaigns."""

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel


def monday_to_friday() -> list[int]:
    """Return ISO weekdays 1–5."""
    return [1, 2, 3, 4, 5]


class Calendar(PublicModel):
    """Working days and hours; every change raises `version`, which due dates keep."""

    key = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/London")
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=monday_to_friday)
    opens_at = models.TimeField(_("opens at"), default=time(9))
    closes_at = models.TimeField(_("closes at"), default=time(17))
    country = models.CharField(max_length=2, blank=True)
    subdivision = models.CharField(max_length=10, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="calendar_closes_after_opening"),
            models.CheckConstraint(condition=Q(weekdays__len__gte=1), name="calendar_has_working_day"),
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=[1, 2, 3, 4, 5, 6, 7]), name="calendar_weekdays_iso"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Holiday(PublicModel):
    """A day on which a calendar does not work."""

    class Source(models.TextChoices):
        PACKAGE = "package", _("public holiday")
        MANUAL = "manual", _("added here")

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="holidays")
    on = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=200)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.MANUAL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "on"], name="holiday_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class Organisation(models.Model):
    """The one organisation of this installation: a single row with key 1."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(_("name"), max_length=200, default="Groundswell")
    logo = models.ImageField(upload_to="organisation/", blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/London")
    currency = models.CharField(_("currency"), max_length=3, default="GBP")
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+")
    announce_delay_seconds = models.PositiveIntegerField(default=3600)
    quota_bytes = models.PositiveBigIntegerField(default=10 * 1024**3)
    setup_done = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="organisation_single")]

    def __str__(self) -> str:
        return self.name


class Campaign(PublicModel):
    """A question the organisation asks its staff for a time."""

    slug = models.SlugField(unique=True)
    title = models.CharField(_("title"), max_length=200)
    question = models.TextField(_("question"))
    sponsor = models.ForeignKey("ideas.User", models.PROTECT, related_name="sponsored_campaigns")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="campaign_closes_after_opening")
        ]
        indexes = [models.Index(fields=["-opens_at", "-id"], name="campaign_newest")]

    def __str__(self) -> str:
        return self.title
