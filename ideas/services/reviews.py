"""A department's answer: started, saved as often as wanted, submitted once.

Source: docs/review-process.md 3.5, 3.9.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas import outbox
from ideas.events import ReviewStarted, ReviewSubmitted
from ideas.exceptions import Conflict, FieldProblem, IdeaClosed, InvalidValue, StaleVersion
from ideas.models import Condition, Idea, Review, ReviewAnswer, Score, User
from ideas.policies.ideas import is_decided
from ideas.policies.reviews import OPEN_STATES, can_save_review, can_submit_review
from ideas.selectors.questionnaires import guide_of
from ideas.services.assignment import queue_changed
from ideas.services.clocks import stop_clocks
from ideas.services.conflicts import refusal_of, refusal_to_write
from ideas.services.dependencies import settle_dependents
from ideas.services.readiness import make_ready_if_complete
from ideas.services.review_content import ReviewContent, cleaned, missing_parts, unknown_parts
from ideas.services.scores import keep_score
from ideas.services.waiting import settle_waiting
from ideas.workflow import OPEN_STAGES


@transaction.atomic
def start_review(*, review: Review, by: User) -> Review:
    """Say that `by` is working on the review; saying it again changes nothing.

    Raises:
        NotPermitted: `by` is not its owner, or has a conflict (403, `not_your_review`, `own_idea`, `own_team`,
            `has_interest`).
        Conflict: it is answered or cancelled already (409, `review_closed`).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).

    Emits: ReviewStarted, the first time only.
    """
    return _start(_locked(review, by))


@transaction.atomic
def save_review(*, review: Review, by: User, content: ReviewContent, expected_version: int | None = None) -> Review:
    """Keep `content` as the owner's draft, however incomplete; it replaces what was saved before.

    Args:
        expected_version: the version the caller has read; None saves over whatever stands.

    Raises:
        NotPermitted, Conflict, IdeaClosed: as `start_review`.
        StaleVersion: it was saved elsewhere since (412).
        InvalidValue: a text that cannot be taken, or a question, criterion or word that this department does not
            have (422).

    Emits: ReviewStarted, the first time only.
    """
    row = _start(_locked(review, by, expected_version))
    content = cleaned(content)
    refuse_problems(unknown_parts(content, guide_of(row)))
    write_content(row, content)
    return row


@transaction.atomic
def submit_review(*, review: Review, by: User, content: ReviewContent, expected_version: int | None = None) -> Review:
    """Give the department's answer; the last required one makes the idea ready for decision, exactly once.

    Raises:
        NotPermitted, Conflict, IdeaClosed, StaleVersion: as `save_review`; also while nobody has decided about the
            interest that `by` declared (403, `interest_undecided`).
        InvalidValue: something is wrong or lacks (422); `problems` names each part.

    Whoever waited for it begins (see `services/dependencies.py`).

    Emits: ReviewStarted, ReviewSubmitted, ReviewInputArrived, IdeaMoved and IdeaReadyForDecision.
    """
    row = _locked(review, by, expected_version)
    if not can_submit_review(by, row):
        raise refusal_to_write(by, row)
    guide, content = guide_of(row), cleaned(content)
    refuse_problems((*unknown_parts(content, guide), *missing_parts(content, guide)))
    _start(row)
    row.state, row.submitted_at = Review.State.SUBMITTED, timezone.now()
    write_content(row, content)
    stop_clocks(reviews=[row], by=by)
    settle_waiting(idea=row.idea, by=by)
    settle_dependents(review=row)
    outbox.record(
        ReviewSubmitted(idea_id=row.idea_id, actor_id=by.pk, review_id=row.pk),
        live_changes=queue_changed(row.department),
    )
    make_ready_if_complete(idea=row.idea)
    return row


def lock_reviewed_idea(idea_id: int) -> Idea:
    """Return the idea with its row locked, as long as reviews of it may still change.

    Raises:
        IdeaClosed: it is decided (told or not) or withdrawn (409, `idea_closed`).
    """
    idea = Idea.objects.select_for_update(no_key=True).get(pk=idea_id)
    if idea.stage not in OPEN_STAGES or is_decided(idea):
        raise IdeaClosed(_("This idea takes no more answers from departments."))
    return idea


def lock_open_review_of(*, idea: Idea, review: Review) -> Review:
    """Return the review by its key, locked, with its department and owner; the caller holds the lock on `idea`.

    Raises:
        Conflict: it is answered or cancelled, or of an earlier round (409, `review_closed`).
    """
    rows = Review.objects.select_for_update(no_key=True, of=("self",)).select_related("department", "owner")
    row = rows.get(pk=review.pk)
    row.idea = idea
    if row.round != idea.round or row.state not in OPEN_STATES:
        raise Conflict(_("This review is closed: it was answered or cancelled."), code="review_closed")
    return row


def _locked(review: Review, by: User, expected_version: int | None = None) -> Review:
    """Return the review by its key, locked after its idea, once `by` may write it and it is still open."""
    fresh = Review.objects.only("idea_id", "owner_id").get(pk=review.pk)
    if fresh.owner_id != by.pk:
        raise refusal_of("")
    idea = lock_reviewed_idea(fresh.idea_id)
    row = Review.objects.select_for_update(no_key=True, of=("self",)).select_related("department").get(pk=review.pk)
    row.idea = idea
    if not can_save_review(by, row):
        raise refusal_to_write(by, row)
    if row.round != idea.round or row.state not in {Review.State.ASSIGNED, Review.State.DRAFTING}:
        raise Conflict(_("This review is closed: it was answered or cancelled."), code="review_closed")
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(_("It was saved elsewhere since you opened it."), current=row.version)
    return row


def _start(row: Review) -> Review:
    if row.state == Review.State.ASSIGNED:
        row.state = Review.State.DRAFTING
        row.save(update_fields=["state"])
        outbox.record(ReviewStarted(idea_id=row.idea_id, actor_id=row.owner_id, review_id=row.pk))
    return row


def refuse_problems(problems: tuple[FieldProblem, ...]) -> None:
    """Raise InvalidValue (422) where there are `problems`."""
    if problems:
        raise InvalidValue(_("Something still lacks. What you wrote is kept."), problems=problems)


def write_content(row: Review, content: ReviewContent) -> None:
    """Replace the parts of the review by `content`; the version rises by one.

    Of an answer that is given, the idea's score is counted anew; the caller holds the lock on its row.
    """
    row.recommendation, row.confidence = content.recommendation, content.confidence
    row.plain_answer, row.internal_note, row.yes_if = content.plain_answer, content.internal_note, content.yes_if
    row.version += 1
    row.save()
    for part in (row.answers, row.scores, row.conditions):
        part.all().delete()
    ReviewAnswer.objects.bulk_create(
        [ReviewAnswer(review=row, question_id=key, text=text) for key, text in content.answers.items() if text]
    )
    Score.objects.bulk_create(
        [
            Score(review=row, criterion_id=key, value=entry.value, comment=entry.comment)
            for key, entry in content.scores.items()
        ]
    )
    Condition.objects.bulk_create(
        [
            Condition(review=row, text=one.text, owner_name=one.owner_name, due_on=one.due_on)
            for one in content.conditions
        ]
    )
    if row.state == Review.State.SUBMITTED:
        keep_score(idea=row.idea)
