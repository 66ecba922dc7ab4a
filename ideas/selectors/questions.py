"""Questions about an idea, as one reader may know them.

Source: docs/review-process.md 3.12.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound, NotPermitted
from ideas.models import Department, Idea, IdeaAuthor, Question, Review, User
from ideas.policies.ideas import is_author
from ideas.policies.questions import can_read_questions, waits_for_author
from ideas.policies.roles import standing_of
from ideas.selectors.clocks import pauses_left
from ideas.workflow import OPEN_STAGES, Stage

SIMILAR_FROM = 0.25  # trigrams shared; below it two short questions have little more than their small words in common
MOST_SIMILAR = 5


def questions_of(*, viewer: User, idea: Idea) -> QuerySet[Question]:
    """Return what was asked about `idea`, which `viewer` may see, the latest first; unevaluated.

    `review.department`, `asked_by`, `to_department`, `to_person` and `answered_by` are loaded; none where they are not
    for `viewer`.
    """
    if not can_read_questions(viewer, idea):
        return Question.objects.none()
    return _rows().filter(idea=idea).order_by("-id")


def readable_questions(*, viewer: User, idea: Idea) -> QuerySet[Question]:
    """Return what `questions_of` returns, for pages and lists of their own.

    Raises:
        NotPermitted: they are not for `viewer` (403, `not_concerned`).
    """
    if not can_read_questions(viewer, idea):
        raise NotPermitted(_("Questions are for the authors and those who look at the idea."), code="not_concerned")
    return questions_of(viewer=viewer, idea=idea)


def open_questions_for(*, viewer: User, idea: Idea) -> list[Question]:
    """Return what `viewer` may answer about `idea` and nobody has answered, the oldest first. At most three queries."""
    mine = Q(to_person=viewer) | Q(to_department__in=standing_of(viewer).reviews_for)
    if is_author(viewer, idea):
        mine |= Q(addressee=Question.Addressee.AUTHOR)
    rows = _rows().filter(mine, idea=idea, round=idea.round, answered_at__isnull=True)
    return list(rows.order_by("id")) if idea.stage in OPEN_STAGES | {Stage.PARKED} else []


def question_for(*, viewer: User, public_id: uuid.UUID) -> Question:
    """Return a question that `viewer` may read, with its idea.

    Raises:
        NotFound: there is none, or it is none of their business (404); the same for both.
    """
    found = _rows().filter(public_id=public_id, idea__in=Idea.objects.visible_to(viewer)).first()
    if found is None or not can_read_questions(viewer, found.idea):
        raise NotFound(_("There is no such question, or you may not see it."))
    return found


def similar_questions(*, idea: Idea, text: str) -> list[Question]:
    """Return up to five questions asked about `idea` in much the same words, the nearest first. One query."""
    near = _rows().filter(idea=idea).annotate(nearness=TrigramSimilarity("text", text))
    return list(near.filter(nearness__gte=SIMILAR_FROM).order_by("-nearness", "-id")[:MOST_SIMILAR])


def may_stop_clock(review: Review) -> bool:
    """Return whether a question of `review` to the author may stop its clock: a required one, within the cap."""
    is_reviewed = review.idea.stage in {Stage.IN_REVIEW, Stage.INFO_NEEDED}
    return is_reviewed and review.mode == Review.Mode.REQUIRED and pauses_left(review.idea).may_pause


def departments_to_ask(*, review: Review) -> Sequence[Department]:
    """Return the departments that may be asked about the idea of `review`; of a protected one those it went to."""
    rows = Department.objects.exclude(pk=review.department_id).order_by("name")
    if not review.idea.is_open:
        rows = rows.filter(reviews__idea=review.idea_id, reviews__round=review.round)
    return list(rows)


def experts_to_ask(*, review: Review) -> QuerySet[User]:
    """Return the active people who may be asked about an idea that everybody sees, by name; unevaluated."""
    people = User.objects.filter(is_active=True).exclude(pk=review.owner_id or 0)
    return people.order_by("name_sort", "id") if review.idea.is_open else people.none()


def _rows() -> QuerySet[Question]:
    return Question.objects.select_related(
        "idea", "review__department", "asked_by", "to_department", "to_person", "answered_by"
    )


@dataclass(frozen=True)
class AskedOfAuthor:
    """What the author of an idea was asked in this round, and whether it was parked for want of an answer."""

    open_count: int
    is_any: bool
    is_parked: bool


def asked_of_author(idea: Idea) -> AskedOfAuthor:
    """Return what the author of `idea` was asked. One query, and one for a parked idea."""
    rows = Question.objects.filter(idea=idea, round=idea.round, addressee=Question.Addressee.AUTHOR)
    found = rows.aggregate(all=Count("id"), open=Count("id", filter=Q(answered_at__isnull=True)))
    is_parked = waits_for_author(idea)
    return AskedOfAuthor(found["open"] if idea.stage in OPEN_STAGES or is_parked else 0, found["all"] > 0, is_parked)


def answerable_among(*, viewer: User, questions: Sequence[Question]) -> frozenset[int]:
    """Return the keys of those of `questions` that `viewer` may answer now. At most two queries."""
    own = set(
        IdeaAuthor.objects.filter(person=viewer, idea__in=[one.idea_id for one in questions]).values_list(
            "idea_id", flat=True
        )
    )
    standing = standing_of(viewer)
    return frozenset(
        one.pk
        for one in questions
        if is_open_question(one)
        and (
            (one.addressee == Question.Addressee.AUTHOR and one.idea_id in own)
            or one.to_person_id == viewer.pk
            or one.to_department_id in standing.reviews_for
        )
    )


def is_open_question(question: Question) -> bool:
    """Whether nobody has answered `question` and its idea may still take an answer."""
    idea = question.idea
    is_taken = idea.stage in OPEN_STAGES | {Stage.PARKED} and question.round == idea.round
    return question.answered_at is None and is_taken


def department_by_slug(slug: str) -> Department | None:
    """Return the department of that slug, None where there is none. One query, none for an empty slug."""
    return Department.objects.filter(slug=slug).first() if slug else None


def expert_by_id(public_id: uuid.UUID | None) -> User | None:
    """Return the person of that public id, None where there is none. At most one query."""
    return User.objects.filter(public_id=public_id).first() if public_id else None
