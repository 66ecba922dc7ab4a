"""“Not for us”: a department sends a review back with the department whose it is, and somebody settles that.

Source: docs/review-process.md 3.12.
"""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events.workload import BounceSettled, ReviewBounced
from ideas.exceptions import Conflict, FieldProblem, InvalidValue, NotPermitted
from ideas.models import Bounce, Department, Idea, Review, RoutingOverride, User
from ideas.policies.bounces import can_settle_bounce
from ideas.policies.reviews import OPEN_STATES, can_hand_over_review
from ideas.routing.clock import due_at
from ideas.selectors.calendars import organisation, working_calendar
from ideas.services.audit import record_audit
from ideas.services.moderation import clean_reason
from ideas.services.overrides import Change, override_routing
from ideas.services.review_owners import lock_open_review
from ideas.services.triage import lock_for_triage

WORKING_DAYS = 1  # for whoever settles it


@transaction.atomic
def bounce_review(*, review: Review, by: User, suggested: Department | None, reason: str) -> Bounce:
    """Say that a review is for another department. It stays with its reviewer, and its clock runs, until that is settled.

    Args:
        suggested: whose it is; None where nobody was found, which is refused after everything else.
        reason: 1–500 characters.

    Raises:
        NotPermitted: `by` is neither its reviewer nor lead or deputy of the department, or has an interest (403).
        Conflict: it is closed, waits to be settled already, or was settled to stay (409, `review_closed`,
            `bounce_open`, `bounce_settled`).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).
        InvalidValue: no other reviewing department was named, or no reason (422).

    Emits: ReviewBounced. Audited.
    """
    row = lock_open_review(review)
    if not can_hand_over_review(by, row):
        raise NotPermitted(_("Only its reviewer or the department’s lead can send it back."), code="not_your_review")
    _refuse_again(row)
    other, cleaned = _suggested(row, suggested), clean_reason(reason)
    bounce = Bounce.objects.create(
        review=row,
        idea=row.idea,
        round=row.round,
        number=_next_number(row),
        suggested=other,
        reason=cleaned,
        by=by,
        due_at=due_at(working_calendar(organisation().calendar), timezone.now(), WORKING_DAYS),
    )
    _tell_bounce(bounce)
    return bounce


@transaction.atomic
def settle_bounce(*, bounce: Bounce, by: User, outcome: str, reason: str) -> Bounce:
    """Ask the suggested department instead, or let the review stay; the reason is told to whoever sent it back.

    Args:
        outcome: `moved` or `kept`.
        reason: 1–500 characters; when moved it is the reason of the change of routing, which the author reads.

    Raises:
        NotPermitted: `by` keeps no order, is an author, or this is for programme managers (403).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).
        Conflict: it is settled, or the department has answered meanwhile (409, `bounce_settled`, `review_closed`); or
            the routing cannot be changed like this (see `override_routing`).
        InvalidValue: no reason was given, the outcome is not known, or nobody would be required any more (422).

    Emits: BounceSettled; what `override_routing` emits. Audited.
    """
    idea = lock_for_triage(idea=bounce.idea, by=by)
    row = Bounce.objects.select_for_update(of=("self",)).select_related("review__department", "suggested")
    found = row.get(pk=bounce.pk)
    found.idea = idea
    _refuse_settling(found, by)
    if outcome not in Bounce.Outcome.values:
        sentence = _("Say where the review goes.")
        raise InvalidValue(sentence, problems=(FieldProblem("outcome", "invalid_choice", sentence),))
    cleaned = clean_reason(reason)
    if outcome == Bounce.Outcome.MOVED:
        override_routing(idea=idea, by=by, change=_change(found), reason=cleaned)
    found.outcome, found.answer, found.settled_by, found.settled_at = outcome, cleaned, by, timezone.now()
    found.save(update_fields=["outcome", "answer", "settled_by", "settled_at"])
    outbox.record(BounceSettled(idea_id=idea.pk, actor_id=by.pk, review_id=found.review_id, bounce_id=found.pk))
    record_audit(
        action="review.settle_bounce",
        by=by,
        object_type="review",
        object_id=found.review.public_id,
        after={"outcome": outcome, "suggested": found.suggested.slug},
        reason=cleaned,
    )
    return found


def _tell_bounce(bounce: Bounce) -> None:
    outbox.record(
        ReviewBounced(idea_id=bounce.idea_id, actor_id=bounce.by_id, review_id=bounce.review_id, bounce_id=bounce.pk)
    )
    record_audit(
        action="review.bounce",
        by=bounce.by,
        object_type="review",
        object_id=bounce.review.public_id,
        after={"suggested": bounce.suggested.slug, "number": bounce.number},
        reason=bounce.reason,
    )


def _refuse_again(row: Review) -> None:
    earlier = Bounce.objects.filter(review=row).order_by("-id").first()
    if earlier is None or earlier.outcome == Bounce.Outcome.MOVED:
        return
    if earlier.settled_at is None:
        raise Conflict(_("It was sent back already, and waits to be settled."), code="bounce_open")
    raise Conflict(_("It was settled that this review stays with the department."), code="bounce_settled")


def _suggested(row: Review, suggested: Department | None) -> Department:
    is_other = suggested is not None and suggested.pk != row.department_id
    if suggested is None or not is_other or suggested.kind != Department.Kind.CORE or not suggested.is_active:
        sentence = _("Choose another department that reviews ideas.")
        raise InvalidValue(sentence, problems=(FieldProblem("department", "unknown_department", sentence),))
    return suggested


def _next_number(row: Review) -> int:
    """The idea's row is locked, so nobody else counts now."""
    last = Bounce.objects.filter(idea=row.idea_id, round=row.round).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _refuse_settling(bounce: Bounce, by: User) -> None:
    if not can_settle_bounce(by, bounce):
        raise NotPermitted(_("After two of them a programme manager decides."), code="not_programme_manager")
    if bounce.settled_at is not None:
        raise Conflict(_("It was settled already."), code="bounce_settled")
    if bounce.round != bounce.idea.round or bounce.review.state not in OPEN_STATES:
        raise Conflict(_("This review is closed: it was answered or cancelled."), code="review_closed")


def _change(bounce: Bounce) -> Change:
    """What the present change of the round says, with the one department for the other."""
    now = _standing_override(bounce.idea)
    added, removed = (set(now.added), set(now.removed)) if now else (set(), set())
    leaving, coming = bounce.review.department.slug, bounce.suggested.slug
    tier = now.to_tier if now and now.is_of_tier else None
    return Change(tier, frozenset(added - {leaving} | {coming}), frozenset(removed - {coming} | {leaving}))


def _standing_override(idea: Idea) -> RoutingOverride | None:
    return RoutingOverride.objects.filter(idea=idea, round=idea.round).order_by("-id").first()
