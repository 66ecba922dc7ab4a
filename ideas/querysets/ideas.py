"""Filters of ideas. `visible_to` is the one access door: whoever may not see an idea cannot tell that it exists.

Source: docs/permissions.md "Who may see an idea".
"""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from ideas.workflow import OPEN_STAGES, Stage

if TYPE_CHECKING:
    from ideas.models import Idea, User

    _Ideas = models.QuerySet[Idea]
else:
    _Ideas = models.QuerySet


def _named_reader(viewer: "User") -> Exists:
    return Exists(apps.get_model("ideas", "IdeaReader").objects.filter(idea=OuterRef("pk"), person=viewer))


def _author(viewer: "User") -> Exists:
    return Exists(apps.get_model("ideas", "IdeaAuthor").objects.filter(idea=OuterRef("pk"), person=viewer))


def _in_department_asked(viewer: "User", **role: object) -> Exists:
    """Whether `viewer` has a membership (of `role`, where given) in a department that reviews the idea."""
    reviews = apps.get_model("ideas", "Review").objects
    memberships = {f"department__memberships__{key}": value for key, value in {"person": viewer, **role}.items()}
    return Exists(reviews.filter(idea=OuterRef("pk"), **memberships))


def _owns_review(viewer: "User") -> Exists:
    return Exists(apps.get_model("ideas", "Review").objects.filter(idea=OuterRef("pk"), owner=viewer))


def _granted(viewer: "User", *roles: str) -> Exists:
    return Exists(apps.get_model("ideas", "RoleGrant").objects.filter(person=viewer, role__in=roles))


def _decider(viewer: "User") -> Q:
    """The decider of the idea's tier: the author's manager, Business, or the chair of the board."""
    manages_author = Exists(
        apps.get_model("ideas", "IdeaAuthor").objects.filter(idea=OuterRef("pk"), kind="author", person__manager=viewer)
    )
    leads_business = Exists(
        apps.get_model("ideas", "Membership").objects.filter(
            person=viewer, department__slug="business", role__in=["lead", "deputy"]
        )
    )
    return Q(manages_author, tier=0) | Q(leads_business, tier__lte=2) | Q(_granted(viewer, "board_chair"), tier=3)


class IdeaQuerySet(_Ideas):
    """Ideas by who may see them, by stage and by order."""

    def visible_to(self, viewer: "User") -> Self:
        """Only ideas whose text `viewer` may read."""
        if not viewer.is_active:
            return self.none()
        sent = ~Q(stage=Stage.DRAFT)
        restricted = (
            Q(_named_reader(viewer))
            | Q(_in_department_asked(viewer))
            | Q(_granted(viewer, "triager", "programme_manager"))
            | _decider(viewer)
        )
        confidential = (
            Q(_named_reader(viewer))
            | Q(_owns_review(viewer))
            | Q(_in_department_asked(viewer, role="lead"))
            | _decider(viewer)
        )
        return self.filter(
            (sent & Q(visibility="open"))
            | (sent & Q(visibility="restricted") & restricted)
            | (sent & Q(visibility="confidential") & confidential)
            | Q(_author(viewer))
        )

    def written_by(self, person: "User") -> Self:
        """Only ideas of which `person` is an author, co-author, or for whom it was sent."""
        return self.filter(_author(person))

    def sent(self) -> Self:
        """Only ideas that are no drafts."""
        return self.exclude(stage=Stage.DRAFT)

    def waiting_for_answer(self) -> Self:
        """Only ideas that somebody still owes an answer."""
        return self.filter(stage__in=OPEN_STAGES)

    def newest_first(self) -> Self:
        """Latest submitted first."""
        return self.order_by("-submitted_at", "-id")

    def hottest_first(self) -> Self:
        """Highest heat first."""
        return self.order_by("-tally__heat", "-id")

    def most_voted_first(self) -> Self:
        """Most votes first."""
        return self.order_by("-tally__vote_count", "-id")

    def next_answer_first(self) -> Self:
        """Next promised date first, late ones leading; only ideas that have such a date."""
        return self.filter(next_answer_at__isnull=False).order_by("next_answer_at", "id")


IdeaManager = models.Manager.from_queryset(IdeaQuerySet)
