"""An idea as the board shows it: one card, its date and its marks in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.addresses import idea_address
from ideas.models import Idea, User
from ideas.selectors.acts import Standing, standings_of
from ideas.selectors.authors import shown_author
from ideas.selectors.pips import required_states
from ideas.selectors.support import shown_departments
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
    """Context of components/idea_card.html."""

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
    parts: Sequence[tuple[str, str]]
    has_voted: bool
    can_vote: bool
    is_own: bool
    vote_url: str
    fragment_url: str
    pips: Sequence[str]
    pips_label: str
    tags: Sequence[TagLink]
    when_tone: str
    when_label: str
    when_date: date | datetime | None
    when_note: str
    why: str = ""


def cards_of(*, viewer: User, ideas: Iterable[Idea], explains_first: bool = False) -> list[Card]:
    """Return the cards of some ideas of `ideas_for_board`, in their order. At most seven queries.

    Args:
        explains_first: the first card says why it stands there; for the hot list's first page.
    """
    rows = list(ideas)
    standings = standings_of(viewer=viewer, ideas=rows)
    states = required_states(ideas=[idea for idea in rows if idea.stage in OPEN_STAGES])
    return [
        _card(idea, viewer, standings[idea.pk], states.get(idea.pk, ()), why=explains_first and position == 0)
        for position, idea in enumerate(rows)
    ]


def _card(idea: Idea, viewer: User, standing: Standing, states: tuple[str, ...], *, why: bool) -> Card:
    author = shown_author(idea, viewer).author
    when = when_of(idea)
    departments = shown_departments(idea.tally)
    return Card(
        ref=idea.ref,
        url=idea_address(idea.ref),
        title=idea.title,
        author_name=author.name if author else "",
        department_name=author.department.name if author and author.department else "",
        submitted_at=idea.submitted_at,
        summary=shortened(idea.problem),
        stage=idea.stage,
        live_version=idea.tally.live_version,
        votes=idea.tally.vote_count,
        departments=departments,
        parts=even_parts(departments),
        has_voted=standing.has_voted,
        can_vote=bool({"vote", "withdraw_vote"} & set(standing.acts)),
        is_own=standing.is_own,
        vote_url=reverse("idea-vote", args=[idea.ref]),
        fragment_url=reverse("idea-card", args=[idea.ref]),
        pips=states,
        pips_label=answers_in(states),
        tags=[TagLink(tag.name, f"{reverse('board')}?{urlencode({'tag': tag.slug})}") for tag in idea.tags.all()],
        when_tone=when.tone,
        when_label=when.label,
        when_date=when.date,
        when_note=when.note,
        why=why_hot(idea) if why else "",
    )


def shortened(text: str) -> str:
    """Return the beginning of a text, cut between two words."""
    line = " ".join(text.split())
    if len(line) <= SUMMARY_CHARS:
        return line
    return line[:SUMMARY_CHARS].rpartition(" ")[0].rstrip(",;:.") + "…"


def even_parts(departments: int) -> list[tuple[str, str]]:
    """Return one part of equal width for each department: how large each is would give small numbers away."""
    if departments < 1:
        return []
    width = (100 - GAP * (departments - 1)) / departments
    return [(f"{number * (width + GAP):.1f}", f"{max(width, 0.1):.1f}") for number in range(departments)]


def answers_in(states: Sequence[str]) -> str:
    """Return "2 of 4 answers in"."""
    if not states:
        return ""
    given = sum(state in ANSWERED for state in states)
    if given == len(states):
        return ngettext("the answer is in", "all %(all)d answers in", given) % {"all": given}
    return _("%(given)d of %(all)d answers in") % {"given": given, "all": len(states)}


def when_of(idea: Idea) -> When:
    """Return the date of an idea in a list: what is owed, or when it was answered."""
    if idea.next_answer_at is not None:
        return _owed(idea.next_answer_at)
    wakes_on: date | None = getattr(idea, "wakes_on", None)
    if idea.stage == Stage.PARKED and wakes_on is not None:
        return When("neutral", _("Wakes up"), wakes_on)
    announced_at: datetime | None = getattr(idea, "announced_at", None)
    if announced_at is None:
        return When()
    return When("no" if idea.stage == Stage.DECLINED else "yes", _("Answered"), announced_at)


def _owed(moment: datetime) -> When:
    if moment < timezone.now():
        return When("late", _("Late. It was promised by"), moment)
    days = (timezone.localtime(moment).date() - timezone.localdate()).days
    note = ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days} if days > 1 else ""
    return When("owed", _("Answer by"), moment, note)


def why_hot(idea: Idea) -> str:
    """Return why an idea stands first in the hot list, as its formula has it."""
    votes = idea.tally.vote_count
    days = (timezone.now() - idea.submitted_at).days if idea.submitted_at else 0
    return _(
        "%(votes)s and %(days)s. “Hot” weighs votes against age: to keep its place for another week, an idea needs "
        "ten times the votes."
    ) % {
        "votes": ngettext("It has %(count)d vote", "It has %(count)d votes", votes) % {"count": votes},
        "days": ngettext("was shared %(count)d day ago", "was shared %(count)d days ago", days) % {"count": days},
    }
