"""Who gives a late review more time, asks further up for an answer, and apologises for a missed promise.

Source: docs/permissions.md "Who may do what", docs/review-process.md 3.11.
"""

from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from ideas.models import BoardSeat, Idea, Promise, Review, ReviewExtension, User
from ideas.policies.authorship import authorship_of
from ideas.policies.deciders import deciders_of
from ideas.policies.ideas import can_edit_idea
from ideas.policies.leaders import leads_today
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of
from ideas.querysets.readers import reader_of


def can_extend_review(user: User, review: Review) -> bool:
    """Return whether `user` gives an open `review` more time: who leads the department today, without an interest.

    Whether it is late, and was extended before, is asked apart.
    """
    if not leads_today(user, review.department_id):
        return False
    return user.pk not in authorship_of([review.idea_id])[review.idea_id].barred_ids


def may_extend_now(user: User, review: Review) -> bool:
    """Return whether `user` may extend `review` at once: theirs to extend, due, its clock runs, not extended before."""
    if review.paused_at is not None or not is_due(review) or not can_extend_review(user, review):
        return False
    return not ReviewExtension.objects.filter(review=review).exists()


def is_due(review: Review) -> bool:
    """Return whether the day on which `review` is due has come, on the clocks of its calendar. At most one query."""
    zone = ZoneInfo(review.calendar.time_zone)
    return timezone.now().astimezone(zone).date() >= review.due_at.astimezone(zone).date()


def can_escalate_idea(user: User, idea: Idea) -> bool:
    """Return whether `user` asks further up for an answer to `idea`: any of its authors, until it is decided.

    Whether that was done at this stage before is asked apart.
    """
    return can_edit_idea(user, idea)


def oversees_escalations(user: User) -> bool:
    """Return whether `user` reads the whole list of escalated ideas, as far as they may see them: whoever keeps order,
    and the chair of the board."""
    standing = standing_of(user)
    return standing.has(Permission.READ_REVIEWS) or standing.has(Permission.DECIDE_TIER_3)


def can_open_escalated(user: User) -> bool:
    """Return whether the list of escalated ideas can hold anything for `user`: they oversee it, lead, decide, or sit on the
    board.

    At most two queries besides the roles of `user`.
    """
    standing = standing_of(user)
    if not user.is_active:
        return False
    if oversees_escalations(user) or standing.leads | standing.deputises or reader_of(user).manages:
        return True
    return BoardSeat.objects.filter(Q(holder=user) | Q(deputy=user)).exists()


def can_apologise(
    user: User, promise: Promise, *, decides: bool | None = None, barred: frozenset[int] | None = None
) -> bool:
    """Return whether `user`, who may see the idea, answers for `promise`: whoever decides, and programme managers.

    For a first response triagers too. Never an author or somebody with an interest. `promise.idea` must be loaded.

    Args:
        decides: whether `user` decides the idea, where that is known already; it is asked otherwise (nine queries).
        barred: who may not because the idea is theirs or they have an interest, where that is known already.
    """
    if barred is None:
        barred = authorship_of([promise.idea_id])[promise.idea_id].barred_ids
    if not user.is_active or user.pk in barred:
        return False
    standing = standing_of(user)
    if standing.has(Permission.DECIDE_INTERESTS):
        return True
    if promise.kind == Promise.Kind.FIRST_RESPONSE and standing.has(Permission.OVERRIDE_ROUTING):
        return True
    return any(one.person == user for one in deciders_of(promise.idea)) if decides is None else decides
