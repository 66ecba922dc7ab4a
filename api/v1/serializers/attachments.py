"""Bodies of files, tags, campaigns, versions and similar ideas."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import LineField
from api.filters import ListParameters, NumberParameter, Parameters, TextParameter
from api.serializers import StrictSerializer
from ideas.models import Attachment, Campaign, Idea, IdeaVersion
from ideas.selectors.versions import FieldDiff
from ideas.services.tags import MAX_TAG_CHARS


@dataclass(frozen=True, slots=True)
class AttachmentBody:
    """A file of an idea."""

    id: UUID
    idea: Annotated[str, _("ref of its idea")]
    name: str
    media_type: str
    size_bytes: int
    sha256: Annotated[str, _("of the bytes that are kept: pictures are written anew")]
    created_at: datetime
    content_url: Annotated[str, _("where its bytes are")]


@dataclass(frozen=True, slots=True)
class CampaignBody:
    """A question that the organisation asks its staff for a time."""

    id: UUID
    slug: str
    title: str
    question: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class VersionBody:
    """A text of an idea that was kept."""

    version: Annotated[int, _("1 is what was sent; it is no ETag")]
    created_at: datetime
    title: str
    problem: str
    proposal: str
    expected_result: str


@dataclass(frozen=True, slots=True)
class PieceBody:
    """A run of text that stayed, came or went."""

    op: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True, slots=True)
class FieldDiffBody:
    """How one text changed."""

    field: str
    is_changed: bool
    pieces: list[PieceBody]


@dataclass(frozen=True, slots=True)
class ChangesBody:
    """What changed between two versions."""

    older: int
    newer: int
    fields: list[FieldDiffBody]


@dataclass(frozen=True, slots=True)
class SimilarIdeaBody:
    """An idea that resembles a text."""

    ref: str
    title: str
    stage: str
    votes: int
    next_answer_at: datetime | None
    likeness: Annotated[float, _("0 to about 2; higher is more alike")]


@dataclass(frozen=True, slots=True)
class SimilarBody:
    """Ideas that resemble a text, the most alike first."""

    results: list[SimilarIdeaBody]


class TagCreateSerializer(StrictSerializer):
    name = LineField(max_chars=MAX_TAG_CHARS)


class SimilarParameters(Parameters):
    text = TextParameter(required=True, help_text=_("a title, or a few words of it"))
    limit = NumberParameter(least=1, most=20, default=5)


class ChangesParameters(Parameters):
    older = NumberParameter(least=1, most=999_999, required=True)
    newer = NumberParameter(least=1, most=999_999, required=True)


class TagListParameters(ListParameters):
    """No filter."""


def attachment_body(attachment: Attachment, ref: str, content_url: str) -> AttachmentBody:
    """Return the body of one file."""
    return AttachmentBody(
        id=attachment.public_id,
        idea=ref,
        name=attachment.name,
        media_type=attachment.media_type,
        size_bytes=attachment.size_bytes,
        sha256=attachment.sha256,
        created_at=attachment.created_at,
        content_url=content_url,
    )


def campaign_body(campaign: Campaign) -> CampaignBody:
    """Return the body of one campaign."""
    return CampaignBody(
        campaign.public_id, campaign.slug, campaign.title, campaign.question, campaign.opens_at, campaign.closes_at
    )


def version_body(row: IdeaVersion) -> VersionBody:
    """Return the body of one version; who wrote it is not told, because authors may be protected."""
    return VersionBody(row.version, row.created_at, row.title, row.problem, row.proposal, row.expected_result)


def changes_body(older: int, newer: int, diffs: tuple[FieldDiff, ...]) -> ChangesBody:
    """Return what changed."""
    fields = []
    for diff in diffs:
        ops: list[Any] = [piece.op.value for piece in diff.pieces]
        pieces = [PieceBody(op, piece.text) for op, piece in zip(ops, diff.pieces, strict=True)]
        fields.append(FieldDiffBody(diff.field, diff.is_changed, pieces))
    return ChangesBody(older, newer, fields)


def similar_body(ideas: list[Idea]) -> SimilarBody:
    """Return ideas with how alike they are."""
    return SimilarBody(
        [
            SimilarIdeaBody(
                one.ref,
                one.title,
                one.stage,
                one.tally.vote_count,
                one.next_answer_at,
                round(float(getattr(one, "likeness", 0.0)), 3),
            )
            for one in ideas
        ]
    )
