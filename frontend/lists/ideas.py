"""Lists of ideas as files: the board, my ideas, what is behind a figure of the overview, what waits for a decision."""

from collections.abc import Callable, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.csv import Column, Listing, Row, csv_view
from frontend.forms.board import BoardForm
from frontend.http import MemberRequest
from frontend.views.mine import LAST_CHANGED
from frontend.views.overview import NEWEST, asked_figure
from frontend.waiting import WaitingRow, asked_order, shown_rows
from ideas.exceptions import InvalidValue
from ideas.models import Idea, User
from ideas.selectors.authors import shown_author
from ideas.selectors.board import ideas_for_board, in_order, ordering_of
from ideas.selectors.ideas import my_ideas
from ideas.selectors.ranking import ORDERINGS, waiting_ideas
from ideas.selectors.support import shown_departments
from ideas.services.reads import record_reads

_ROW: Final = "_waiting_row"

NUMBER: Final[Column[Idea]] = Column(gettext_lazy("Number"), lambda idea: idea.ref)
TITLE: Final[Column[Idea]] = Column(gettext_lazy("Title"), lambda idea: idea.title)
STAGE: Final[Column[Idea]] = Column(gettext_lazy("Stage"), lambda idea: idea.get_stage_display())
TIER: Final[Column[Idea]] = Column(gettext_lazy("Tier"), lambda idea: idea.tier)
SENT: Final[Column[Idea]] = Column(gettext_lazy("Sent"), lambda idea: idea.submitted_at)
ANSWER_BY: Final[Column[Idea]] = Column(gettext_lazy("Next answer by"), lambda idea: idea.next_answer_at)
VOTES: Final[Column[Idea]] = Column(gettext_lazy("Votes"), lambda idea: idea.tally.vote_count)
SCORE: Final[Column[Idea]] = Column(gettext_lazy("Score"), lambda idea: _waiting(idea).number)
SCORED: Final[Column[Idea]] = Column(gettext_lazy("Scored by departments"), lambda idea: _waiting(idea).line)


def logs_reads(viewer: User, ideas_of: Callable[[list[Row]], Sequence[Idea]]) -> Callable[[list[Row]], None]:
    """Return what logs the confidential ideas of each batch as read by `viewer`."""
    return lambda batch: record_reads(ideas=ideas_of(batch), by=viewer)


def _themselves(ideas: list[Idea]) -> Sequence[Idea]:
    return ideas


def _authors_for(viewer: User) -> Column[Idea]:
    return Column(
        gettext_lazy("Authors"),
        lambda idea: ", ".join(person.name for person in shown_author(idea, viewer).people),
    )


def _board(request: MemberRequest) -> Listing[Idea]:
    form = BoardForm(request.GET)
    if not form.is_valid():
        raise InvalidValue(_("This list has no such filter."))
    columns: tuple[Column[Idea], ...] = (
        NUMBER,
        TITLE,
        STAGE,
        TIER,
        _authors_for(request.user),
        SENT,
        ANSWER_BY,
        VOTES,
        Column(gettext_lazy("Departments that vote"), lambda idea: shown_departments(idea.tally) or None),
        Column(gettext_lazy("Comments"), lambda idea: idea.tally.comment_count),
        Column(gettext_lazy("Campaign"), lambda idea: idea.campaign.title if idea.campaign else None),
        Column(gettext_lazy("Tags"), lambda idea: ", ".join(tag.name for tag in idea.tags.all())),
    )
    rows = in_order(ideas_for_board(viewer=request.user, filters=form.filters), form.chosen_order)
    ordering = ordering_of(form.chosen_order, form.filters)
    return Listing(rows, ordering, columns, logs_reads(request.user, _themselves))


def _mine(request: MemberRequest) -> Listing[Idea]:
    changed = Column[Idea](gettext_lazy("Last changed"), lambda idea: idea.updated_at)
    columns = (NUMBER, TITLE, STAGE, _authors_for(request.user), SENT, ANSWER_BY, changed)
    return Listing(my_ideas(viewer=request.user), LAST_CHANGED, columns)


def _behind_figure(request: MemberRequest, figure: str) -> Listing[Idea]:
    columns = (NUMBER, TITLE, STAGE, TIER, SENT, ANSWER_BY, VOTES)
    return Listing(asked_figure(request, figure).ideas, NEWEST, columns, logs_reads(request.user, _themselves))


def _to_decide(request: MemberRequest) -> Listing[Idea]:
    form, log = asked_order(request), logs_reads(request.user, _themselves)
    columns: tuple[Column[Idea], ...] = (NUMBER, TITLE, STAGE, TIER, SENT, ANSWER_BY)
    if len(form.orders) > 1:
        columns += (SCORE, SCORED)

    def prepare(ideas: list[Idea]) -> None:
        log(ideas)
        for row in shown_rows(request.user, ideas):
            row.idea.__dict__[_ROW] = row

    rows = waiting_ideas(viewer=request.user, order=form.chosen_order)
    return Listing(rows, ORDERINGS[form.chosen_order], columns, prepare)


def _waiting(idea: Idea) -> WaitingRow:
    row: WaitingRow = idea.__dict__[_ROW]
    return row


board_csv = csv_view("ideas", _board)
mine_csv = csv_view("my-ideas", _mine)
figure_csv = csv_view("overview", _behind_figure)
to_decide_csv = csv_view("to-decide", _to_decide)
