"""Bodies of ideas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, Literal, get_args

from django.utils.translation import gettext_lazy as _

from api.filters import ListParameters, Parameter, SlugsParameter, TextParameter, WordParameter, WordsParameter
from api.v1.serializers.directory import DepartmentBody, PersonBody
from ideas.models import Campaign, IdeaTally, Tag, User
from ideas.selectors.acts import open_acts
from ideas.selectors.board import BREADTHS, BoardFilters, Due, Order, View
from ideas.selectors.rows import IdeaRow, RowPerson, rows_of
from ideas.selectors.support import shown_departments
from ideas.workflow import Stage

SUMMARY_CHARS = 280

Act = Literal[
    "edit", "submit", "delete", "withdraw", "attach", "resume", "vote", "withdraw_vote", "comment", "follow",
    "lock_discussion", "unlock_discussion",
]  # fmt: skip
IDEA_ACTS: Final = get_args(Act)


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
    version: Annotated[int, _("number of edits since the draft was begun, the ETag of the idea")]
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


def idea_rows(viewer: User, ids: Sequence[int]) -> list[IdeaRowBody]:
    """Return the bodies of the ideas with these keys in a list. One query however many rows."""
    return [_row(row, viewer) for row in rows_of(viewer=viewer, ids=ids)]


def figures_body(tally: IdeaTally) -> FiguresBody:
    """Return the numbers of one idea."""
    return FiguresBody(tally.vote_count, shown_departments(tally) or None, tally.comment_count)


def tag_body(tag: Tag) -> TagBody:
    """Return the body of one tag."""
    return TagBody(tag.slug, tag.name)


def campaign_ref(campaign: Campaign | None) -> CampaignRefBody | None:
    """Return the body of an idea's campaign."""
    return CampaignRefBody(campaign.slug, campaign.title) if campaign else None


def _row(row: IdeaRow, viewer: User) -> IdeaRowBody:
    visibility: Any = row.visibility
    acts: Any = open_acts(viewer, row)
    return IdeaRowBody(
        ref=row.ref,
        title=row.title,
        summary=row.text[:SUMMARY_CHARS],
        stage=row.stage,
        tier=row.tier,
        visibility=visibility,
        authors=[_person(person) for person in row.authors],
        are_authors_protected=not row.author_shown,
        campaign=CampaignRefBody(*row.campaign) if row.campaign else None,
        tags=[TagBody(*tag) for tag in row.tags],
        submitted_at=row.submitted_at,
        next_answer_at=row.next_answer_at,
        version=row.version,
        figures=FiguresBody(row.votes, row.departments or None, row.comments),
        has_voted=row.has_voted,
        is_own=row.is_own,
        allowed_actions=acts,
    )


def _person(person: RowPerson) -> PersonBody:
    department: Any = person.department
    if department is not None:
        department = DepartmentBody(department.public_id, department.slug, department.name, department.kind)
    return PersonBody(person.public_id, person.name, person.job_title, department)
