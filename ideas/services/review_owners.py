"""Who holds a review: claimed from the queue, handed over, or given back when somebody leaves.

Source: docs/review-process.md 3.6, 3.7.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas import outbox
from ideas.events import PoolChanged, ReviewAssigned
from ideas.exceptions import Conflict, FieldProblem, InvalidValue, NotPermitted
from ideas.models import Department, Idea, Membership, Review, User
from ideas.policies.authorship import authorship_of
from ideas.policies.reviews import OPEN_STATES, can_hand_over_review, is_conflicted, is_in_pool
from ideas.services.assignment import lock_pool, queue_changed, touch_memberships
from ideas.services.audit import record_audit
from ideas.services.conflicts import refusal_of
from ideas.services.reviews import lock_reviewed_idea

MAX_REASON_CHARS = 500


@transaction.atomic
def claim_review(*, review: Review, by: User) -> Review:
    """Take a waiting review of one's own department; claiming what one holds already changes nothing.

    Raises:
        NotPermitted: `by` is not in the department's pool, or an author or of their team (403, `not_in_pool`,
            `own_idea`, `own_team`, `has_interest`, `interest_undecided`).
        Conflict: somebody else was quicker, or it is closed (409, `review_taken`, `review_closed`).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).

    Emits: ReviewAssigned.
    """
    row = _locked(review)
    if not is_in_pool(_as_now(by), row):
        raise NotPermitted(_("Only people who review for this department can take it."), code="not_in_pool")
    _refuse_conflict(by, row)
    if row.owner_id == by.pk:
        return row
    if row.owner_id is not None:
        raise Conflict(_("Somebody else was quicker and has taken it."), code="review_taken")
    return _give(row, to=by, by=by, because={"code": "claimed"})


@transaction.atomic
def hand_over_review(*, review: Review, to: User | None, by: User, reason: str) -> Review:
    """Give an open review to another member of the department's pool; what was drafted stays.

    Args:
        to: None where nobody was found who may take it; that is refused after everything else.

    Raises:
        NotPermitted: `by` is neither its owner nor the department's lead or deputy, or has an interest (403).
        Conflict: it is answered or cancelled (409, `review_closed`).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).
        InvalidValue: `to` may not review it, holds it already, or no reason was given (422).

    Emits: ReviewAssigned. Audited.
    """
    row = _locked(review)
    if not can_hand_over_review(by, row):
        raise NotPermitted(_("Only its reviewer or the department’s lead can hand it over."), code="not_your_review")
    receiver = _receiver(row, to, reason)
    before = str(row.owner.public_id) if row.owner else ""
    _give(row, to=receiver, by=by, because={"code": "handed_over", "by": str(by.public_id)})
    record_audit(
        action="review.hand_over",
        by=by,
        object_type="review",
        object_id=row.public_id,
        before={"owner": before},
        after={"owner": str(receiver.public_id)},
        reason=reason,
    )
    return row


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


def _locked(review: Review) -> Review:
    """Return the review by its key with its department's pool, its idea and itself locked, in that order."""
    fresh = Review.objects.only("department_id", "idea_id").get(pk=review.pk)
    lock_pool(fresh.department_id)
    idea = lock_reviewed_idea(fresh.idea_id)
    rows = Review.objects.select_for_update(no_key=True, of=("self",)).select_related("department", "owner")
    row = rows.get(pk=review.pk)
    row.idea = idea
    if row.round != idea.round or row.state not in OPEN_STATES:
        raise Conflict(_("This review is closed: it was answered or cancelled."), code="review_closed")
    return row


def _refuse_conflict(person: User, row: Review) -> None:
    bar = authorship_of([row.idea_id])[row.idea_id].bar_of(person.pk)
    if bar:
        raise refusal_of(bar)


def _receiver(row: Review, to: User | None, reason: str) -> User:
    problems = [problem for problem in (_problem_with(row, to),) if problem is not None]
    if not reason.strip():
        problems.append(FieldProblem("reason", "required", _("Say in a few words why.")))
    if len(reason) > MAX_REASON_CHARS:
        problems.append(FieldProblem("reason", "too_long", _("At most 500 characters.")))
    if problems or to is None:
        raise InvalidValue(_("It cannot be handed over like this."), problems=tuple(problems))
    return to


def _problem_with(row: Review, to: User | None) -> FieldProblem | None:
    if to is None or not is_in_pool(_as_now(to), row):
        return FieldProblem("to", "not_in_pool", _("Choose somebody who reviews for this department."))
    if is_conflicted(to, row):
        return FieldProblem(
            "to", "own_team", _("Choose somebody who is no author, not of their team, and without an interest.")
        )
    if row.owner_id == to.pk:
        return FieldProblem("to", "same_owner", _("This person has it already."))
    return None


def _give(row: Review, *, to: User, by: User, because: dict[str, str]) -> Review:
    now = timezone.now()
    row.owner, row.acted_for, row.assigned_at, row.assigned_because = to, None, now, because
    row.state = Review.State.ASSIGNED if row.state == Review.State.QUEUED else row.state
    row.save(update_fields=["owner", "acted_for", "assigned_at", "assigned_because", "state"])
    touch_memberships(row.department_id, {to.pk}, now)
    event = ReviewAssigned(idea_id=row.idea_id, actor_id=by.pk, review_id=row.pk)
    outbox.record(event, live_changes=queue_changed(row.department))
    return row
