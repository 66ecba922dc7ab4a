"""Filters of ideas. `visible_to` is the one access door: whoever may not see an idea cannot tell that it exists.

Source: docs/permissions.md "Who may see an idea".
"""

from typing import TYPE_CHECKING, Final, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from ideas.querysets.readers import Reader, reader_of
from ideas.routing.cases import CASE_TIER
from ideas.workflow import OPEN_STAGES, Stage

UNRANKED: Final = -1  # below every score

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


def _manages_author(viewer: "User") -> Exists:
    authors = apps.get_model("ideas", "IdeaAuthor").objects
    return Exists(authors.filter(idea=OuterRef("pk"), kind="author", person__manager=viewer))


def _decided_by(viewer: "User", reader: Reader) -> list[Q]:
    """The decider of the idea's tier: the author's manager, Business, or the chair of the board."""
    ways = []
    if reader.manages:
        ways.append(Q(_manages_author(viewer), tier=0))
    if reader.decides_for_business:
        ways.append(Q(tier__lte=2))
    if "board_chair" in reader.roles:
        ways.append(Q(tier=3))
    return ways


def _ways_to_restricted(viewer: "User", reader: Reader) -> list[Q]:
    """The ways in which a restricted idea may be `viewer`'s to read, of those that can be true of them at all."""
    if reader.roles & {"triager", "programme_manager"}:
        return [Q()]
    ways = _decided_by(viewer, reader)
    if reader.is_named:
        ways.append(Q(_named_reader(viewer)))
    if reader.places:
        ways.append(Q(_in_department_asked(viewer)))
    return ways


def _ways_to_confidential(viewer: "User", reader: Reader) -> list[Q]:
    """The same for a confidential idea."""
    ways = _decided_by(viewer, reader)
    if reader.is_named:
        ways.append(Q(_named_reader(viewer)))
    if reader.owns_reviews or reader.places:
        ways.append(Q(_owns_review(viewer)))
    if reader.leads:
        ways.append(Q(_in_department_asked(viewer, role="lead")))
    return ways


def rank() -> Case:
    """The place of an idea among those ranked by their score, never null; UNRANKED below tier 2, or without a score."""
    scored = Coalesce("score", Value(UNRANKED), output_field=IntegerField())
    return Case(When(tier__gte=CASE_TIER, then=scored), default=Value(UNRANKED), output_field=IntegerField())


class IdeaQuerySet(_Ideas):
    """Ideas by who may see them, by stage and by order."""

    def visible_to(self, viewer: "User", *, reader: Reader | None = None) -> Self:
        """Only ideas whose text `viewer` may read.

        What `viewer` is, is asked first (one query, once a request), so that the statement names only those ways to an
        idea that can be theirs: for most people it is open, or their own.

        Args:
            reader: what `viewer` is, where that is known already.
        """
        if not viewer.is_active:
            return self.none()
        reader = reader or reader_of(viewer)
        readable = Q(visibility="open")
        for way in _ways_to_restricted(viewer, reader):
            readable |= Q(visibility="restricted") & way
        for way in _ways_to_confidential(viewer, reader):
            readable |= Q(visibility="confidential") & way
        return self.filter((~Q(stage=Stage.DRAFT) & readable) | Q(_author(viewer)))

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
