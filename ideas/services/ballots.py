"""The board votes on an idea of Tier 3: opened when it is ready, counted with a quorum, decided by its chair.

Source: docs/review-process.md 3.9.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas import outbox
from ideas.each import for_each
from ideas.events.ballots import BallotClosed, BallotExtended, BallotOpened
from ideas.exceptions import Conflict, FieldProblem, InvalidValue, NotPermitted
from ideas.models import (
    Ballot,
    BallotSeat,
    BallotVote,
    Decision,
    Idea,
    IdeaReader,
    User,
)
from ideas.policies.ballots import BOARD_TIER, can_vote_for_seat, seat_of
from ideas.policies.deciders import deciders_of
from ideas.routing.ballots import ALWAYS_NEEDED, QUORUM, TIE, YES
from ideas.routing.clock import due_at
from ideas.selectors.ballots import count_of
from ideas.selectors.board_seats import seats_of_board
from ideas.selectors.calendars import organisation, working_calendar
from ideas.selectors.disagreement import flagged_departments
from ideas.services.audit import record_audit
from ideas.text import is_blank
from ideas.typed_text import TypedText
from ideas.workflow import Stage

OPEN_DAYS = 5  # working days of the organisation's calendar
MAX_TEXT_CHARS = 5000
Choice = BallotSeat.Choice


def open_ballot(*, idea: Idea) -> Ballot | None:
    """Let the board vote on `idea`, which became ready; None where it is not the board's, or no board can have a quorum.

    Seats are the seven departments; whoever sits for them on this day holds them. A vote that was there before goes on, because what it rests on has changed. The caller
    holds the lock on the idea's row. Whoever votes but could not read the idea is named its reader.

    Emits: BallotOpened.
    """
    if idea.tier != BOARD_TIER:
        return None
    known = Ballot.objects.filter(idea=idea, round=idea.round).first()
    chair = next(iter(deciders_of(idea)), None)
    seats = _seats()
    if known is not None:
        return _open_again(known)
    if chair is None or not _can_have_quorum(seats):
        return None
    now = timezone.now()
    ballot = Ballot.objects.create(idea=idea, round=idea.round, chair=chair.person, opened_at=now, closes_at=_closing())
    for seat in seats:
        seat.ballot = ballot
    BallotSeat.objects.bulk_create(seats)
    _let_read(idea, seats)
    outbox.record(BallotOpened(idea_id=idea.pk, ballot_id=ballot.pk))
    return ballot


def _open_again(ballot: Ballot) -> Ballot:
    """Votes stand until they are changed; what was counted does not."""
    ballot.closes_at, ballot.closed_at, ballot.outcome, ballot.count = _closing(), None, "", {}
    ballot.casting_choice, ballot.casting_reason, ballot.casting_by, ballot.cast_at = "", "", None, None
    ballot.save()
    outbox.record(BallotOpened(idea_id=ballot.idea_id, ballot_id=ballot.pk))
    return ballot


@transaction.atomic
def vote_in_ballot(*, ballot: Ballot, by: User, choice: str, reason: str) -> Ballot:
    """Vote for one's seat, or change that vote while the ballot is open; with the last seat's vote it closes.

    Raises:
        NotPermitted: `by` has no seat, stands in for none, or has a conflict (403, `no_seat`).
        Conflict: it is closed, the idea is not ready, or another one voted for this seat (409, `ballot_closed`,
            `seat_has_voted`).
        InvalidValue: no choice, or a no without its reason (422).

    Emits: BallotClosed with the last vote. Audited, without the choice.
    """
    row = _locked(ballot)
    seat = seat_of(by, row)
    if seat is None:
        raise NotPermitted(_("You have no seat in this vote, or a conflict with the idea."), code="no_seat")
    if row.closed_at is not None:
        raise Conflict(_("This vote is closed."), code="ballot_closed")
    known = BallotVote.objects.filter(seat=seat).first()
    if not can_vote_for_seat(by, seat, known):
        raise Conflict(_("This seat has voted already."), code="seat_has_voted")
    vote = known or BallotVote(seat=seat)
    vote.choice, vote.reason = _cleaned(choice, reason, tuple(Choice.values))
    vote.voter, vote.is_for_holder, vote.at = by, seat.holder_id != by.pk, timezone.now()
    vote.save()
    record_audit(action="ballot.vote", by=by, object_type="idea", object_id=row.idea.ref)
    if not _silent_seats(row):
        _count(row)
    return row


@transaction.atomic
def cast_deciding_vote(*, ballot: Ballot, by: User, choice: str, reason: str) -> Ballot:
    """Let the chair decide a vote that ended in a tie, with the reason.

    Raises:
        NotPermitted: `by` does not decide the idea (403, `not_decider`).
        Conflict: it is not closed, or not a tie (409, `no_tie`).
        InvalidValue: neither yes nor no, or no reason (422).

    Audited, without the choice.
    """
    row = _locked(ballot)
    if by not in [one.person for one in deciders_of(row.idea)]:
        raise NotPermitted(_("Only the chair decides a tie."), code="not_decider")
    if row.outcome != TIE:
        raise Conflict(_("There is no tie to decide."), code="no_tie")
    choice, reason = _cleaned(choice, reason, (Choice.YES.value, Choice.NO.value), is_reason_needed=True)
    row.outcome, row.casting_choice, row.casting_reason = choice, choice, reason
    row.casting_by, row.cast_at = by, timezone.now()
    row.save()
    record_audit(action="ballot.cast", by=by, object_type="idea", object_id=row.idea.ref)
    return row


def close_due_ballots() -> int:
    """Count every ballot whose time has passed; without a quorum it stays open for as long again. Return how many ended.

    Twice at once, or one after the other, changes nothing twice.

    Emits: BallotClosed or BallotExtended for each.
    """
    due = Ballot.objects.filter(closed_at__isnull=True, closes_at__lte=timezone.now())
    waiting = due.filter(idea__stage=Stage.READY_FOR_DECISION).order_by("closes_at", "id")
    return for_each(waiting, _close_if_due)


@transaction.atomic
def _close_if_due(ballot: Ballot) -> bool:
    Idea.objects.select_for_update(no_key=True).get(pk=ballot.idea_id)
    row = Ballot.objects.select_for_update(no_key=True, of=("self",)).select_related("idea").get(pk=ballot.pk)
    if row.closed_at is not None or row.closes_at > timezone.now() or row.idea.stage != Stage.READY_FOR_DECISION:
        return False
    return _count(row)


def _count(row: Ballot) -> bool:
    """Close `row` with what its seats come to; without a quorum extend it."""
    flagged = flagged_departments(idea=row.idea)
    row.seats.filter(department__in=flagged).update(is_flagged=True)
    row.seats.exclude(department__in=flagged).update(is_flagged=False)
    found = count_of(ballot=row)
    if not found.has_quorum:
        row.closes_at = _closing()
        row.save(update_fields=["closes_at"])
        outbox.record(BallotExtended(idea_id=row.idea_id, ballot_id=row.pk))
        return False
    row.closed_at, row.outcome, row.count = timezone.now(), found.outcome, asdict(found)
    row.save(update_fields=["closed_at", "outcome", "count"])
    outbox.record(BallotClosed(idea_id=row.idea_id, ballot_id=row.pk))
    return True


def _locked(ballot: Ballot) -> Ballot:
    """Return the ballot with its idea and itself locked, as long as the idea waits for its decision."""
    idea = Idea.objects.select_for_update(no_key=True).get(pk=ballot.idea_id)
    row = Ballot.objects.select_for_update(no_key=True, of=("self",)).get(pk=ballot.pk)
    row.idea = idea
    is_decided = Decision.objects.filter(idea=idea, round=row.round).exists()
    if idea.stage != Stage.READY_FOR_DECISION or idea.round != row.round or is_decided:
        raise Conflict(_("This vote is closed."), code="ballot_closed")
    return row


def _cleaned(choice: str, reason: str, choices: Sequence[str], *, is_reason_needed: bool = False) -> tuple[str, str]:
    typed = TypedText()
    clean = typed.paragraphs("reason", reason, max_chars=MAX_TEXT_CHARS)
    typed.refuse_problems()
    problems = []
    if choice not in choices:
        problems.append(FieldProblem("choice", "required", _("Choose one of the answers.")))
    if is_blank(clean) and (is_reason_needed or choice == Choice.NO):
        problems.append(FieldProblem("reason", "required", _("Say why. It is kept with the decision.")))
    if problems:
        raise InvalidValue(_("Something still lacks. What you wrote is kept."), problems=tuple(problems))
    return choice, clean


def _silent_seats(row: Ballot) -> bool:
    """Whether a seat that somebody holds has not voted yet."""
    held = row.seats.exclude(holder=None, deputy=None)
    return held.filter(vote__isnull=True).exists()


def _seats() -> list[BallotSeat]:
    return [BallotSeat(department=one.department, holder=one.holder, deputy=one.deputy) for one in seats_of_board()]


def _can_have_quorum(seats: Sequence[BallotSeat]) -> bool:
    held = {seat.department.slug for seat in seats if seat.holder or seat.deputy}
    return len(held) >= QUORUM and held >= ALWAYS_NEEDED


def _let_read(idea: Idea, seats: Sequence[BallotSeat]) -> None:
    people = {one for seat in seats for one in (seat.holder, seat.deputy) if one is not None}
    for person in people if idea.visibility != Idea.Visibility.OPEN else ():
        if not Idea.objects.visible_to(person).filter(pk=idea.pk).exists():
            IdeaReader.objects.get_or_create(idea=idea, person=person)


def _closing() -> datetime:
    return due_at(working_calendar(organisation().calendar), timezone.now(), OPEN_DAYS)


def refuse_against_board(*, idea: Idea, is_yes: bool) -> Ballot | None:
    """Raise where the board has not voted on `idea` yet, or voted otherwise; return its ballot, None without a board.

    Raises:
        Conflict: it still votes, or its tie is not decided (409, `ballot_open`).
        InvalidValue: the decision says another thing than the board (422, `against_board`).
    """
    ballot = Ballot.objects.filter(idea=idea, round=idea.round).first()
    if ballot is None:
        return None
    if ballot.outcome not in (Ballot.Outcome.YES, Ballot.Outcome.NO):
        raise Conflict(_("The board votes first: its vote is still open."), code="ballot_open")
    if is_yes != (ballot.outcome == YES):
        problem = FieldProblem("kind", "against_board", _("The board has voted otherwise."))
        raise InvalidValue(_("The decision says what the board has voted."), problems=(problem,))
    return ballot


def board_snapshot(*, idea: Idea) -> dict[str, object]:
    """Return what a decision keeps of the board's vote under the key `ballot`, nothing without a board."""
    ballot = Ballot.objects.filter(idea=idea, round=idea.round, closed_at__isnull=False).first()
    if ballot is None:
        return {}
    return {"ballot": {**ballot.count, "outcome": ballot.outcome, "casting": ballot.casting_choice}}
