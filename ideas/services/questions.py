"""Reviewers ask, authors answer once for everybody.

Source: docs/review-process.md 3.12.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas import outbox
from ideas.events.questions import QuestionAsked, QuestionsAnswered
from ideas.exceptions import Conflict, IdeaClosed, NotPermitted
from ideas.models import Department, Idea, Question, Review, User
from ideas.models.questions import MAX_QUESTION_CHARS, MAX_REPLY_CHARS
from ideas.policies.ideas import is_decided
from ideas.policies.questions import can_answer_question, can_ask_question, waits_for_author
from ideas.routing.clock import due_at
from ideas.selectors.calendars import organisation, working_calendar
from ideas.selectors.questions import departments_to_ask, experts_to_ask, may_stop_clock
from ideas.services.audit import record_audit
from ideas.services.clocks import PauseKind, pause_reviews, resume_reviews
from ideas.services.rate_limits import count_or_refuse
from ideas.services.readiness import make_ready_if_complete
from ideas.services.stages import move_idea
from ideas.services.waiting import resume_idea, settle_waiting
from ideas.typed_text import TypedText
from ideas.workflow import OPEN_STAGES, Stage

ANSWER_WORKING_DAYS: Final = 5
ASKED_AN_HOUR: Final = 30


@dataclass(frozen=True)
class QuestionContent:
    """What is asked of whom. `stops_clock`: the review cannot go on without the author's answer."""

    text: str
    addressee: str = Question.Addressee.AUTHOR
    department: Department | None = None
    person: User | None = None
    stops_clock: bool = False


@transaction.atomic
def ask_question(*, review: Review, by: User, content: QuestionContent) -> Question:
    """Ask about the idea of `review`; with `stops_clock` the review and the promise wait for the author.

    Reviews of other departments go on. An answer is asked for within five working days of the organisation.

    Raises:
        NotPermitted: `by` does not write this review (403, `not_your_review`).
        Conflict: the review is closed (409, `review_closed`), or this is asked already (409, `already_asked`).
        IdeaClosed: the idea takes no more answers (409, `idea_closed`).
        InvalidValue: a text or an addressee is wrong, or the clock may not be stopped (422, `cannot_pause`).
        TooMany: more than 30 questions of this person in an hour (429).

    Emits: QuestionAsked; ClockPaused and IdeaMoved where the clock stops. Audited.
    """
    row = _locked_review(review, by)
    text = _checked(row, content)
    if Question.objects.filter(idea=row.idea, round=row.round, text__iexact=text, answered_at__isnull=True).exists():
        raise Conflict(_("This is asked already, and waits for its answer."), code="already_asked")
    count_or_refuse(key=f"ask:{by.pk}", limit=ASKED_AN_HOUR, window_seconds=3600)
    question = _write(row, by, content, text)
    if content.stops_clock:
        _wait_for_author(row, by)
    record_audit(action="question.ask", by=by, object_type="question", object_id=question.public_id)
    outbox.record(
        QuestionAsked(idea_id=row.idea_id, actor_id=by.pk, review_id=row.pk, question_id=question.pk),
    )
    return question


@transaction.atomic
def answer_questions(*, idea: Idea, by: User, answers: Mapping[uuid.UUID, str]) -> list[Question]:
    """Answer questions about `idea` together, once for every department; clocks that stood for them go on.

    An answer of an author lets an idea go on that was parked for want of it.

    Args:
        answers: by public id of the question; blank ones are left open.

    Raises:
        NotPermitted: one of them is not for `by` to answer (403, `not_your_question`).
        Conflict: one was answered meanwhile (409, `already_answered`).
        IdeaClosed: the idea has its answer, or waits for none (409, `idea_closed`).
        InvalidValue: a text cannot be taken, or all are blank (422).

    Emits: QuestionsAnswered; ClockResumed, IdeaMoved, IdeaReadyForDecision where those follow. Audited.
    """
    typed = TypedText()
    texts = {key: typed.paragraphs(f"{key}", text, max_chars=MAX_REPLY_CHARS) for key, text in answers.items()}
    texts = {key: text for key, text in texts.items() if text}
    if not texts and not typed.problems:
        typed.add("", "required", _("Answer at least one of them."))
    typed.refuse_problems()
    row = _lock_for_answers(idea)
    rows = _answerable(row, by, list(texts))
    is_by_author = any(one.addressee == Question.Addressee.AUTHOR for one in rows)
    if is_by_author and waits_for_author(row):
        row = resume_idea(idea=row, by=by)
    _store(rows, texts, by)
    _go_on(row, by)
    outbox.record(
        QuestionsAnswered(
            idea_id=row.pk, actor_id=by.pk, question_ids=tuple(one.pk for one in rows), is_by_author=is_by_author
        )
    )
    return rows


def _locked_review(review: Review, by: User) -> Review:
    fresh = Review.objects.select_related("idea").get(pk=review.pk)
    idea = Idea.objects.select_for_update(no_key=True).get(pk=fresh.idea_id)
    row = Review.objects.select_for_update(no_key=True, of=("self",)).select_related("department").get(pk=review.pk)
    row.idea = idea
    if idea.stage not in OPEN_STAGES or is_decided(idea):
        raise IdeaClosed(_("This idea takes no more answers from departments."))
    if row.round != idea.round or row.state not in {Review.State.ASSIGNED, Review.State.DRAFTING}:
        raise Conflict(_("This review is closed: it was answered or cancelled."), code="review_closed")
    if not can_ask_question(by, row):
        raise NotPermitted(_("Only who writes the review asks for it."), code="not_your_review")
    return row


def _checked(review: Review, content: QuestionContent) -> str:
    typed = TypedText()
    text = typed.paragraphs("text", content.text, max_chars=MAX_QUESTION_CHARS, is_required=True)
    kinds = Question.Addressee
    if content.addressee not in kinds.values:
        typed.add("addressee", "invalid_choice", _("Choose whom to ask."))
    if content.addressee == kinds.DEPARTMENT and content.department not in departments_to_ask(review=review):
        typed.add("department", "invalid_choice", _("Choose another department that may see the idea."))
    known = experts_to_ask(review=review).filter(pk=content.person.pk) if content.person else User.objects.none()
    if content.addressee == kinds.EXPERT and not known.exists():
        typed.add("person", "invalid_choice", _("Choose somebody else who may see the idea."))
    if content.stops_clock and (content.addressee != kinds.AUTHOR or not may_stop_clock(review)):
        typed.add("stops_clock", "cannot_pause", _("This question cannot stop the clock. Ask without stopping it."))
    typed.refuse_problems()
    return text


def _write(review: Review, by: User, content: QuestionContent, text: str) -> Question:
    now = timezone.now()
    return Question.objects.create(
        idea=review.idea,
        round=review.round,
        review=review,
        asked_by=by,
        addressee=content.addressee,
        to_department=content.department if content.addressee == Question.Addressee.DEPARTMENT else None,
        to_person=content.person if content.addressee == Question.Addressee.EXPERT else None,
        text=text,
        is_blocking=content.stops_clock,
        asked_at=now,
        due_at=due_at(working_calendar(organisation().calendar), now, ANSWER_WORKING_DAYS),
    )


def _wait_for_author(review: Review, by: User) -> None:
    pause_reviews(reviews=[review], kind=PauseKind.QUESTION, by=by, reason="")
    if review.idea.stage == Stage.IN_REVIEW:
        move_idea(idea=review.idea, to=Stage.INFO_NEEDED, by=by)


def _lock_for_answers(idea: Idea) -> Idea:
    row = Idea.objects.select_for_update(no_key=True).get(pk=idea.pk)
    is_taken = row.stage in OPEN_STAGES and not is_decided(row)
    if not is_taken and not waits_for_author(row):
        raise IdeaClosed(_("This idea takes no more answers to questions."))
    return row


def _answerable(idea: Idea, by: User, keys: list[uuid.UUID]) -> list[Question]:
    rows = list(Question.objects.select_for_update().filter(idea=idea, public_id__in=keys).order_by("pk"))
    for row in rows:
        row.idea = idea
    if len(rows) != len(keys) or not all(can_answer_question(by, row) for row in rows):
        raise NotPermitted(_("Somebody else is asked for this."), code="not_your_question")
    if any(row.answered_at is not None for row in rows):
        raise Conflict(_("One of these was answered meanwhile. Read it first."), code="already_answered")
    return rows


def _store(rows: list[Question], texts: Mapping[uuid.UUID, str], by: User) -> None:
    now = timezone.now()
    for row in rows:
        row.answer, row.answered_at, row.answered_by = texts[row.public_id], now, by
        record_audit(action="question.answer", by=by, object_type="question", object_id=row.public_id)
    Question.objects.bulk_update(rows, ["answer", "answered_at", "answered_by"])


def _go_on(idea: Idea, by: User) -> None:
    """Let those reviews go on whose every question to the author is answered."""
    standing = Review.objects.filter(idea=idea, round=idea.round, paused_for=PauseKind.QUESTION)
    waiting = Question.objects.filter(idea=idea, is_blocking=True, answered_at__isnull=True).values("review")
    resume_reviews(reviews=list(standing.exclude(pk__in=waiting)), by=by, kind=PauseKind.QUESTION)
    settle_waiting(idea=idea, by=by)
    make_ready_if_complete(idea=idea)
