"""Bodies of one idea as its authors write it, and as everybody reads it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.fields import AnswersField, FlagField, IdField, LineField, ParagraphsField, WordField
from api.serializers import StrictSerializer
from api.v1.serializers.directory import PersonBody, person_body
from api.v1.serializers.ideas import (
    Act,
    CampaignRefBody,
    FiguresBody,
    TagBody,
    campaign_ref,
    figures_body,
    tag_body,
)
from ideas.models import Idea, User
from ideas.models.ideas import MAX_TEXT_CHARS, MAX_TITLE_CHARS
from ideas.selectors.acts import standings_of
from ideas.selectors.authors import shown_author
from ideas.selectors.drafts import latest_answer_set
from ideas.selectors.routing import promises_of
from ideas.selectors.triage import merge_of, redirect_of
from ideas.services.authorship import MAX_PEOPLE
from ideas.services.content import IdeaContent
from ideas.services.ideas import MAX_REASON_CHARS
from ideas.services.tags import MAX_TAG_CHARS, MAX_TAGS

MOST_SHOWN_CHARS = 600


@dataclass(frozen=True, slots=True)
class PromiseBody:
    """A date that was promised."""

    kind: Literal["first_response", "decision"]
    due_at: datetime
    working_days: Annotated[int, _("counted on the organisation's calendar")]
    kept_at: datetime | None


@dataclass(frozen=True, slots=True)
class RedirectRefBody:
    """Where an idea that is none belongs, and what its author was told."""

    door: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class IdeaBody:
    """An idea."""

    is_versioned: ClassVar[bool] = True
    ref: Annotated[str, _("the public number, such as GS-000412")]
    title: str
    problem: str
    proposal: str
    expected_result: str
    language: Literal["en", "other"]
    stage: str
    tier: Annotated[int | None, _("0 to 3, null while it is a draft")]
    visibility: Literal["open", "restricted", "confidential"]
    authors: Annotated[list[PersonBody], _("the author first; empty where they are not shown to you")]
    on_behalf_of: Annotated[list[PersonBody], _("for whom it was sent; empty where authors are not shown to you")]
    author_shown: bool
    campaign: CampaignRefBody | None
    tags: list[TagBody]
    answers: Annotated[dict[str, object] | None, _("answers to the short questions; null unless it is yours")]
    is_small: Annotated[bool | None, _("the one tick answers every question; null unless it is yours")]
    promises: list[PromiseBody]
    submitted_at: datetime | None
    updated_at: datetime
    next_answer_at: Annotated[datetime | None, _("when somebody owes the next answer; null when nobody does")]
    version: Annotated[int, _("number of edits since the draft was begun, the ETag")]
    merged_into: Annotated[str | None, _("ref of the idea that goes on, where this one was merged")]
    redirect: Annotated[RedirectRefBody | None, _("where it belongs, when it was sent there")]
    figures: FiguresBody
    has_voted: bool
    is_own: bool
    allowed_actions: list[Act]


class _People(serializers.ListField):
    def __init__(self, **options: Any) -> None:
        super().__init__(child=IdField(), max_length=MAX_PEOPLE, required=False, **options)


class IdeaEditSerializer(StrictSerializer):
    """Every part is optional; what is left out stays. A sent idea keeps its four texts, a draft may empty them."""

    title = LineField(max_chars=MAX_TITLE_CHARS, required=False)
    problem = ParagraphsField(max_chars=MAX_TEXT_CHARS, allow_blank=True, required=False)
    proposal = ParagraphsField(max_chars=MAX_TEXT_CHARS, allow_blank=True, required=False)
    expected_result = ParagraphsField(max_chars=MAX_TEXT_CHARS, allow_blank=True, required=False)
    language = WordField(choices=Idea.Language, required=False)
    answers = AnswersField(required=False, help_text=_("by question; null takes an answer back"))
    is_small = FlagField(required=False)
    visibility = WordField(choices=Idea.Visibility, required=False)
    author_shown = FlagField(required=False)
    campaign = LineField(max_chars=50, allow_blank=True, required=False, help_text=_("slug; empty for none"))
    tags = serializers.ListField(child=LineField(max_chars=MAX_TAG_CHARS), max_length=MAX_TAGS, required=False)
    co_authors = _People()
    on_behalf_of = _People()
    readers = _People()
    is_improvement = FlagField(
        required=False, help_text=_("let words pass that read as if they belonged elsewhere (`misplaced_concern`)")
    )


class IdeaCreateSerializer(IdeaEditSerializer):
    """A draft needs a title and nothing else."""

    title = LineField(max_chars=MAX_TITLE_CHARS)


class SubmitSerializer(StrictSerializer):
    shown = LineField(
        max_chars=MOST_SHOWN_CHARS,
        required=False,
        help_text=_("`shown` of the preview: where it is no longer true, nothing is sent (409, `routing_changed`)"),
    )


class WithdrawSerializer(StrictSerializer):
    reason = ParagraphsField(max_chars=MAX_REASON_CHARS, allow_blank=True, required=False, default="")


class PreviewSerializer(StrictSerializer):
    answers = AnswersField(required=False, default=dict)
    is_small = FlagField(required=False, default=False)


def content_of(values: dict[str, Any]) -> IdeaContent:
    """Return the content that a checked body gives."""
    lists = ("tags", "co_authors", "on_behalf_of", "readers")
    given: dict[str, Any] = {name: tuple(value) if name in lists else value for name, value in values.items()}
    return IdeaContent(**given)


def idea_body(idea: Idea, viewer: User) -> IdeaBody:
    """Return the body of one idea as `viewer` may read it. Six queries, one more once it is merged or redirected,
    and those of the reader's roles."""
    byline = shown_author(idea, viewer)
    standing = standings_of(viewer=viewer, ideas=[idea])[idea.pk]
    answers = latest_answer_set(idea=idea) if standing.is_own else None
    fixed: Any = {name: getattr(idea, name) for name in ("language", "visibility")}
    acts: Any = list(standing.acts)
    merge, door = merge_of(idea=idea), redirect_of(idea=idea)
    return IdeaBody(
        **{name: getattr(idea, name) for name in ("ref", "title", "problem", "proposal", "expected_result", "stage")},
        **fixed,
        tier=idea.tier,
        authors=[person_body(person) for person in byline.people],
        on_behalf_of=[person_body(person) for person in byline.on_behalf_of],
        author_shown=idea.author_shown,
        campaign=campaign_ref(idea.campaign),
        tags=[tag_body(tag) for tag in idea.tags.all()],
        answers=answers.answers if answers else None,
        is_small=answers.is_small if answers else None,
        promises=promise_bodies(idea),
        submitted_at=idea.submitted_at,
        updated_at=idea.updated_at,
        next_answer_at=idea.next_answer_at,
        version=idea.version,
        merged_into=merge.target.ref if merge else None,
        redirect=RedirectRefBody(door.door, door.label, door.words) if door else None,
        figures=figures_body(idea.tally),
        has_voted=standing.has_voted,
        is_own=standing.is_own,
        allowed_actions=acts,
    )


def promise_bodies(idea: Idea) -> list[PromiseBody]:
    """Return what was promised for the present round of `idea`, the nearest date first."""
    found = sorted(promises_of(idea=idea).values(), key=lambda one: one.due_at)
    kinds: Any = [one.kind for one in found]
    return [
        PromiseBody(kind, one.due_at, one.working_days, one.kept_at) for kind, one in zip(kinds, found, strict=True)
    ]
