"""Departments that had answered say whether their answer stands after a material change of the idea.

Source: docs/review-process.md 3.12 "When the idea changes".
"""

from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas import outbox
from ideas.events.reaffirmations import ReaffirmationAsked, ReviewReaffirmed
from ideas.exceptions import Conflict, NotPermitted
from ideas.models import AnswerSet, Idea, IdeaVersion, Reaffirmation, Review, User
from ideas.policies.reaffirmations import can_reaffirm_review
from ideas.routing.clock import due_at
from ideas.selectors.calendars import CALENDAR_OF_THEIRS, calendar_of, organisation, working_calendar
from ideas.selectors.reaffirmations import awaits_reaffirmation, is_material, open_reaffirmation
from ideas.services.audit import record_audit
from ideas.services.readiness import make_ready_if_complete
from ideas.services.reviews import lock_reviewed_idea
from ideas.services.stages import move_idea
from ideas.workflow import Stage

WINDOW_DAYS: Final = 2


def ask_to_reaffirm(*, idea: Idea, answers: AnswerSet, by: User) -> None:
    """Ask every department that has answered whether its answer stands, where `answers` differ materially from the last.

    What is asked already goes on with the newest text. Part of a service that holds the lock on the idea's row and
    has written the new version.

    Emits: ReaffirmationAsked for each; IdeaMoved where the idea was ready for its decision and a required one is asked.
    """
    before = AnswerSet.objects.filter(idea=idea, version__lt=answers.version).order_by("-version").first()
    if before is None or not is_material(before=before.answers, after=answers.answers):
        return
    given = Review.objects.filter(idea=idea, round=idea.round, state=Review.State.SUBMITTED)
    for review in given.select_related(*CALENDAR_OF_THEIRS).order_by("id"):
        row = _ask(idea, review, before, answers)
        outbox.record(ReaffirmationAsked(idea_id=idea.pk, review_id=review.pk, reaffirmation_id=row.pk))
    if idea.stage == Stage.READY_FOR_DECISION and awaits_reaffirmation(idea=idea):
        move_idea(idea=idea, to=Stage.IN_REVIEW, by=by)


@transaction.atomic
def reaffirm_review(*, review: Review, by: User, version: int) -> Review:
    """Say that the department's answer stands; with the last one that is waited for the idea becomes ready.

    Args:
        version: the edition of the idea that `by` has read; another one may change what they say.

    Raises:
        NotPermitted: `by` neither gave the answer nor leads the department, or has a conflict (403, `not_your_review`).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).
        Conflict: nothing is asked about this answer, or the idea was changed again (409, `nothing_to_reaffirm`,
            `idea_changed`).

    Emits: ReviewReaffirmed; IdeaMoved and IdeaReadyForDecision where nothing lacks. Audited.
    """
    row = Review.objects.select_related("idea").get(pk=review.pk)
    idea = lock_reviewed_idea(row.idea_id)
    row = Review.objects.select_for_update(no_key=True, of=("self",)).get(pk=review.pk)
    row.idea = idea
    if not can_reaffirm_review(by, row):
        raise NotPermitted(_("Only who gave this answer, or leads the department, says so."), code="not_your_review")
    asked = open_reaffirmation(review=row) if row.round == idea.round else None
    if asked is None:
        raise Conflict(_("Nobody asks whether this answer stands."), code="nothing_to_reaffirm")
    if asked.to_version != version:
        raise Conflict(_("The idea was changed again. Read what is different now."), code="idea_changed")
    _settle(asked, Reaffirmation.Verdict.REAFFIRMED, by)
    record_audit(action="review.reaffirm", by=by, object_type="review", object_id=row.public_id)
    outbox.record(
        ReviewReaffirmed(idea_id=idea.pk, actor_id=by.pk, review_id=row.pk, reaffirmation_id=asked.pk),
    )
    make_ready_if_complete(idea=idea)
    return row


def settle_by_change(*, review: Review, by: User) -> None:
    """Note that the department changed its answer instead; part of the service that changes it, which holds the locks.

    Emits: IdeaMoved and IdeaReadyForDecision where nothing lacks any more.
    """
    asked = open_reaffirmation(review=review)
    if asked is not None:
        _settle(asked, Reaffirmation.Verdict.CHANGED, by)
        make_ready_if_complete(idea=review.idea)


def _ask(idea: Idea, review: Review, before: AnswerSet, after: AnswerSet) -> Reaffirmation:
    row = open_reaffirmation(review=review)
    if row is None:
        row = Reaffirmation(review=review, from_version=_version_answered(idea, review), answers_before=before)
        calendar = working_calendar(calendar_of(review.department, otherwise=organisation().calendar))
        row.due_at = due_at(calendar, timezone.now(), WINDOW_DAYS)
    row.to_version, row.answers_after = idea.edition, after
    row.save()
    return row


def _version_answered(idea: Idea, review: Review) -> int:
    """The edition that stood when the answer was given, or was last said to stand."""
    last = Reaffirmation.objects.filter(review=review).order_by("-id").first()
    if last is not None:
        return last.to_version
    known = IdeaVersion.objects.filter(idea=idea, version__lt=idea.edition, created_at__lte=review.submitted_at)
    return known.order_by("-version").values_list("version", flat=True).first() or 1


def _settle(row: Reaffirmation, verdict: Reaffirmation.Verdict, by: User) -> None:
    row.verdict, row.given_at, row.given_by = verdict, timezone.now(), by
    row.save(update_fields=["verdict", "given_at", "given_by"])
