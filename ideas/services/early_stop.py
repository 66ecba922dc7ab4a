"""A department finds an idea unlawful, unsafe or prohibited: the others wait a day until the decider has looked at it.

Source: docs/review-process.md 3.9.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas import outbox
from ideas.each import for_each
from ideas.events import IdeaReadyForDecision
from ideas.events.early_stops import EarlyStopAsked, EarlyStopConfirmed, EarlyStopLifted
from ideas.exceptions import Conflict, FieldProblem, InvalidValue, NotPermitted
from ideas.models import EarlyStop, Idea, Review, User
from ideas.policies.early_stops import KINDS, can_ask_early_stop, can_end_early_stop
from ideas.policies.reviews import OPEN_STATES
from ideas.routing.clock import due_at
from ideas.selectors.calendars import organisation, working_calendar
from ideas.selectors.early_stops import has_open_stop
from ideas.services.audit import record_audit
from ideas.services.clocks import pause_reviews, resume_reviews, stop_clocks
from ideas.services.readiness import let_decider_read
from ideas.services.reviews import lock_reviewed_idea
from ideas.services.stages import move_idea
from ideas.text import is_blank
from ideas.typed_text import TypedText
from ideas.workflow import Stage

PAUSE_DAYS = 1  # working days of the organisation's calendar
MAX_REASON_CHARS = 500
Verdict = EarlyStop.Verdict


@transaction.atomic
def ask_early_stop(*, review: Review, by: User, kind: str, reason: str) -> EarlyStop:
    """Ask to stop the idea of `review`, which its department does not support; the others' clocks stand for a day.

    Raises:
        NotPermitted: `by` did not give that answer, or its department cannot block (403, `cannot_stop`).
        Conflict: another stop is open (409, `stop_open`).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).
        InvalidValue: the kind is not the department's, or no reason (422).

    Emits: EarlyStopAsked, ClockPaused. Audited, without kind and reason.
    """
    idea = lock_reviewed_idea(review.idea_id)
    row = Review.objects.select_related("department").get(pk=review.pk)
    row.idea = idea
    if not can_ask_early_stop(by, row):
        raise NotPermitted(gettext_lazy("This answer cannot stop the idea."), code="cannot_stop")
    if has_open_stop(idea=idea):
        raise Conflict(gettext_lazy("Another department has asked to stop it already."), code="stop_open")
    text = _cleaned("kind", kind, KINDS[row.department.slug], reason)
    until = due_at(working_calendar(organisation().calendar), timezone.now(), PAUSE_DAYS)
    stop = EarlyStop.objects.create(idea=idea, round=idea.round, review=row, kind=kind, reason=text, until=until)
    outbox.record(EarlyStopAsked(idea_id=idea.pk, actor_id=by.pk, review_id=row.pk, early_stop_id=stop.pk))
    record_audit(action="early_stop.ask", by=by, object_type="review", object_id=row.public_id)
    # Neither kind nor reason: others may owe their answer still.
    _pause(_open_reviews(idea), by)
    return stop


def hold_back_where_stopped(*, reviews: Sequence[Review]) -> None:
    """Let the clocks of reviews that open now stand where a department asks to stop their idea, like those beside them.

    Part of a service that holds the locks of their ideas. No query without reviews, else one where nothing is stopped.

    Emits: ClockPaused for each.
    """
    if not reviews:
        return
    ideas = {one.idea_id for one in reviews}
    stops = EarlyStop.objects.filter(idea__in=ideas, round=F("idea__round"), verdict="")
    stopped = set(stops.values_list("idea_id", flat=True))
    _pause([one for one in reviews if one.idea_id in stopped], None)


@transaction.atomic
def end_early_stop(*, stop: EarlyStop, by: User, verdict: str, reason: str) -> EarlyStop:
    """Confirm the stop, so that nobody else needs to answer, or lift it, so that the departments go on.

    Confirmed, open reviews are cancelled, their reviewers thanked, and the idea goes to its decision, which can only be
    a no or a not now. That it goes there is this act; cancelled reviews alone never make an idea ready.

    Raises:
        NotPermitted: `by` does not decide the idea (403, `not_decider`).
        Conflict: the stop is over (409, `stop_over`).
        InvalidValue: no verdict or no reason (422).

    Emits: EarlyStopConfirmed, IdeaMoved and IdeaReadyForDecision; or EarlyStopLifted and ClockResumed. Audited.
    """
    row = _locked(stop)
    if not can_end_early_stop(by, row):
        raise NotPermitted(gettext_lazy("Somebody else decides this idea."), code="not_decider")
    if row.verdict or row.idea.stage != Stage.IN_REVIEW or row.round != row.idea.round:
        raise Conflict(gettext_lazy("This stop is over."), code="stop_over")
    text = _cleaned("verdict", verdict, tuple(Verdict.values), reason)
    row.verdict, row.verdict_at, row.verdict_by, row.verdict_reason = verdict, timezone.now(), by, text
    row.save()
    if verdict == Verdict.CONFIRMED:
        record_audit(action="early_stop.confirm", by=by, object_type="idea", object_id=row.idea.ref, reason=text)
        _cancel_others(row, by)
    else:
        record_audit(action="early_stop.lift", by=by, object_type="idea", object_id=row.idea.ref, reason=text)
        _go_on(row, by)
    return row


def lift_expired_stops() -> int:
    """Let departments go on whose stop nobody confirmed in its time; return how many. Twice changes nothing twice."""
    due = EarlyStop.objects.filter(verdict="", until__lte=timezone.now()).order_by("until", "id")
    return for_each(due, _lift_if_due)


@transaction.atomic
def _lift_if_due(stop: EarlyStop) -> bool:
    row = _locked(stop)
    if row.verdict:
        return False
    row.verdict, row.verdict_at = Verdict.LIFTED, timezone.now()
    row.save(update_fields=["verdict", "verdict_at"])
    _go_on(row, None)
    return True


def _go_on(row: EarlyStop, by: User | None) -> None:
    outbox.record(EarlyStopLifted(idea_id=row.idea_id, actor_id=by.pk if by else None, early_stop_id=row.pk))
    resume_reviews(reviews=_open_reviews(row.idea), by=by, kind="block")


def _cancel_others(row: EarlyStop, by: User) -> None:
    idea = row.idea
    waiting = _open_reviews(idea)
    owners = tuple(one.owner_id for one in waiting if one.owner_id is not None)
    Review.objects.filter(pk__in=[one.pk for one in waiting]).update(state=Review.State.CANCELLED)
    stop_clocks(reviews=waiting, by=by)
    outbox.record(EarlyStopConfirmed(idea_id=idea.pk, actor_id=by.pk, early_stop_id=row.pk, cancelled_owner_ids=owners))
    move_idea(idea=idea, to=Stage.READY_FOR_DECISION, by=by)
    let_decider_read(idea)
    outbox.record(IdeaReadyForDecision(idea_id=idea.pk, actor_id=by.pk, round=idea.round))


def refuse_against_stop(*, idea: Idea, is_yes: bool) -> None:
    """Raise where a confirmed stop leaves no yes (InvalidValue, 422, `stopped_early`). One query."""
    if is_yes and EarlyStop.objects.filter(idea=idea, round=idea.round, verdict=Verdict.CONFIRMED).exists():
        problem = FieldProblem("kind", "stopped_early", gettext_lazy("It was stopped early, so it cannot be a yes."))
        raise InvalidValue(gettext_lazy("Not every department was heard."), problems=(problem,))


def _pause(reviews: Sequence[Review], by: User | None) -> None:
    if reviews:
        pause_reviews(reviews=reviews, kind="block", by=by, reason=_("A department asks to stop it."))


def _open_reviews(idea: Idea) -> list[Review]:
    rows = Review.objects.filter(idea=idea, round=idea.round, state__in=OPEN_STATES)
    return list(rows.order_by("pk"))


def _locked(stop: EarlyStop) -> EarlyStop:
    idea = Idea.objects.select_for_update(no_key=True).get(pk=stop.idea_id)
    row = EarlyStop.objects.select_for_update(no_key=True).get(pk=stop.pk)
    row.idea = idea
    return row


def _cleaned(field: str, value: str, choices: tuple[str, ...], reason: str) -> str:
    typed = TypedText()
    clean = typed.line("reason", reason, max_chars=MAX_REASON_CHARS)
    typed.refuse_problems()
    problems = []
    if value not in choices:
        problems.append(FieldProblem(field, "required", gettext_lazy("Choose one of the answers.")))
    if is_blank(clean):
        problems.append(FieldProblem("reason", "required", gettext_lazy("Say in a few words why.")))
    if problems:
        raise InvalidValue(gettext_lazy("Something still lacks. What you wrote is kept."), problems=tuple(problems))
    return clean
