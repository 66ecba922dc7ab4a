"""Bodies of ideas."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_lazy as _

from api.filters import ListParameters, Parameter, SlugsParameter, TextParameter, WordParameter, WordsParameter
from api.v1.serializers.directory import PersonBody, person_body
from ideas.models import Campaign, Idea, IdeaTally, Tag, User
from ideas.selectors.acts import Standing, standings_of
from ideas.selectors.authors import shown_author
from ideas.selectors.board import BREADTHS, BoardFilters, Due, Order, View
from ideas.selectors.support import shown_departments
from ideas.workflow import Stage

SUMMARY_CHARS = 280

Act = Literal[
    "edit", "submit", "delete", "withdraw", "attach", "vote", "withdraw_vote", "comment", "follow",
    "lock_discussion", "unlock_discussion",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FiguresBody:
    """Support in numbers."""

    votes: int
    departments: Annotated[int | None, _("from how many departments votes come; null below five votes")]
    comments: int


@dataclass(frozen=True, slots=True)
class TagBody:
    """A theme."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class CampaignRefBody:
    """The campaign that an idea answers."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class IdeaRowBody:
    """An idea in a list."""

    ref: Annotated[str, _("the public number, such as GS-000412")]
    title: str
    summary: Annotated[str, _("the beginning of the problem, at most 280 characters")]
    stage: str
    tier: Annotated[int | None, _("0 to 3, null while it is a draft")]
    visibility: Literal["open", "restricted", "confidential"]
    authors: Annotated[list[PersonBody], _("the author first; empty where they are not shown to you")]
    are_authors_protected: Annotated[bool, _("the authors chose not to be shown")]
    campaign: CampaignRefBody | None
    tags: list[TagBody]
    submitted_at: datetime | None
    next_answer_at: Annotated[datetime | None, _("when somebody owes the next answer; null when nobody does")]
    version: Annotated[int, _("number of edits, the ETag of the idea")]
    figures: FiguresBody
    has_voted: bool
    is_own: bool
    allowed_actions: list[Act]


class IdeaListParameters(ListParameters):
    q = TextParameter(help_text=_("words, “exact words”, or qualifiers: is:late is:open author:me asked: tag: stage:"))
    view = WordParameter(choices=View, default=View.ALL.value, help_text=_("which ideas"))
    stage = WordsParameter(choices=[stage for stage in Stage.values if stage != Stage.DRAFT])
    asked = SlugsParameter(help_text=_("departments asked, by slug"))
    breadth = WordParameter(choices=[str(number) for number in BREADTHS], help_text=_("least number of departments"))
    due = WordsParameter(choices=Due, help_text=_("when the next answer is promised"))
    campaign = Parameter(help_text=_("slug of a campaign"))
    tag = SlugsParameter(help_text=_("tags, by slug"))
    order = WordParameter(choices=Order, default=Order.HOT.value, help_text=_("best needs q"))


def filters_of(parameters: Any) -> BoardFilters:
    """Return the filters that checked query parameters name."""
    breadth = parameters.get("breadth")
    return BoardFilters(
        text=parameters.get("q", ""),
        view=View(parameters["view"]),
        stages=parameters.get("stage", ()),
        asked=parameters.get("asked", ()),
        breadth=int(breadth) if breadth else None,
        due=tuple(Due(one) for one in parameters.get("due", ())),
        campaign=parameters.get("campaign"),
        tags=parameters.get("tag", ()),
    )


def idea_rows(viewer: User, ideas: Iterable[Idea]) -> list[IdeaRowBody]:
    """Return the bodies of some ideas in a list. Five queries however many rows."""
    rows = list(ideas)
    standings = standings_of(viewer=viewer, ideas=rows)
    return [_row(idea, viewer, standings[idea.pk]) for idea in rows]


def figures_body(tally: IdeaTally) -> FiguresBody:
    """Return the numbers of one idea."""
    return FiguresBody(tally.vote_count, shown_departments(tally) or None, tally.comment_count)


def tag_body(tag: Tag) -> TagBody:
    """Return the body of one tag."""
    return TagBody(tag.slug, tag.name)


def campaign_ref(campaign: Campaign | None) -> CampaignRefBody | None:
    """Return the body of an idea's campaign."""
    return CampaignRefBody(campaign.slug, campaign.title) if campaign else None


def _row(idea: Idea, viewer: User, standing: Standing) -> IdeaRowBody:
    byline = shown_author(idea, viewer)
    visibility: Any = idea.visibility
    acts: Any = list(standing.acts)
    return IdeaRowBody(
        ref=idea.ref,
        title=idea.title,
        summary=idea.problem[:SUMMARY_CHARS],
        stage=idea.stage,
        tier=idea.tier,
        visibility=visibility,
        authors=[person_body(person) for person in byline.people],
        are_authors_protected=not idea.author_shown,
        campaign=campaign_ref(idea.campaign),
        tags=[tag_body(tag) for tag in idea.tags.all()],
        submitted_at=idea.submitted_at,
        next_answer_at=idea.next_answer_at,
        version=idea.version,
        figures=figures_body(idea.tally),
        has_voted=standing.has_voted,
        is_own=standing.is_own,
        allowed_actions=acts,
    )
