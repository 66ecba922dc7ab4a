"""Chat channels and webhooks that hear the news, and each try to reach them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel


class Endpoint(PublicModel):
    """An outside receiver. Its address and secrets are encrypted; `address_hint` is all that is ever shown.

    `free_at`: when it may be given its next message. After a rotation both secrets sign until `previous_secret_until`.
    """

    class Kind(models.TextChoices):
        SLACK = "slack", _("Slack")
        TEAMS = "teams", _("Microsoft Teams")
        WEBHOOK = "webhook", _("Webhook")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)
    address_encrypted = models.TextField(editable=False)
    address_hint = models.CharField(max_length=300, editable=False)
    secret_encrypted = models.TextField(blank=True, editable=False)
    key_id = models.CharField(max_length=16, editable=False)
    event_types = ArrayField(models.CharField(max_length=60), default=list)
    department = models.ForeignKey("ideas.Department", models.SET_NULL, null=True, blank=True, related_name="endpoints")
    made_by = models.ForeignKey("ideas.User", models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    stopped_because = models.CharField(max_length=300, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    failure_count = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    free_at = models.DateTimeField(null=True, blank=True, editable=False)
    previous_secret_encrypted = models.TextField(blank=True, editable=False)
    previous_secret_until = models.DateTimeField(null=True, blank=True, editable=False)
    last_success_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["slack", "teams", "webhook"]), name="endpoint_kind_known"),
        ]
        indexes = [models.Index(fields=["name", "id"], name="endpoint_by_name")]

    def __str__(self) -> str:
        return self.name


class Attempt(PublicModel):
    """One try to deliver to an endpoint, with what the receiver said (shortened, without secrets)."""

    class Outcome(models.TextChoices):
        DELIVERED = "delivered", _("delivered")
        ACCEPTED = "accepted", _("accepted")
        FAILED = "failed", _("failed")
        REFUSED = "refused", _("not sent")

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="attempts")
    delivery = models.ForeignKey("ideas.Delivery", models.SET_NULL, null=True, related_name="tries")
    is_test = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    status = models.PositiveSmallIntegerField(null=True)
    detail = models.CharField(max_length=500, blank=True)
    duration_ms = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["endpoint", "-at", "-id"], name="attempt_newest")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.status}"
