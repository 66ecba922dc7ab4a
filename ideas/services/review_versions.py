"""A department changes the answer it gave: once, and again where the idea changed; each version is kept with a reason.

Source: docs/review-process.md 3.9.
"""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas import outbox
from ideas.events import ReviewRevised
from ideas.exceptions import Conflict, FieldProblem, StaleVersion
from ideas.models import Review, ReviewVersion, User
from ideas.policies.reviews import can_submit_review
from ideas.selectors.questionnaires import guide_of
from ideas.selectors.reaffirmations import open_reaffirmation
from ideas.services.audit import record_audit
from ideas.services.conflicts import refusal_to_write
from ideas.services.readiness import renew_readiness
from ideas.services.reaffirmations import settle_by_change
from ideas.services.review_content import (
    ConditionEntry,
    ReviewContent,
    ScoreEntry,
    cleaned,
    missing_parts,
    unknown_parts,
)
from ideas.services.reviews import lock_reviewed_idea, refuse_problems, write_content
from ideas.text import is_blank
from ideas.typed_text import TypedText

MAX_REASON_CHARS = 500


@transaction.atomic
def revise_review(
    *, review: Review, by: User, content: ReviewContent, reason: str, expected_version: int | None = None
) -> Review:
    """Change the department's answer after it was given; what it said before is kept beside it.

    After a material change of the idea it may be changed once more; nobody asks then whether it stands. Where the
    recommendation turns, those who decide are told, and a second reading of it is asked anew.

    Args:
        expected_version: the version the caller has read; None changes whatever stands.

    Raises:
        NotPermitted: `by` did not give this answer, or is an author (403, `not_your_review`, `own_idea`).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).
        Conflict: it was not given yet, or changed before (409, `review_not_answered`, `review_revised`).
        StaleVersion: it is another version by now (412).
        InvalidValue: something is wrong or lacks, the reason among it, or nothing is different (422).

    Emits: ReviewRevised; IdeaMoved back to review where a second reading is asked anew, or to ready with
    IdeaReadyForDecision where only this was waited for. Audited.
    """
    row = _locked(review, by, expected_version)
    guide, content, reason = guide_of(row), cleaned(content), _cleaned_reason(reason)
    before = _content_of(row)
    refuse_problems(
        (
            *unknown_parts(content, guide),
            *missing_parts(content, guide),
            *_revision_problems(before, content, reason),
        )
    )
    said = row.recommendation
    number = row.versions.count() or _keep(row, 1, before, "", by).number
    write_content(row, content)
    version = _keep(row, number + 1, _content_of(row), reason, by)
    _tell(row, version, said, by)
    settle_by_change(review=row, by=by)
    return row


def _locked(review: Review, by: User, expected_version: int | None) -> Review:
    fresh = Review.objects.select_related("idea").get(pk=review.pk)
    if not can_submit_review(by, fresh):
        raise refusal_to_write(by, fresh)
    idea = lock_reviewed_idea(fresh.idea_id)
    row = Review.objects.select_for_update(no_key=True, of=("self",)).select_related("department").get(pk=review.pk)
    row.idea = idea
    if row.owner_id != by.pk:
        raise refusal_to_write(by, row)
    if row.round != idea.round or row.state != Review.State.SUBMITTED:
        raise Conflict(_("Only an answer that was given can be changed."), code="review_not_answered")
    if row.versions.exists() and open_reaffirmation(review=row) is None:
        raise Conflict(_("This answer was changed before; that is possible once."), code="review_revised")
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(_("It was saved elsewhere since you opened it."), current=row.version)
    return row


def _cleaned_reason(reason: str) -> str:
    typed = TypedText()
    clean = typed.line("reason", reason, max_chars=MAX_REASON_CHARS)
    typed.refuse_problems()
    return clean


def _revision_problems(before: ReviewContent, after: ReviewContent, reason: str) -> list[FieldProblem]:
    problems = []
    if is_blank(reason):
        problems.append(FieldProblem("reason", "required", _("Say in a few words why.")))
    if _as_json(before) == _as_json(after):
        problems.append(FieldProblem("plain_answer", "unchanged", _("Nothing is different from what you said before.")))
    return problems


def _content_of(row: Review) -> ReviewContent:
    return ReviewContent(
        recommendation=row.recommendation,
        confidence=row.confidence,
        plain_answer=row.plain_answer,
        internal_note=row.internal_note,
        yes_if=row.yes_if,
        answers=dict(row.answers.values_list("question_id", "text")),
        scores={one.criterion_id: ScoreEntry(one.value, one.comment) for one in row.scores.all()},
        conditions=tuple(ConditionEntry(one.text, one.owner_name, one.due_on) for one in row.conditions.order_by("id")),
    )


def _as_json(content: ReviewContent) -> dict[str, object]:
    values = asdict(content)
    values["answers"] = {key: text for key, text in content.answers.items() if text}
    values["conditions"] = [
        {**asdict(one), "due_on": one.due_on.isoformat() if one.due_on else None} for one in content.conditions
    ]
    return values


def _keep(row: Review, number: int, content: ReviewContent, reason: str, by: User) -> ReviewVersion:
    at = row.submitted_at if number == 1 and row.submitted_at else timezone.now()
    return ReviewVersion.objects.create(
        review=row, number=number, content=_as_json(content), reason=reason, by=by, at=at
    )


def _tell(row: Review, version: ReviewVersion, said: str, by: User) -> None:
    is_turned = row.recommendation != said
    outbox.record(
        ReviewRevised(
            idea_id=row.idea_id,
            actor_id=by.pk,
            review_id=row.pk,
            review_version_id=version.pk,
            is_turned=is_turned,
        )
    )
    # Neither text nor reason: whoever keeps order reads the trail, and may owe an answer to the same idea.
    record_audit(action="review.revise", by=by, object_type="review", object_id=row.public_id)
    if is_turned:
        renew_readiness(review=row)
