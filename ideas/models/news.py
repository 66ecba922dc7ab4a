"""What people are told, and how they want to be told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel


class Notification(PublicModel):
    """One piece of news for one person. Its words are made when it is read or sent, from `kind` and the objects.

    `mailed_at`: when a mail of its own was started (state `now`) or sent; empty for what a digest carried.
    """

    class MailState(models.TextChoices):
        NONE = "none", _("no mail")
        NOW = "now", _("at once")
        DIGEST = "digest", _("in the next digest")
        SENT = "sent", _("sent")
        SKIPPED = "skipped", _("not sent")

    person = models.ForeignKey("ideas.User", models.CASCADE, related_name="notifications")
    event = models.ForeignKey("ideas.Event", models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=40)
    reason = models.CharField(max_length=40)
    idea = models.ForeignKey("ideas.Idea", models.CASCADE, null=True, related_name="+")
    review = models.ForeignKey("ideas.Review", models.CASCADE, null=True, related_name="+")
    comment = models.ForeignKey("ideas.Comment", models.CASCADE, null=True, related_name="+")
    decision = models.ForeignKey("ideas.Decision", models.CASCADE, null=True, related_name="+")
    reopening = models.ForeignKey("ideas.Reopening", models.CASCADE, null=True, related_name="+")
    appeal = models.ForeignKey("ideas.Appeal", models.CASCADE, null=True, related_name="+")
    outcome = models.ForeignKey("ideas.Outcome", models.CASCADE, null=True, related_name="+")
    condition = models.ForeignKey("ideas.Condition", models.CASCADE, null=True, related_name="+")
    precedent = models.ForeignKey("ideas.Precedent", models.CASCADE, null=True, related_name="+")
    escalation = models.ForeignKey("ideas.Escalation", models.CASCADE, null=True, related_name="+")
    apology = models.ForeignKey("ideas.Apology", models.CASCADE, null=True, related_name="+")
    endpoint = models.ForeignKey("ideas.Endpoint", models.CASCADE, null=True, related_name="+")
    department = models.ForeignKey("ideas.Department", models.CASCADE, null=True, related_name="+")
    delegation = models.ForeignKey("ideas.Delegation", models.CASCADE, null=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    mail_state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.NONE)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "event", "kind"], name="notification_once"),
            models.CheckConstraint(
                condition=Q(mail_state__in=["none", "now", "digest", "sent", "skipped"]),
                name="notification_mail_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notification_newest"),
            models.Index(fields=["person", "-id"], condition=Q(read_at__isnull=True), name="notification_unread"),
            models.Index(fields=["person", "id"], condition=Q(mail_state="digest"), name="notification_for_digest"),
            models.Index(
                fields=["person", "mailed_at"], condition=Q(mailed_at__isnull=False), name="notification_mailed"
            ),
            models.Index(fields=["person", "idea"], condition=Q(mail_state="now"), name="notification_to_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"


class Preference(models.Model):
    """How one person wants one kind of news by mail; in-app news of tasks and decisions cannot be turned off."""

    class Mail(models.TextChoices):
        NOW = "now", _("at once")
        DIGEST = "digest", _("once a day")
        OFF = "off", _("never")

    person = models.ForeignKey("ideas.User", models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=40)
    mail = models.CharField(max_length=10, choices=Mail.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="preference_once"),
            models.CheckConstraint(condition=Q(mail__in=["now", "digest", "off"]), name="preference_mail_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.mail}"


class Digest(models.Model):
    """The daily mail of one person: one row a day, so that a job which runs twice sends once."""

    person = models.ForeignKey("ideas.User", models.CASCADE, related_name="digests")
    day = models.DateField()
    notification_count = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="digest_once")]

    def __str__(self) -> str:
        return f"digest of {self.person_id} on {self.day}"
