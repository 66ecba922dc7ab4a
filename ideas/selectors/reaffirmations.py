"""Which answers wait for a word whether they stand, and what changed since they were given.

Source: docs/review-process.md 3.12 "When the idea changes".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from ideas.models import AnswerSet, Idea, Reaffirmation, Review, User
from ideas.selectors.rule_sets import rules_of
from ideas.selectors.versions import FieldDiff, version_diff
from ideas.workflow import OPEN_STAGES


@dataclass(frozen=True)
class AnswerChange:
    """One short question that the author answers differently now; words as they stand in the form."""

    question_id: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class IdeaChange:
    """What the author changed since a department answered: answers, and texts word by word."""

    reaffirmation: Reaffirmation
    answers: Sequence[AnswerChange]
    texts: Sequence[FieldDiff]


def is_material(*, before: Mapping[str, object], after: Mapping[str, object]) -> bool:
    """Whether any answer to a short question is another one; costs are bands, whose steps are wider than a quarter."""
    return any(before.get(key) != after.get(key) for key in before.keys() | after.keys())


def awaits_reaffirmation(*, idea: Idea) -> bool:
    """Whether a required answer of the present round waits for a word whether it stands. One query."""
    return _open().filter(review__idea=idea, review__round=idea.round, review__mode=Review.Mode.REQUIRED).exists()


def open_reaffirmation(*, review: Review) -> Reaffirmation | None:
    """Return what is asked about `review` and not yet said, with both sets of answers. One query."""
    rows = _open().filter(review=review).select_related("answers_before__rule_set", "answers_after__rule_set")
    return rows.first()


def reaffirmations_of(*, viewer: User) -> "QuerySet[Reaffirmation]":
    """Return the answers `viewer` gave and is asked about again, the next due first; unevaluated. One query.

    Each row has `review`, its idea and `department` loaded.
    """
    rows = _open().filter(review__owner=viewer, review__idea__stage__in=OPEN_STAGES)
    rows = rows.filter(review__round=F("review__idea__round"))
    return rows.select_related("review__idea", "review__department").order_by("due_at", "id")


def change_for(*, review: Review) -> IdeaChange | None:
    """Return what changed since `review` was answered, None while nothing is asked about it. One query, or two."""
    if review.state != Review.State.SUBMITTED:
        return None
    asked = open_reaffirmation(review=review)
    if asked is None:
        return None
    texts = version_diff(idea=review.idea, older=asked.from_version, newer=asked.to_version)
    return IdeaChange(
        asked,
        _answer_changes(asked.answers_before, asked.answers_after),
        [diff for diff in texts if diff.is_changed],
    )


def _open() -> "QuerySet[Reaffirmation]":
    return Reaffirmation.objects.filter(verdict="", review__state=Review.State.SUBMITTED)


def _answer_changes(before: AnswerSet, after: AnswerSet) -> list[AnswerChange]:
    """In the order of the form; questions that a newer rule set dropped come last."""
    old, new = _words(before), _words(after)
    keys = [*new, *(key for key in old if key not in new)]
    return [
        AnswerChange(key, (new.get(key) or old[key])[0], old.get(key, ("", ""))[1], new.get(key, ("", ""))[1])
        for key in keys
        if before.answers.get(key) != after.answers.get(key)
    ]


def _words(answers: AnswerSet) -> dict[str, tuple[str, str]]:
    """Label of each question of the rule set, and the words of its answer, empty where there is none."""
    found = {}
    for question in rules_of(answers.rule_set).questions:
        option = question.option(answers.answers.get(question.id))
        found[question.id] = (question.label, option.label if option else "")
    return found
