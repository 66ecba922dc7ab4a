"""How the reviewer's desk shows its rows: what is due when, and in which tone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.models import Ballot, Department, Idea, Reaffirmation, Review, SecondReading, User
from ideas.policies.delegations import delegations_in_force
from ideas.policies.roles import standing_of
from ideas.realtime import version_at
from ideas.selectors.ballots import ballots_of
from ideas.selectors.decisions import ideas_to_decide
from ideas.selectors.directory import departments_for_directory
from ideas.selectors.personal_days import last_day_away
from ideas.selectors.reaffirmations import reaffirmations_of
from ideas.selectors.reviews import (
    Load,
    ReviewSheet,
    claimable_reviews,
    load_of,
    reviews_of,
    reviews_of_led_departments,
    second_readings_of,
)
from ideas.selectors.why_me import why_me

MAX_ROWS = 100


@dataclass(frozen=True)
class QueueRow:
    """One review in a list. `tone`: late, owed (today or tomorrow) or neutral; `is_stopped`: the author is asked."""

    review: Review
    tone: str
    is_stopped: bool
    why: str
    note: str


@dataclass(frozen=True)
class ClaimList:
    """What waits in one department; `version` is that of its live topic, in milliseconds since 1970."""

    department: Department
    version: int
    rows: Sequence[QueueRow]


@dataclass(frozen=True)
class Desk:
    """Everything on the desk of one person. `stands_in`: they lead no department; `led` are those whose leaders are away."""

    mine: Sequence[QueueRow]
    claimable: Sequence[ClaimList]
    led: Sequence[QueueRow]
    to_decide: Sequence[Idea]
    reaffirmations: Sequence[Reaffirmation]
    second_readings: Sequence[SecondReading]
    ballots: Sequence[Ballot]
    load: Load
    lead: str
    stands_in: bool = False
    load_steps: Sequence[bool] = field(default_factory=tuple)


def desk_of(viewer: User) -> Desk:
    """Return the desk of `viewer`; at most a hundred rows in each list."""
    mine = [row_of(review) for review in reviews_of(viewer=viewer)[:MAX_ROWS]]
    load = load_of(viewer=viewer)
    return Desk(
        mine=mine,
        claimable=claim_lists_of(viewer),
        led=[row_of(review) for review in reviews_of_led_departments(viewer=viewer)[:MAX_ROWS]],
        to_decide=list(ideas_to_decide(viewer=viewer)[:MAX_ROWS]),
        reaffirmations=list(reaffirmations_of(viewer=viewer)[:MAX_ROWS]),
        second_readings=list(second_readings_of(viewer=viewer)[:MAX_ROWS]),
        ballots=ballots_of(viewer=viewer, limit=MAX_ROWS),
        load=load,
        lead=" ".join(filter(None, (_away(viewer) if load.most else "", _lead(mine)))),
        stands_in=not (standing_of(viewer).leads | standing_of(viewer).deputises),
        load_steps=[number < load.points for number in range(max(load.most, load.points))],
    )


def late_words(sheet: ReviewSheet) -> str:
    """Return how late an open review is, for a lead who chooses what becomes of it; empty for everybody else."""
    is_late = sheet.review.due_at < timezone.now()
    if "extend" not in sheet.allowed_actions and not (is_late and "take_over" in sheet.allowed_actions):
        return ""
    return _("It is late.") if is_late else _("It is due today.")


def claim_lists_of(viewer: User) -> list[ClaimList]:
    """Return what `viewer` may take, one list for each of their departments."""
    version = version_at(timezone.now())
    own = standing_of(viewer).reviews_for
    rows = [row_of(review) for review in claimable_reviews(viewer=viewer)[:MAX_ROWS]]
    departments = [one for one in departments_for_directory(kind=None) if one.pk in own]
    return [
        ClaimList(department, version, [row for row in rows if row.review.department_id == department.pk])
        for department in departments
    ]


def row_of(review: Review) -> QueueRow:
    """Return `review` as a row of a list."""
    is_stopped = review.paused_at is not None
    return QueueRow(
        review, "neutral" if is_stopped else _tone(review.due_at), is_stopped, why_me(review), _note(review)
    )


def _tone(due_at: datetime) -> str:
    now = timezone.now()
    if due_at < now:
        return "late"
    tomorrow = timezone.localdate() + timedelta(days=1)
    return "owed" if timezone.localtime(due_at).date() <= tomorrow else "neutral"


def _note(review: Review) -> str:
    if review.state == Review.State.DRAFTING:
        return _("Draft saved")
    if review.state == Review.State.ASSIGNED:
        return _("Not opened yet")
    return ""


def _away(viewer: User) -> str:
    """Say until when `viewer` is away today, and who acts for them; empty where they are here. One query, and two while away."""
    until = last_day_away(person=viewer, today=timezone.localdate())
    if until is None:
        return ""
    words = _("You are away until %(day)s; nothing new comes to you.") % {"day": date_format(until, "j M Y")}
    names = [one.to_person.name for one in delegations_in_force(from_person=viewer)]
    return f"{words} {_('%(person)s acts for you.') % {'person': names[0]}}" if names else words


def _lead(rows: Iterable[QueueRow]) -> str:
    """Say in one line what is due."""
    late = sum(row.tone == "late" for row in rows)
    soon = sum(row.tone == "owed" for row in rows)
    if late:
        return ngettext("%(count)d is late.", "%(count)d are late.", late) % {"count": late}
    if soon:
        words = ngettext("%(count)d is due by tomorrow.", "%(count)d are due by tomorrow.", soon) % {"count": soon}
        return words + " " + _("Nothing is late.")
    return _("Nothing is late.")
