"""Answers that are given often: written once, and sent for a review by its own reviewer.

Source: docs/review-process.md "Many at once".
"""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.exceptions import Conflict, InvalidValue, NotFound, NotPermitted
from ideas.models import AnswerTemplate, Review, User
from ideas.models.answer_templates import MAX_TEMPLATE_NAME_CHARS
from ideas.models.triage import MAX_RESPONSE_CHARS
from ideas.policies.answer_templates import can_edit_answer_template
from ideas.selectors.questionnaires import guide_of
from ideas.services.audit import record_audit
from ideas.services.review_content import (
    MIN_PLAIN_ANSWER_CHARS,
    ConditionEntry,
    ReviewContent,
    ScoreEntry,
    visible_length,
)
from ideas.services.reviews import submit_review
from ideas.services.turns import take_turn
from ideas.text import sort_key
from ideas.typed_text import TypedText

MOST_TEMPLATES: Final = 100


@transaction.atomic
def add_answer_template(*, by: User, kind: str, name: str, text: str) -> AnswerTemplate:
    """Offer one more answer to everybody who answers.

    Args:
        kind: of `AnswerTemplate.Kind`.
        name: 1–80 characters, once in its kind; text: 1–2,000, for a review at least 20.

    Raises:
        NotPermitted: `by` sorts no ideas (403, `not_triager`).
        InvalidValue: a value is wrong (422).
        Conflict: there is one of that name, or there are a hundred (409, `answer_template_exists`,
            `answer_templates_full`).

    Audited.
    """
    _refuse_others(by)
    row = AnswerTemplate(**_clean(kind, name, text))
    take_turn("answer_templates")
    if AnswerTemplate.objects.count() >= MOST_TEMPLATES:
        raise Conflict(_("There are a hundred already. Remove one first."), code="answer_templates_full")
    _refuse_same_name(row)
    row.save(force_insert=True)
    _record("answer_template.add", by, row, after=_told(row))
    return row


@transaction.atomic
def change_answer_template(*, template: AnswerTemplate, by: User, name: str, text: str) -> AnswerTemplate:
    """Give a template another name or text; what was sent with it stays as it was. The same again changes nothing.

    Raises:
        NotFound: it was removed (404). NotPermitted, InvalidValue, Conflict: as for adding.

    Audited.
    """
    _refuse_others(by)
    take_turn("answer_templates")
    row = _locked(template)
    before = _told(row)
    for field, value in _clean(row.kind, name, text).items():
        setattr(row, field, value)
    if _told(row) == before:
        return row
    _refuse_same_name(row)
    row.save()
    _record("answer_template.change", by, row, before=before, after=_told(row))
    return row


@transaction.atomic
def remove_answer_template(*, template: AnswerTemplate, by: User) -> None:
    """Offer a template no more; what was sent with it stays.

    Raises:
        NotPermitted: as for adding. NotFound: it was removed already (404).

    Audited.
    """
    _refuse_others(by)
    row = _locked(template)
    _record("answer_template.remove", by, row, before=_told(row))
    row.delete()


def answer_from_template(*, review: Review, by: User, template: AnswerTemplate, confidence: str) -> Review:
    """Support an idea in the words of a template, as its reviewer; scores that were not given say "cannot say".

    What the reviewer has scored, noted and answered in their draft stays. A draft that has words for the author, or
    another recommendation than support, is left alone: it is sent from its own page.

    Raises:
        NotFound: there is no such review of theirs. Conflict: the draft has words of its own (409, `draft_has_words`).
        InvalidValue: the template is not for reviews (422). Else as `submit_review`, which does it.

    Emits: as `submit_review`.
    """
    if template.kind != AnswerTemplate.Kind.REVIEW:
        raise InvalidValue(_("This template is not for reviews."))
    row = Review.objects.select_related("department", "idea").get(pk=review.pk)
    is_own = row.owner_id == by.pk
    if is_own and (row.plain_answer.strip() or row.recommendation not in {"", Review.Recommendation.SUPPORT}):
        raise Conflict(
            _("You have begun to answer it in your own words. Send it from its page."), code="draft_has_words"
        )
    content = _content(row, template.text, confidence) if is_own else ReviewContent()
    return submit_review(review=row, by=by, content=content, expected_version=row.version)


def _content(row: Review, text: str, confidence: str) -> ReviewContent:
    """The draft as it stands with the words of a template."""
    scores = {one.id: ScoreEntry(None) for one in guide_of(row).criteria}
    scores |= {one.criterion_id: ScoreEntry(one.value, one.comment) for one in row.scores.all()}
    return ReviewContent(
        recommendation=Review.Recommendation.SUPPORT.value,
        confidence=confidence,
        plain_answer=text,
        internal_note=row.internal_note,
        yes_if=row.yes_if,
        answers={one.question_id: one.text for one in row.answers.all()},
        scores=scores,
        conditions=tuple(ConditionEntry(one.text, one.owner_name, one.due_on) for one in row.conditions.all()),
    )


def _clean(kind: str, name: str, text: str) -> dict[str, str]:
    typed = TypedText()
    if kind not in AnswerTemplate.Kind.values:
        typed.add("kind", "unknown_option", _("Choose what the answer is for."))
    cleaned = typed.line("name", name, max_chars=MAX_TEMPLATE_NAME_CHARS, is_required=True)
    words = typed.paragraphs("text", text, max_chars=MAX_RESPONSE_CHARS, is_required=True)
    is_short = visible_length(words) < MIN_PLAIN_ANSWER_CHARS
    if kind == AnswerTemplate.Kind.REVIEW and is_short and not any(one.field == "text" for one in typed.problems):
        typed.add("text", "too_short", _("Write at least 20 characters in plain words: the author reads this."))
    typed.refuse_problems()
    return {"kind": kind, "name": cleaned, "text": words}


def _refuse_others(by: User) -> None:
    if not can_edit_answer_template(by):
        raise NotPermitted(_("Only triagers and programme managers write answer templates."), code="not_triager")


def _refuse_same_name(row: AnswerTemplate) -> None:
    others = AnswerTemplate.objects.filter(kind=row.kind, name_sort=sort_key(row.name))
    if others.exclude(pk=row.pk).exists():
        raise Conflict(_("There is an answer of that name already."), code="answer_template_exists")


def _locked(template: AnswerTemplate) -> AnswerTemplate:
    row = AnswerTemplate.objects.select_for_update().filter(pk=template.pk).first()
    if row is None:
        raise NotFound(_("There is no such answer template, or it was removed."))
    return row


def _told(row: AnswerTemplate) -> dict[str, object]:
    return {"kind": row.kind, "name": row.name, "text": row.text}


def _record(
    action: str,
    by: User,
    row: AnswerTemplate,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    record_audit(
        action=action, by=by, object_type="answer_template", object_id=row.public_id, before=before, after=after
    )
