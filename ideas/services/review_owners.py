"""Who holds a review: claimed from the queue, handed over, or given back when somebody leaves.

Source: docs/review-process.md 3.6, 3.7.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas import outbox
from ideas.events import PoolChanged, ReviewAssigned
from ideas.exceptions import Conflict, FieldProblem, InvalidValue, NotPermitted
from ideas.models import Department, Idea, Membership, Review, ReviewMove, User
from ideas.policies.authorship import authorship_of
from ideas.policies.reviews import (
    OPEN_STATES,
    can_hand_over_review,
    can_take_over_review,
    is_conflicted,
    is_in_pool,
)
from ideas.selectors.pools import open_points
from ideas.selectors.rule_sets import active_rule_set, rules_of
from ideas.selectors.takers import takers_of
from ideas.services.assignment import lock_pool, queue_changed, touch_memberships
from ideas.services.audit import record_audit
from ideas.services.conflicts import refusal_of
from ideas.services.delegations import let_delegate_read
from ideas.services.reviews import lock_open_review_of, lock_reviewed_idea

MAX_REASON_CHARS = 500
_Kind = ReviewMove.Kind
_ACTIONS = {_Kind.CLAIMED: "review.claim", _Kind.HANDED_OVER: "review.hand_over", _Kind.TAKEN_OVER: "review.take_over"}


@transaction.atomic
def claim_review(*, review: Review, by: User) -> Review:
    """Take a waiting review of one's own department; claiming what one holds already changes nothing.

    Raises:
        NotPermitted: `by` is not in the department's pool, or an author or of their team (403, `not_in_pool`,
            `own_idea`, `own_team`, `has_interest`, `interest_undecided`).
        Conflict: somebody else was quicker, it is closed, or `by` carries as much as they may (409, `review_taken`,
            `review_closed`, `over_capacity`).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).

    Emits: ReviewAssigned.
    """
    row = lock_open_review(review)
    if not is_in_pool(_as_now(by), row):
        raise NotPermitted(_("Only people who review for this department can take it."), code="not_in_pool")
    _refuse_conflict(by, row)
    if row.owner_id == by.pk:
        return row
    if row.owner_id is not None:
        raise Conflict(_("Somebody else was quicker and has taken it."), code="review_taken")
    if _is_over(by, row):
        sentence = _("With this review you would carry more than your capacity allows. Your lead can give it to you.")
        raise Conflict(sentence, code="over_capacity")
    return _give(row, to=by, by=by, kind=_Kind.CLAIMED)


@transaction.atomic
def hand_over_review(*, review: Review, to: User | None, by: User, reason: str) -> Review:
    """Give an open review to another member of the department's pool; what was drafted stays.

    Where they are away, whoever acts for them gets it in their place.

    Args:
        to: None where nobody was found who may take it; that is refused after everything else.

    Raises:
        NotPermitted: `by` is neither its owner nor the department's lead or deputy, nor a programme manager while both
            are away, or has an interest (403).
        Conflict: it is answered or cancelled, or `to` is away today or for most of the time left and nobody acts for them
            (409, `review_closed`, `reviewer_away`).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).
        InvalidValue: `to` may not review it, holds it already, would carry more than their capacity allows (a lead or
            deputy may ask that of them), or no reason was given (422).

    Emits: ReviewAssigned. Audited.
    """
    row = lock_open_review(review)
    if not can_hand_over_review(by, row):
        raise NotPermitted(_("Only its reviewer or the department’s lead can hand it over."), code="not_your_review")
    receiver = _receiver(row, to, by, reason)
    return _give_or_stand_in(row, to=receiver, by=by, kind=_Kind.HANDED_OVER, reason=reason.strip())


@transaction.atomic
def take_over_review(*, review: Review, by: User, reason: str) -> Review:
    """Let the lead or deputy take an open review of their department upon themselves, whatever they carry.

    While both are away a programme manager may, in their place.
    What was drafted goes along. Taking over what one holds already changes nothing. Where they are away themselves,
    whoever acts for them gets it in their place.

    Raises:
        NotPermitted: `by` does not lead the department today, or has a conflict (403, `not_lead` and as for claiming).
        Conflict, IdeaClosed: as for handing over.
        InvalidValue: no reason was given, or it is too long (422).

    Emits: ReviewAssigned. Audited.
    """
    row = lock_open_review(review)
    if not can_take_over_review(_as_now(by), row):
        raise NotPermitted(_("Only the department’s lead or deputy can take it over."), code="not_lead")
    _refuse_conflict(by, row)
    if row.owner_id == by.pk:
        return row
    problems = _problems_of_reason(reason)
    if problems:
        raise InvalidValue(_("It cannot be taken over like this."), problems=tuple(problems))
    return _give_or_stand_in(row, to=by, by=by, kind=_Kind.TAKEN_OVER, reason=reason.strip())


@transaction.atomic
def release_reviews(*, person: User) -> int:
    """Put the open reviews of somebody who left back into their departments' queues; return how many.

    The caller holds the person's row, so that nobody adds them to a department meanwhile. Locked: the pools of the
    departments concerned, the ideas, the reviews. Until the transaction ends nobody gives them a review.

    Emits: PoolChanged for each department that got something back, so that its reviews get new owners at once.
    """
    held = Review.objects.filter(owner=person, state__in=OPEN_STATES).values_list("department_id", flat=True)
    places = Membership.objects.filter(person=person).values_list("department_id", flat=True)
    concerned = _put_back(person, {*held, *places})
    for department_id in sorted(set(concerned)):
        outbox.record(PoolChanged(department_id=department_id))
    return len(concerned)


@transaction.atomic
def release_reviews_of_department(*, person: User, department: Department) -> int:
    """Put the open reviews that `person` holds for `department` back into its queue; return how many.

    Locked as by `release_reviews`; the caller tells the department.
    """
    return len(_put_back(person, {department.pk}))


def _put_back(person: User, department_ids: set[int]) -> list[int]:
    """Return the department of each review that went back. Pools and ideas are locked in the order of their keys."""
    for department_id in sorted(department_ids):
        lock_pool(department_id)
    held = Review.objects.filter(owner=person, department__in=department_ids, state__in=OPEN_STATES)
    ideas = Idea.objects.select_for_update(no_key=True).filter(pk__in=set(held.values_list("idea_id", flat=True)))
    list(ideas.order_by("pk").values_list("pk"))
    rows = list(held.select_for_update(no_key=True).order_by("pk").values_list("pk", "department_id"))
    Review.objects.filter(pk__in=[review for review, _department in rows]).update(
        owner=None,
        acted_for=None,
        state=Review.State.QUEUED,
        assigned_at=None,
        assigned_because={},
        unassignable_at=None,
    )
    return [department for _review, department in rows]


def _as_now(person: User) -> User:
    """Return `person` read anew, so that a place lost since the request began counts."""
    return User.objects.get(pk=person.pk)


def lock_open_review(review: Review) -> Review:
    """Return the review by its key with its department's pool, its idea and itself locked, in that order.

    Raises:
        Conflict: it is answered or cancelled (409, `review_closed`).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).
    """
    fresh = Review.objects.only("department_id", "idea_id").get(pk=review.pk)
    lock_pool(fresh.department_id)
    return lock_open_review_of(idea=lock_reviewed_idea(fresh.idea_id), review=review)


def _refuse_conflict(person: User, row: Review) -> None:
    bar = authorship_of([row.idea_id])[row.idea_id].bar_of(person.pk)
    if bar:
        raise refusal_of(bar)


def _receiver(row: Review, to: User | None, by: User, reason: str) -> User:
    problems = [problem for problem in (_problem_with(row, to, by),) if problem is not None]
    problems += _problems_of_reason(reason)
    if problems or to is None:
        raise InvalidValue(_("It cannot be handed over like this."), problems=tuple(problems))
    return to


def _problems_of_reason(reason: str) -> list[FieldProblem]:
    if not reason.strip():
        return [FieldProblem("reason", "required", _("Say in a few words why."))]
    if len(reason) > MAX_REASON_CHARS:
        return [FieldProblem("reason", "too_long", _("At most 500 characters."))]
    return []


def _problem_with(row: Review, to: User | None, by: User) -> FieldProblem | None:
    if to is None or not is_in_pool(_as_now(to), row):
        return FieldProblem("to", "not_in_pool", _("Choose somebody who reviews for this department."))
    if is_conflicted(to, row):
        return FieldProblem(
            "to", "own_team", _("Choose somebody who is no author, not of their team, and without an interest.")
        )
    if row.owner_id == to.pk:
        return FieldProblem("to", "same_owner", _("This person has it already."))
    if _is_over(to, row) and not can_take_over_review(by, row):
        return FieldProblem(
            "to", "over_capacity", _("They would carry more than their capacity allows. Your lead can ask them.")
        )
    return None


def _is_over(person: User, row: Review) -> bool:
    """Whether `person` would hold more open points than their capacity in the department allows."""
    place = Membership.objects.get(department=row.department_id, person=person)
    held = open_points([person.pk]).get(person.pk, 0)
    return held + row.points > rules_of(active_rule_set()).max_open_points * place.capacity


def _give_or_stand_in(row: Review, *, to: User, by: User, kind: ReviewMove.Kind, reason: str) -> Review:
    """Give the review to `to`, or where they are away to whoever acts for them."""
    (taker,) = takers_of(review=row, people=[to])
    if not taker.is_away:
        return _give(row, to=to, by=by, kind=kind, reason=reason)
    if taker.stand_in is None:
        sentence = _("%(name)s is away today, or for most of the time that is left, and nobody acts for them.")
        raise Conflict(sentence % {"name": to.name}, code="reviewer_away")
    let_delegate_read(review=row, delegate=taker.stand_in)
    return _give(row, to=taker.stand_in, by=by, kind=kind, reason=reason, acted_for=to)


def _give(
    row: Review,
    *,
    to: User,
    by: User,
    kind: ReviewMove.Kind,
    reason: str = "",
    acted_for: User | None = None,
) -> Review:
    now, before = timezone.now(), row.owner
    row.owner, row.acted_for, row.assigned_at = to, acted_for, now
    row.assigned_because = {"code": kind.value} | ({} if by == to else {"by": str(by.public_id)})
    row.state = Review.State.ASSIGNED if row.state == Review.State.QUEUED else row.state
    row.save(update_fields=["owner", "acted_for", "assigned_at", "assigned_because", "state"])
    move = ReviewMove.objects.create(
        review=row, kind=kind.value, from_person=before, to_person=to, by=by, reason=reason, at=now
    )
    touch_memberships(row.department_id, {to.pk}, now)
    event = ReviewAssigned(
        idea_id=row.idea_id,
        actor_id=by.pk,
        review_id=row.pk,
        review_move_id=move.pk,
        acted_for_id=acted_for.pk if acted_for else None,
    )
    outbox.record(event, live_changes=queue_changed(row.department))
    record_audit(
        action=_ACTIONS[kind],
        by=by,
        object_type="review",
        object_id=row.public_id,
        before={"owner": str(before.public_id) if before else ""},
        after={"owner": str(to.public_id), **({"in_place_of": str(acted_for.public_id)} if acted_for else {})},
        reason=reason,
    )
    return row
