"""People, the departments they belong to, and when they are away."""

from decimal import Decimal
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ideas.models.base import PublicModel, SortKeyField
from ideas.querysets.absences import AbsenceManager
from ideas.text import sort_key


class UserManager(BaseUserManager["User"]):
    """Makes people; the e-mail address is the login."""

    def create_user(self, email: str, name: str = "", password: str | None = None, **fields: object) -> "User":
        """Make a person; without `password` they sign in by link or invitation only."""
        user = self.model(email=email.lower(), name=name or email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(PublicModel, AbstractBaseUser):
    """A member of staff."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_sort = SortKeyField()
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    department = models.ForeignKey("ideas.Department", models.PROTECT, null=True, blank=True, related_name="staff")
    site = models.CharField(_("site"), max_length=200, blank=True)
    manager = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="reports")
    locale = models.CharField(_("language"), max_length=16, default="en-gb")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/London")
    external_issuer = models.CharField(max_length=255, blank=True)
    external_subject = models.CharField(max_length=255, blank=True)
    scim_id = models.CharField(max_length=254, null=True, blank=True, unique=True)
    is_active = models.BooleanField(_("active"), default=True)
    quiet_hours = models.BooleanField(_("mail in working hours only"), default=True)
    persona_order = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    persona_line = models.CharField(max_length=200, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.UniqueConstraint(
                fields=["external_issuer", "external_subject"],
                condition=~Q(external_subject=""),
                name="user_external_id_once",
            ),
            models.CheckConstraint(condition=~Q(manager=F("id")), name="user_not_own_manager"),
        ]
        indexes = [models.Index(fields=["name_sort", "id"], name="user_by_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_sort = sort_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Department(PublicModel):
    """A part of the organisation; the seven core ones review ideas."""

    class Kind(models.TextChoices):
        CORE = "core", _("reviews ideas")
        ADVISER = "adviser", _("advises, never required")
        SERVICE = "service", _("does not review")

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_sort = SortKeyField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.SERVICE)
    calendar = models.ForeignKey("ideas.Calendar", models.PROTECT, null=True, blank=True, related_name="departments")
    site = models.ForeignKey("ideas.Site", models.PROTECT, null=True, blank=True, related_name="departments")
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = [
            models.UniqueConstraint(Lower("name"), name="department_name_once"),
            models.CheckConstraint(condition=Q(kind__in=["core", "adviser", "service"]), name="department_kind_known"),
        ]
        indexes = [models.Index(fields=["name_sort", "id"], name="department_by_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_sort = sort_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Membership(PublicModel):
    """A person's place in a department's pool of reviewers; lead and deputy are memberships too."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        DEPUTY = "deputy", _("deputy")
        REVIEWER = "reviewer", _("reviewer")

    person = models.ForeignKey("ideas.User", models.CASCADE, related_name="memberships")
    department = models.ForeignKey("ideas.Department", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.REVIEWER)
    capacity = models.DecimalField(_("capacity"), max_digits=3, decimal_places=2, default=Decimal("1.00"))
    tags = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    last_assigned_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "department"], name="membership_once"),
            models.UniqueConstraint(fields=["department"], condition=Q(role="lead"), name="department_one_lead"),
            models.UniqueConstraint(fields=["department"], condition=Q(role="deputy"), name="department_one_deputy"),
            models.CheckConstraint(condition=Q(role__in=["lead", "deputy", "reviewer"]), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(capacity__gte=Decimal("0.1"), capacity__lte=Decimal("1.0")),
                name="membership_capacity_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} of {self.department_id}"


class RoleGrant(PublicModel):
    """A role for the whole organisation; being an administrator gives none of the others."""

    class Role(models.TextChoices):
        TRIAGER = "triager", _("triager")
        PROGRAMME_MANAGER = "programme_manager", _("programme manager")
        BOARD_CHAIR = "board_chair", _("chair of the board")
        ADMINISTRATOR = "administrator", _("administrator")

    person = models.ForeignKey("ideas.User", models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    granted_by = models.ForeignKey("ideas.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "role"], name="role_grant_once"),
            models.UniqueConstraint(fields=["role"], condition=Q(role="board_chair"), name="role_grant_one_chair"),
            models.CheckConstraint(
                condition=Q(role__in=["triager", "programme_manager", "board_chair", "administrator"]),
                name="role_grant_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} is {self.role}"


class Absence(PublicModel):
    """Days on which a person is away, both ends included, or half of one day."""

    class Source(models.TextChoices):
        SELF = "self", _("told by the person")
        LEAD = "lead", _("told by the lead")
        FEED = "feed", _("told by the personnel system")

    class Part(models.TextChoices):
        WHOLE = "whole", _("the whole day")
        MORNING = "morning", _("the morning")
        AFTERNOON = "afternoon", _("the afternoon")

    person = models.ForeignKey("ideas.User", models.CASCADE, related_name="absences")
    from_on = models.DateField(_("first day away"))
    to_on = models.DateField(_("last day away"))
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.SELF)
    part = models.CharField(
        _("part of the day"), max_length=10, choices=Part.choices, default=Part.WHOLE, db_default="whole"
    )

    objects: ClassVar["AbsenceManager[Absence]"] = AbsenceManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="absence_ends_after_start"),
            models.UniqueConstraint(
                fields=["person", "from_on", "to_on"], condition=~Q(part="afternoon"), name="absence_once_until_noon"
            ),
            models.UniqueConstraint(
                fields=["person", "from_on", "to_on"], condition=~Q(part="morning"), name="absence_once_from_noon"
            ),
            models.CheckConstraint(condition=Q(part__in=["whole", "morning", "afternoon"]), name="absence_part_known"),
            models.CheckConstraint(condition=Q(part="whole") | Q(from_on=F("to_on")), name="absence_part_of_one_day"),
        ]
        indexes = [models.Index(fields=["person", "to_on"], name="absence_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} away {self.from_on}–{self.to_on}"
