"""One act on many rows: each row by the act's own service, in its own transaction; what is refused says why.

Source: docs/review-process.md "Many at once".
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, Generic, TypeVar

from django.utils.translation import gettext as _

from ideas.conflicts import ENDED, is_conflict, until_no_conflict
from ideas.exceptions import DomainError, FieldProblem, InvalidValue, NotFound, NotPermitted, Unavailable
from ideas.models import AnswerTemplate, Idea, Review, User
from ideas.policies.triage import can_open_triage
from ideas.services.answer_templates import answer_from_template
from ideas.services.first_responses import clean_response, give_first_response, send_for_review
from ideas.services.reminders import remind_reviewer
from ideas.services.review_owners import MAX_REASON_CHARS, claim_review, hand_over_review, take_over_review

MOST_ROWS: Final = 100
REVIEW_ACTS: Final = ("claim", "hand_over", "take_over", "remind", "answer")
TRIAGE_ACTS: Final = ("review", "respond")
_WITH_REASON: Final = frozenset({"hand_over", "take_over"})

Key = TypeVar("Key")
Row = TypeVar("Row")


@dataclass(frozen=True)
class Outcome(Generic[Key]):
    """What became of one row; `refusal` is None where it was done."""

    key: Key
    refusal: DomainError | None = None

    @property
    def code(self) -> str:
        """Return the stable code of the refusal, that of the one wrong value where there is one; empty where done."""
        if self.refusal is None:
            return ""
        codes = {one.code for one in _problems_of(self.refusal)}
        return codes.pop() if len(codes) == 1 else self.refusal.error_code

    @property
    def sentence(self) -> str:
        """Return why it was refused, for the person who asked; empty where done."""
        if self.refusal is None:
            return ""
        return " ".join(str(one.detail) for one in _problems_of(self.refusal)) or str(self.refusal.sentence)


@dataclass(frozen=True)
class ReviewOrder:
    """What shall be done with each review; `act` of `REVIEW_ACTS`, the rest as that act needs it.

    `to`: who gets it (hand_over). `reason`: of hand_over and take_over. `template`, `confidence`: of answer.
    """

    act: str
    to: User | None = None
    reason: str = ""
    template: AnswerTemplate | None = None
    confidence: str = ""


def act_on_reviews(
    *, reviews: Mapping[uuid.UUID, Review | None], by: User, order: ReviewOrder
) -> list[Outcome[uuid.UUID]]:
    """Do one act with each of up to a hundred reviews, in the order given; return what became of each.

    Args:
        reviews: by public id, as `chosen_reviews` finds them; None is answered as one that is not there.

    Raises:
        InvalidValue: none or too many were chosen, or the act lacks something for every row (422); nothing is done.

    Whether `by` may, the service of the act says of each row. Emits: what those services emit. Audited by them.
    """
    _refuse_wrong_order(order)
    acts: dict[str, Callable[[Review], object]] = {
        "claim": lambda row: claim_review(review=row, by=by),
        "hand_over": lambda row: hand_over_review(review=row, to=order.to, by=by, reason=order.reason),
        "take_over": lambda row: take_over_review(review=row, by=by, reason=order.reason),
        "remind": lambda row: remind_reviewer(review=row, by=by),
        "answer": lambda row: _answer(row, by, order),
    }
    return _each_by_itself(reviews, acts[order.act], _("There is no such review, or you may not see it."))


def act_on_triage(*, ideas: Mapping[str, Idea | None], by: User, act: str, text: str = "") -> list[Outcome[str]]:
    """Send each of up to a hundred ideas for review, or write to their authors for the first time.

    Args:
        ideas: by ref, as `chosen_ideas` finds them; None is answered as one that is not there.
        act: `review`: the departments begin, with a first response where `text` says something; `respond`: that alone.
        text: at most 2,000 characters.

    Raises:
        NotPermitted: `by` sorts no ideas (403, `not_triager`).
        InvalidValue: as `act_on_reviews` (422).

    Emits: what `send_for_review` and `give_first_response` emit. Audited by them.
    """
    if not can_open_triage(by):
        raise NotPermitted(_("Only triagers and programme managers sort ideas."), code="not_triager")
    if act not in TRIAGE_ACTS:
        raise _wrong("act", "unknown_option", _("Choose what shall be done."))
    if act == "respond" or text.strip():
        clean_response(text)
    acts: dict[str, Callable[[Idea], object]] = {
        "review": lambda row: send_for_review(idea=row, by=by, text=text),
        "respond": lambda row: give_first_response(idea=row, by=by, text=text),
    }
    return _each_by_itself(ideas, acts[act], _("There is no such idea, or you may not see it."))


def refuse_wrong_number(count: int) -> None:
    """Raise where nothing was chosen, or more than fits one act.

    Raises:
        InvalidValue: (422, `nothing_chosen`, `too_many`).
    """
    if not count:
        raise _wrong("rows", "nothing_chosen", _("Choose at least one row."))
    if count > MOST_ROWS:
        raise _wrong("rows", "too_many", _("At most 100 rows fit one act."))


def _each_by_itself(rows: Mapping[Key, Row | None], act: Callable[[Row], object], absent: str) -> list[Outcome[Key]]:
    refuse_wrong_number(len(rows))
    return [
        Outcome(key, NotFound(absent) if row is None else _refusal_of(partial(act, row))) for key, row in rows.items()
    ]


def _refusal_of(act: Callable[[], object]) -> DomainError | None:
    """Do it, again where others were in the way; return why not, None where it was done."""
    try:
        until_no_conflict(act)
    except DomainError as refused:
        return refused
    except ENDED as error:
        if not is_conflict(error):
            raise
        return Unavailable(_("Others were at it at the same moment. Try again."))
    return None


def _answer(review: Review, by: User, order: ReviewOrder) -> Review:
    if order.template is None:
        raise _wrong("template", "required", _("Choose an answer."))
    return answer_from_template(review=review, by=by, template=order.template, confidence=order.confidence)


def _refuse_wrong_order(order: ReviewOrder) -> None:
    problems = _problems_of_reason(order)
    if order.act not in REVIEW_ACTS:
        problems.append(FieldProblem("act", "unknown_option", _("Choose what shall be done.")))
    if order.act == "hand_over" and order.to is None:
        problems.append(FieldProblem("to", "not_in_pool", _("Choose somebody who reviews for this department.")))
    if order.act == "answer":
        if order.template is None or order.template.kind != AnswerTemplate.Kind.REVIEW:
            problems.append(FieldProblem("template", "required", _("Choose an answer.")))
        if order.confidence not in Review.Confidence.values:
            problems.append(FieldProblem("confidence", "required", _("Say how sure you are.")))
    if problems:
        raise InvalidValue(_("It cannot be done like this. Nothing was changed."), problems=tuple(problems))


def _problems_of_reason(order: ReviewOrder) -> list[FieldProblem]:
    if order.act not in _WITH_REASON:
        return []
    if not order.reason.strip():
        return [FieldProblem("reason", "required", _("Say in a few words why."))]
    if len(order.reason) > MAX_REASON_CHARS:
        return [FieldProblem("reason", "too_long", _("At most 500 characters."))]
    return []


def _problems_of(refusal: DomainError) -> tuple[FieldProblem, ...]:
    return refusal.problems if isinstance(refusal, InvalidValue) else ()


def _wrong(field: str, code: str, sentence: str) -> InvalidValue:
    return InvalidValue(sentence, problems=(FieldProblem(field, code, sentence),), code=code)
