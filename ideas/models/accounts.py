"""Ways to prove who one is besides a password: one-time links and API tokens. Only hashes are stored."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel


class SignInLink(PublicModel):
    """A link that lets one person in once: at once, or after they have chosen a password."""

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in", _("sign in")
        INVITATION = "invitation", _("invitation")
        RESET = "reset", _("new password")

    person = models.ForeignKey("ideas.User", models.CASCADE, related_name="sign_in_links")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey("ideas.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=["sign_in", "invitation", "reset"]), name="sign_in_link_purpose_known"
            )
        ]
        indexes = [models.Index(fields=["person", "purpose"], name="sign_in_link_by_person")]

    def __str__(self) -> str:
        return f"{self.purpose} link of {self.person_id}"


class ApiToken(PublicModel):
    """A personal key to the REST API; it can do no more than its person and its scopes."""

    class Scope(models.TextChoices):
        READ = "read", _("read")
        WRITE = "write", _("write")
        ADMIN = "admin", _("administer")

    person = models.ForeignKey("ideas.User", models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope.choices))
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(scopes__len__gte=1), name="api_token_has_scope"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=["read", "write", "admin"]), name="api_token_scopes_known"
            ),
        ]
        indexes = [models.Index(fields=["person", "-created_at", "-id"], name="api_token_newest")]

    def __str__(self) -> str:
        return f"{self.prefix}… of {self.person_id}"
