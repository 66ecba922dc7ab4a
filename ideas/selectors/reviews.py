"""Reviews for those who do them: what is mine, what waits, and one review with everything its form needs."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.models import (
    Condition,
    Idea,
    IdeaAuthor,
    IdeaSupplier,
    Interest,
    Membership,
    Review,
    ReviewVersion,
    SecondReading,
    SupplierInterest,
    User,
)
from ideas.models.reviews import Score
from ideas.policies.early_stops import can_ask_early_stop
from ideas.policies.escalations import may_extend_now
from ideas.policies.ideas import is_decided
from ideas.policies.leaders import departments_led_today
from ideas.policies.reaffirmations import can_reaffirm_review
from ideas.policies.reviews import (
    OPEN_STATES,
    Reading,
    can_ask_also,
    can_claim_review,
    can_hand_over_review,
    can_remind_reviewer,
    can_revise_review,
    can_save_review,
    can_step_in,
    can_submit_review,
    can_take_over_review,
    is_conflicted,
    is_in_pool,
    review_access,
)
from ideas.policies.roles import standing_of
from ideas.policies.second_readings import can_give_second_reading
from ideas.routing.ruleset import DepartmentGuide
from ideas.selectors.dependencies import Wait, waits_of
from ideas.selectors.early_stops import has_open_stop
from ideas.selectors.pools import HELD_STATES, open_points
from ideas.selectors.questionnaires import guide_of
from ideas.selectors.reaffirmations import IdeaChange, change_for, open_reaffirmation
from ideas.selectors.rule_sets import active_rule_set, rules_of
from ideas.workflow import OPEN_STAGES, Stage

_BLOCKING = (Interest.State.DECLARED, Interest.State.RECUSED)


def reviews_of(*, viewer: User) -> QuerySet[Review]:
    """Return the open reviews `viewer` holds, the next due first; unevaluated.

    Each row has `idea`, its tally, `department` and `owner` loaded. One query.
    """
    return _rows().filter(owner=viewer, state__in=HELD_STATES).order_by("due_at", "id")


def open_review_held(*, person: User, idea: Idea) -> Review | None:
    """Return the review of `idea` that `person` owes, the next due; None where there is none. One query."""
    held = Review.objects.filter(idea=idea, round=idea.round, owner=person, state__in=OPEN_STATES)
    return held.order_by("due_at", "id").first()


def claimable_reviews(*, viewer: User) -> QuerySet[Review]:
    """Return what waits in the queues of `viewer`'s departments and they may take, the next due first; unevaluated.

    Ideas that they or their team wrote, in which they have an interest, or that they may not see, are left out. One query, and those of `standing_of`.
    """
    queued = _rows().filter(department__in=standing_of(viewer).reviews_for, state=Review.State.QUEUED)
    conflict = Q(person=viewer)
    if viewer.manager_id is not None:
        conflict |= Q(person__manager=viewer.manager_id)
    conflicted = IdeaAuthor.objects.filter(conflict).values("idea")
    free = queued.exclude(idea__in=conflicted).filter(idea__in=Idea.objects.visible_to(viewer))
    free = free.exclude(idea__in=Interest.objects.filter(person=viewer, state__in=_BLOCKING).values("idea"))
    stakes = SupplierInterest.objects.filter(person=viewer).values("name_key")
    free = free.exclude(idea__in=IdeaSupplier.objects.filter(name_key__in=stakes).values("idea"))
    return free.order_by("due_at", "id")


def reviews_of_led_departments(*, viewer: User) -> QuerySet[Review]:
    """Return the open reviews of the departments that `viewer` leads today, the next due first; unevaluated.

    A lead's and a deputy's own; a programme manager's also those whose lead and deputy are away. Two queries for these.
    """
    led = _rows().filter(department__in=departments_led_today(viewer), state__in=OPEN_STATES)
    return led.filter(idea__in=Idea.objects.visible_to(viewer)).order_by("due_at", "id")


def review_for(*, viewer: User, public_id: uuid.UUID) -> Review:
    """Return a review that concerns `viewer`: its owner, the department's pool, who leads it today, who may read its answer.

    `idea`, its tally, `department`, `owner`, `calendar` and `extension` are loaded.

    Raises:
        NotFound: there is none, or it is none of their business (404); the same for both.
    """
    rows = Review.objects.select_related("idea__tally", "department", "owner", "acted_for", "calendar", "extension__by")
    review = rows.filter(public_id=public_id, idea__in=Idea.objects.visible_to(viewer)).first()
    if review is None or not _concerns(viewer, review):
        raise NotFound(_("There is no such review, or you may not see it."))
    return review


@dataclass(frozen=True)
class ReviewSheet:
    """One review as `viewer` may read it: the questionnaire, and what was filled in where that may be read.

    `others_in`, `others_asked`: how many other departments have answered, of how many.
    `versions`: what it said before and after it was changed, empty where it was not, or may not be read.
    `second_reading`: the latest one, with its reader; its verdict may be read where the answer may.
    `waits`: the departments that are answered before it.
    `change`: what the author changed since it was answered, while nobody has said whether the answer stands.
    """

    review: Review
    guide: DepartmentGuide
    reading: Reading
    allowed_actions: tuple[str, ...]
    others_in: int
    others_asked: int
    answers: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, Score] = field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()
    versions: tuple[ReviewVersion, ...] = ()
    second_reading: SecondReading | None = None
    waits: tuple[Wait, ...] = ()
    change: IdeaChange | None = None


def review_sheet(*, viewer: User, review: Review) -> ReviewSheet:
    """Return `review` with everything that `viewer` may read of it. At most 30 queries."""
    reading = review_access(viewer, review.idea).reading(review)
    others = list(
        Review.objects.filter(idea=review.idea_id, round=review.round)
        .exclude(pk=review.pk)
        .values_list("state", flat=True)
    )
    is_full = reading == Reading.EVERYTHING
    return ReviewSheet(
        review=review,
        guide=guide_of(review),
        reading=reading,
        allowed_actions=actions_for(viewer, review),
        others_in=others.count(Review.State.SUBMITTED),
        others_asked=len(others),
        answers=dict(review.answers.values_list("question_id", "text")) if is_full else {},
        scores={score.criterion_id: score for score in review.scores.all()} if is_full else {},
        conditions=tuple(review.conditions.order_by("id")) if reading > Reading.FRAME else (),
        versions=tuple(review.versions.order_by("number")) if reading > Reading.FRAME else (),
        second_reading=_second_reading(review) if reading > Reading.FRAME else None,
        waits=waits_of(reviews=[review]).get(review.pk, ()),
        change=change_for(review=review) if reading > Reading.FRAME else None,
    )


_ACTS: Final[Mapping[str, Callable[[User, Review], bool]]] = {
    "save": can_save_review,
    "submit": can_submit_review,
    "ask": can_submit_review,
    "claim": lambda viewer, review: review.owner_id is None and can_claim_review(viewer, review),
    "step_in": can_step_in,
    "hand_over": can_hand_over_review,
    "bounce": can_hand_over_review,
    "ask_also": lambda viewer, review: (
        review.idea.stage == Stage.IN_REVIEW and can_ask_also(viewer, review) and not has_open_stop(idea=review.idea)
    ),
    "extend": may_extend_now,
    "remind": lambda viewer, review: review.owner_id is not None and can_remind_reviewer(viewer, review),
    "take_over": lambda viewer, review: (
        review.owner_id != viewer.pk and can_take_over_review(viewer, review) and not is_conflicted(viewer, review)
    ),
}


def actions_for(viewer: User, review: Review) -> tuple[str, ...]:
    """Return what `viewer` may do with `review` now.

    Of step_in, save, submit, ask, claim, hand_over, bounce, ask_also, extend, remind, take_over, reaffirm, revise, second_read,
    stop_early.
    """
    if review.idea.stage not in OPEN_STAGES:
        return ()
    if review.state == Review.State.SUBMITTED:
        return _actions_on_answer(viewer, review)
    if review.state not in OPEN_STATES:
        return ()
    return tuple(act for act, may in _ACTS.items() if may(viewer, review))


def _actions_on_answer(viewer: User, review: Review) -> tuple[str, ...]:
    """What may be done with an answer that was given, until the idea is decided."""
    actions: list[str] = []
    if review.round != review.idea.round or is_decided(review.idea):
        return ()
    if can_reaffirm_review(viewer, review) and open_reaffirmation(review=review) is not None:
        actions.append("reaffirm")
    if can_revise_review(viewer, review):
        actions.append("revise")
    reading = _second_reading(review)
    if reading is not None and not reading.verdict and can_give_second_reading(viewer, reading):
        actions.append("second_read")
    if can_ask_early_stop(viewer, review):
        actions.append("stop_early")
    return tuple(actions)


def _second_reading(review: Review) -> SecondReading | None:
    rows = SecondReading.objects.filter(review=review).select_related("reader", "review")
    return rows.order_by("-id").first()


def second_readings_of(*, viewer: User) -> QuerySet[SecondReading]:
    """Return the answers that `viewer` is asked to read a second time, the next due first; unevaluated. One query.

    Each row has `review`, its idea and `department` loaded.
    """
    rows = SecondReading.objects.filter(reader=viewer, verdict="", review__idea__stage__in=OPEN_STAGES)
    return rows.select_related("review__idea", "review__department").order_by("due_at", "id")


def people_to_hand_over_to(*, review: Review) -> QuerySet[User]:
    """Return the active members of the department's pool besides the owner and the authors, by name. One query."""
    places = Membership.objects.filter(department=review.department_id).values("person")
    people = User.objects.filter(pk__in=places, is_active=True).exclude(pk=review.owner_id or 0)
    return people.exclude(authorships__idea=review.idea_id).order_by("name_sort", "id")


def receiver_for(*, review: Review, public_id: uuid.UUID) -> User | None:
    """Return the person to whom `review` may be handed over, None where nobody of that id may take it. One query."""
    return people_to_hand_over_to(review=review).filter(public_id=public_id).first()


@dataclass(frozen=True)
class Load:
    """Open points of one reviewer, and how many they may hold."""

    points: int
    most: int


def load_of(*, viewer: User) -> Load:
    """Return what `viewer` carries: points of all open reviews against ten for a full-time reviewer. Three queries."""
    capacity = Membership.objects.filter(person=viewer).aggregate(most=Max("capacity"))["most"] or Decimal(0)
    cap = rules_of(active_rule_set()).max_open_points
    return Load(open_points([viewer.pk]).get(viewer.pk, 0), int(cap * capacity))


def _rows() -> QuerySet[Review]:
    rows = Review.objects.filter(idea__stage__in=OPEN_STAGES)
    return rows.select_related("idea__tally", "department", "owner")


def _concerns(viewer: User, review: Review) -> bool:
    if review.owner_id == viewer.pk or is_in_pool(viewer, review) or can_step_in(viewer, review):
        return True
    if review.state in OPEN_STATES and can_take_over_review(viewer, review):
        return True
    return review_access(viewer, review.idea).reading(review) > Reading.FRAME
