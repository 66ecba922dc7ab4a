"""Ideas for those who read them."""

import uuid

from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.models import Attachment, Campaign, Decision, Idea, Tag, User
from ideas.querysets.ideas import IdeaQuerySet
from ideas.selectors.authors import with_authors


def ideas_for_reader(*, viewer: User) -> IdeaQuerySet:
    """Return every idea whose text `viewer` may read, their own drafts included; unevaluated, without an order.

    Each row has `tally` and `campaign` loaded, authors and tags prefetched: three queries however many rows.
    """
    found = Idea.objects.visible_to(viewer).select_related("tally", "campaign").defer("search")
    return found.prefetch_related(with_authors(), "tags")


def idea_for_reader(*, viewer: User, ref: str) -> Idea:
    """Return the idea `ref` as `viewer` may read it, loaded as by `ideas_for_reader`.

    Three queries for an idea that every member of staff may read, at most five for others.

    Raises:
        NotFound: it does not exist, or `viewer` may not see it (404); the same for both.
    """
    rows = Idea.objects.filter(ref=ref).select_related("tally", "campaign").defer("search")
    found = next(iter(rows), None)
    if found is None or not _is_readable(found, viewer):
        raise NotFound(_("There is no such idea, or you may not see it."))
    prefetch_related_objects([found], with_authors(), "tags")
    return found


def idea_to_act_on(*, viewer: User, ref: str) -> Idea:
    """Return the idea `ref` as `viewer` may see it, with its stage and visibility alone, for acts that need no more.

    One query for an idea that every member of staff may read, two for others.

    Raises:
        NotFound: it does not exist, or `viewer` may not see it (404); the same for both.
    """
    found = next(iter(Idea.objects.filter(ref=ref).only("ref", "stage", "visibility")), None)
    if found is None or not _is_readable(found, viewer):
        raise NotFound(_("There is no such idea, or you may not see it."))
    return found


def is_read_by_all(*, ref: str) -> bool:
    """Return whether `ref` is an idea that everybody here may read. One query."""
    found = Idea.objects.filter(ref=ref).only("visibility", "stage").first()
    return found is not None and found.is_open


def _is_readable(idea: Idea, viewer: User) -> bool:
    """An idea that everybody here may read needs no question; any other goes through the access door."""
    return viewer.is_active and (idea.is_open or Idea.objects.filter(pk=idea.pk).visible_to(viewer).exists())


def my_ideas(*, viewer: User) -> IdeaQuerySet:
    """Return the ideas `viewer` wrote, wrote with others, or that were sent for them; the last changed first.

    Each row has `has_answer: bool`: its present round is decided, which authors know before everybody else.
    """
    decided = Decision.objects.filter(idea=OuterRef("pk"), round=OuterRef("round"))
    found = ideas_for_reader(viewer=viewer).written_by(viewer)
    return found.annotate(has_answer=Exists(decided)).order_by("-updated_at", "-id")


def attachments_of(*, idea: Idea) -> "QuerySet[Attachment]":
    """Return the files of `idea` that were not removed, oldest first, without the pictures of outcomes. One query."""
    return Attachment.objects.filter(idea=idea, deleted_at__isnull=True, outcome__isnull=True).order_by("id")


def attachment_for_reader(*, viewer: User, public_id: uuid.UUID) -> Attachment:
    """Return a file of an idea that `viewer` may read, with its idea.

    Raises:
        NotFound: there is none, it was removed, or `viewer` may not see its idea (404); the same for all.
    """
    visible = Idea.objects.visible_to(viewer)
    found = Attachment.objects.filter(public_id=public_id, deleted_at__isnull=True, idea__in=visible)
    attachment = found.select_related("idea").first()
    if attachment is None:
        raise NotFound(_("There is no such file, or you may not see it."))
    return attachment


def all_tags() -> "QuerySet[Tag]":
    """Return every tag by its slug."""
    return Tag.objects.order_by("slug", "id")


def all_campaigns() -> "QuerySet[Campaign]":
    """Return every campaign, the latest to open first."""
    return Campaign.objects.order_by("-opens_at", "-id")


def open_campaigns() -> "QuerySet[Campaign]":
    """Return the campaigns that take ideas now, the first to close first."""
    return Campaign.objects.filter(opens_at__lte=Now(), closes_at__gt=Now()).order_by("closes_at", "id")
