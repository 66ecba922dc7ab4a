"""An idea as the board shows it: one card, its date and its marks in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.addresses import idea_address
from ideas.models import User
from ideas.policies.support import vote_is_open
from ideas.selectors.rows import IdeaRow, rows_of
from ideas.workflow import OPEN_STAGES, Stage

SUMMARY_CHARS = 180
GAP = 1.2
ANSWERED = frozenset({"submitted", "lapsed"})


@dataclass(frozen=True)
class When:
    """The date that somebody is owed, or when the answer came."""

    tone: str = "owed"
    label: str = ""
    date: date | datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class TagLink:
    """A tag and the list it opens."""

    name: str
    url: str


@dataclass(frozen=True)
class Card:
    """Context of components/idea_card.html; equal cards look alike."""

    ref: str
    url: str
    title: str
    author_name: str
    department_name: str
    submitted_at: datetime | None
    summary: str
    stage: str
    live_version: int
    votes: int
    departments: int
    parts: tuple[tuple[str, str], ...]
    has_voted: bool
    can_vote: bool
    is_own: bool
    vote_url: str
    fragment_url: str
    pips: tuple[str, ...]
    pips_label: str
    tags: tuple[TagLink, ...]
    when_tone: str
    when_label: str
    when_date: date | datetime | None
    when_note: str
    why: str = ""


def cards_of(*, viewer: User, ids: Sequence[int], explains_first: bool = False) -> list[Card]:
    """Return the cards of the ideas with these keys, which `viewer` may see, in their order. At most two queries.

    Args:
        explains_first: the first card says why it stands there; for the hot list's first page.
    """
    rows = rows_of(viewer=viewer, ids=ids, has_states=True)
    return [_card(row, viewer, why=explains_first and position == 0) for position, row in enumerate(rows)]


def _card(row: IdeaRow, viewer: User, *, why: bool) -> Card:
    author = row.authors[0] if row.authors else None
    states = row.states if row.stage in OPEN_STAGES else ()
    when, board = when_of(row), reverse("board")
    return Card(
        ref=row.ref,
        url=idea_address(row.ref),
        title=row.title,
        author_name=author.name if author else "",
        department_name=author.department.name if author and author.department else "",
        submitted_at=row.submitted_at,
        summary=shortened(row.text),
        stage=row.stage,
        live_version=row.live_version,
        votes=row.votes,
        departments=row.departments,
        parts=even_parts(row.departments),
        has_voted=row.has_voted,
        can_vote=viewer.is_active and vote_is_open(takes_votes=row.takes_votes, is_own=row.is_own),
        is_own=row.is_own,
        vote_url=idea_address(row.ref, "idea-vote"),
        fragment_url=idea_address(row.ref, "idea-card"),
        pips=states,
        pips_label=answers_in(states),
        tags=tuple(TagLink(name, f"{board}?{urlencode({'tag': slug})}") for slug, name in row.tags),
        when_tone=when.tone,
        when_label=when.label,
        when_date=when.date,
        when_note=when.note,
        why=why_hot(row) if why else "",
    )


def shortened(text: str) -> str:
    """Return the beginning of a text, cut between two words."""
    line = " ".join(text.split())
    if len(line) <= SUMMARY_CHARS:
        return line
    return line[:SUMMARY_CHARS].rpartition(" ")[0].rstrip(",;:.") + "…"


def even_parts(departments: int) -> tuple[tuple[str, str], ...]:
    """Return one part of equal width for each department: how large each is would give small numbers away."""
    if departments < 1:
        return ()
    width = (100 - GAP * (departments - 1)) / departments
    return tuple((f"{number * (width + GAP):.1f}", f"{max(width, 0.1):.1f}") for number in range(departments))


def answers_in(states: Sequence[str]) -> str:
    """Return "2 of 4 answers in"."""
    if not states:
        return ""
    given = sum(state in ANSWERED for state in states)
    if given == len(states):
        return ngettext("the answer is in", "all %(all)d answers in", given) % {"all": given}
    return _("%(given)d of %(all)d answers in") % {"given": given, "all": len(states)}


def when_of(row: IdeaRow) -> When:
    """Return the date of an idea in a list: what is owed, or when it was answered."""
    if row.next_answer_at is not None:
        return _owed(row.next_answer_at)
    if row.stage == Stage.PARKED and row.wakes_on is not None:
        return When("neutral", _("Wakes up"), row.wakes_on)
    if row.announced_at is None:
        return When()
    return When("no" if row.stage == Stage.DECLINED else "yes", _("Answered"), row.announced_at)


def _owed(moment: datetime) -> When:
    if moment < timezone.now():
        return When("late", _("Late. It was promised by"), moment)
    days = (timezone.localtime(moment).date() - timezone.localdate()).days
    note = ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days} if days > 1 else ""
    return When("owed", _("Answer by"), moment, note)


def why_hot(row: IdeaRow) -> str:
    """Return why an idea stands first in the hot list, as its formula has it."""
    votes = row.votes
    days = (timezone.now() - row.submitted_at).days if row.submitted_at else 0
    return _(
        "%(votes)s and %(days)s. “Hot” weighs votes against age: to keep its place for another week, an idea needs "
        "ten times the votes."
    ) % {
        "votes": ngettext("It has %(count)d vote", "It has %(count)d votes", votes) % {"count": votes},
        "days": ngettext("was shared %(count)d day ago", "was shared %(count)d days ago", days) % {"count": days},
    }
