"""Acting for somebody who is away: named, agreed to, ended. Nobody passes on what was passed on to them.

Source: docs/review-process.md 3.7.
"""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events.delegations import DelegationAsked, DelegationMade
from ideas.events.reviews import ReviewAssigned
from ideas.exceptions import Conflict, FieldProblem, InvalidValue, NotPermitted
from ideas.models import Delegation, Idea, IdeaReader, Review, User
from ideas.policies.authorship import authorship_of
from ideas.policies.delegations import (
    can_approve_delegation,
    can_approve_for,
    can_end_delegation,
    can_make_delegation,
    day_here,
    needs_no_approval,
    overlapping,
)
from ideas.policies.ideas import is_decided
from ideas.policies.reviews import can_step_in
from ideas.services.assignment import queue_changed, touch_memberships
from ideas.services.audit import record_audit
from ideas.services.conflicts import refusal_of
from ideas.services.recusals import held_reviews, lock_reviews, release_conflicted_reviews
from ideas.workflow import OPEN_STAGES

FURTHEST_TIER: Final = 3
LONGEST: Final = timedelta(days=2 * 366)


@transaction.atomic
def make_delegation(
    *, from_person: User, to_person: User, by: User, starts_on: date, ends_on: date, scope_tier: int | None = None
) -> Delegation:
    """Name who acts for `from_person` on these days, both included, on ideas up to `scope_tier` (0–3, None all).

    It counts at once where both review for the same department or where `by` is the lead; otherwise when a lead or a
    programme manager agrees. Locked: both people, in order of their keys, so that no chain comes about.

    Raises:
        NotPermitted: `by` is neither the person nor lead or deputy over them (403, `not_lead`).
        InvalidValue: days or tier are wrong, nobody was left, the person has somebody for these days already, or one of
            the two acts for somebody then or has somebody acting for them (422; `delegation_chain`).

    Emits: DelegationMade or DelegationAsked; ReviewRecused where the new one holds what the other must not judge. Audited.
    """
    if not can_make_delegation(by, from_person):
        raise NotPermitted(_("Only the person or their lead can say that."), code="not_lead")
    people = {row.pk: row for row in _locked_people(from_person, to_person)}
    _refuse_wrong(people[from_person.pk], people[to_person.pk], starts_on, ends_on, scope_tier)
    is_by_lead = by.pk not in people and can_approve_for(by, from_person)
    is_agreed = is_by_lead or needs_no_approval(from_person, to_person)
    delegation = Delegation.objects.create(
        from_person=from_person,
        to_person=to_person,
        starts_on=starts_on,
        ends_on=ends_on,
        scope_tier=scope_tier,
        approved_by=by if is_by_lead else None,
        agreed_at=timezone.now() if is_agreed else None,
    )
    _tell(delegation, by, "delegation.make")
    return delegation


@transaction.atomic
def approve_delegation(*, delegation: Delegation, by: User) -> Delegation:
    """Agree that somebody outside the pool acts for the person.

    Raises:
        NotPermitted: `by` is one of the two, or neither lead nor deputy over the person nor a programme manager (403, `not_lead`).
        Conflict: it was agreed to or ended already (409, `delegation_settled`).

    Emits: DelegationMade. Audited.
    """
    row = _locked(delegation)
    if not can_approve_delegation(by, row):
        raise NotPermitted(_("Only their lead or a programme manager agrees to that."), code="not_lead")
    if row.agreed_at is not None or row.ended_at is not None:
        raise Conflict(_("This was agreed to or ended already."), code="delegation_settled")
    row.approved_by, row.agreed_at = by, timezone.now()
    row.save(update_fields=["approved_by", "agreed_at"])
    _tell(row, by, "delegation.approve")
    return row


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: User) -> Delegation:
    """End or refuse it; what was done meanwhile stays, and so do reviews that were taken over. Twice changes nothing.

    Raises:
        NotPermitted: `by` is neither of the two nor could agree to it (403, `not_lead`).

    Audited.
    """
    row = _locked(delegation)
    if not can_end_delegation(by, row):
        raise NotPermitted(_("Only one of the two or their lead can end that."), code="not_lead")
    if row.ended_at is None:
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        _audit(row, by, "delegation.end")
    return row


@transaction.atomic
def step_in(*, review: Review, by: User) -> Review:
    """Take over an open review of the person for whom `by` acts today; the record says for whom.

    Raises:
        NotPermitted: `by` does not act for its owner (403, `not_your_review`), or one of the two has a conflict (403,
            `own_idea`, `own_team`, `has_interest`, `interest_undecided`).
        Conflict: it is closed or its owner is another by now (409, `review_closed`).

    Emits: ReviewAssigned. Audited.
    """
    rows = lock_reviews(held_reviews(pk=review.pk, owner=review.owner_id))
    if not rows or rows[0].idea.stage not in OPEN_STAGES or is_decided(rows[0].idea):
        raise Conflict(_("This review is closed: it was answered or cancelled."), code="review_closed")
    if not can_step_in(by, rows[0]):
        raise refusal_of(authorship_of([rows[0].idea_id])[rows[0].idea_id].bar_of(by.pk, rows[0].owner_id))
    return put_in_place(review=rows[0], of=by, by=by)


def put_in_place(*, review: Review, of: User, by: User | None) -> Review:
    """Give a locked review to the delegate `of` of its owner; part of a larger service that asked for conflicts.

    A delegate who could not read the idea is named its reader.

    Emits: ReviewAssigned. Audited.
    """
    review.acted_for, review.owner, now = review.owner, of, timezone.now()
    review.assigned_at, review.assigned_because = now, {"code": "stepped_in"}
    review.save(update_fields=["acted_for", "owner", "assigned_at", "assigned_because"])
    touch_memberships(review.department_id, {of.pk}, now)
    let_delegate_read(review=review, delegate=of)
    record_audit(
        action="review.step_in",
        by=by,
        object_type="review",
        object_id=review.public_id,
        after={"owner": str(of.public_id)},
        on_behalf_of=review.acted_for,
    )
    event = ReviewAssigned(
        idea_id=review.idea_id,
        actor_id=by.pk if by else None,
        review_id=review.pk,
        owner_id=of.pk,
        acted_for_id=review.acted_for.pk if review.acted_for else None,
    )
    outbox.record(event, live_changes=queue_changed(review.department))
    return review


def let_delegate_read(*, review: Review, delegate: User) -> None:
    """Name whoever gets a review in somebody's place a reader of its idea, where they could not read it."""
    if not Idea.objects.visible_to(delegate).filter(pk=review.idea_id).exists():
        IdeaReader.objects.get_or_create(idea=review.idea, person=delegate)


def _locked_people(*people: User) -> list[User]:
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=[person.pk for person in people])
    return list(rows.order_by("pk"))


def _locked(delegation: Delegation) -> Delegation:
    _locked_people(delegation.from_person, delegation.to_person)
    return Delegation.objects.select_related("from_person", "to_person").get(pk=delegation.pk)


def _refuse_wrong(giver: User, holder: User, starts_on: date, ends_on: date, scope_tier: int | None) -> None:
    problems = [*_wrong_people(giver, holder), *_wrong_days(starts_on, ends_on)]
    if scope_tier is not None and not 0 <= scope_tier <= FURTHEST_TIER:
        problems.append(FieldProblem("scope_tier", "out_of_range", _("Tiers go from 0 to 3.")))
    others = overlapping(starts_on=starts_on, ends_on=ends_on)
    if others.filter(from_person=giver).exists():
        problems.append(FieldProblem("starts_on", "overlaps", _("Somebody is named for some of these days already.")))
    if others.filter(to_person=giver).exists() or others.filter(from_person=holder).exists():
        detail = _(
            "One of the two acts for somebody on these days, or has somebody acting for them. Name somebody else."
        )
        problems.append(FieldProblem("to", "delegation_chain", detail))
    if problems:
        raise InvalidValue(_("Nobody can act for you like this."), problems=tuple(problems))


def _wrong_people(giver: User, holder: User) -> list[FieldProblem]:
    if giver.pk == holder.pk:
        return [FieldProblem("to", "same_person", _("Name somebody else."))]
    if not holder.is_active:
        return [FieldProblem("to", "unknown_person", _("This person does not work here any more."))]
    return []


def _wrong_days(starts_on: date, ends_on: date) -> list[FieldProblem]:
    if ends_on < starts_on:
        return [FieldProblem("ends_on", "ends_before_start", _("The last day comes before the first."))]
    if ends_on - starts_on > LONGEST:
        return [FieldProblem("ends_on", "too_long", _("That is longer than two years."))]
    if ends_on < day_here():
        return [FieldProblem("ends_on", "days_over", _("These days are over."))]
    return []


def _tell(delegation: Delegation, by: User, action: str) -> None:
    _audit(delegation, by, action)
    if delegation.agreed_at is None:
        outbox.record(DelegationAsked(actor_id=by.pk, delegation_id=delegation.pk))
        return
    outbox.record(DelegationMade(actor_id=by.pk, delegation_id=delegation.pk))
    release_conflicted_reviews(reviews=held_reviews(owner=delegation.to_person))


def _audit(delegation: Delegation, by: User, action: str) -> None:
    record_audit(
        action=action,
        by=by,
        object_type="person",
        object_id=delegation.from_person.public_id,
        after={
            "to": str(delegation.to_person.public_id),
            "starts_on": delegation.starts_on.isoformat(),
            "ends_on": delegation.ends_on.isoformat(),
            "scope_tier": delegation.scope_tier,
        },
    )
