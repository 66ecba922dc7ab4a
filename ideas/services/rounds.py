"""Begins another round of an idea that was declined or parked. The past round stays as it was.

Source: docs/review-process.md 3.12 "Another round".
"""

from django.utils import timezone

from ideas.events.after_decision import IdeaReopened
from ideas.models import AnswerSet, Idea, IdeaAuthor, Reopening, User
from ideas.selectors.authors import author_ids
from ideas.selectors.drafts import latest_answer_set, standing_answers
from ideas.selectors.routing import preview_routing
from ideas.services.answers import questions_now
from ideas.services.routed import keep_routing, make_promises
from ideas.services.stages import move_idea
from ideas.workflow import Stage


def reopen_idea(*, idea: Idea, because: Reopening.Because, text: str, by: User | None) -> Reopening:
    """Bring `idea` back to triage in its next round; part of a service that holds the lock on the idea's row.

    Tier, departments and reviewers are found anew by the rules of today from the author's latest answers, dates are
    promised from today on, and votes are taken again. Reviews are opened by the event.

    Args:
        text: why, in words that everybody who sees the idea may read.
        by: who found that it is time; None for the clock.

    Raises:
        Conflict: it is neither declined nor parked (409, `stage_forbids`).

    Emits: IdeaMoved, IdeaReopened.
    """
    idea.round += 1
    _route_anew(idea)
    row = Reopening.objects.create(idea=idea, round=idea.round, because=because, text=text, by=by)
    move_idea(
        idea=idea,
        to=Stage.TRIAGE,
        by=by,
        with_fields=("round", "tier", "needs_attention"),
        and_tell=[IdeaReopened(idea_id=idea.pk, actor_id=by.pk if by else None, round=idea.round, reopening_id=row.pk)],
    )
    return row


def _route_anew(idea: Idea) -> None:
    answers = _answers_of_today(idea)
    now = timezone.now()
    author = idea.authors.select_related("person__manager").get(kind=IdeaAuthor.Kind.AUTHOR).person
    preview = preview_routing(
        author=author, answers=answers.answers, other_authors=author_ids(idea), at=now, rule_set=answers.rule_set
    )
    keep_routing(idea=idea, answer_set=answers, preview=preview)
    make_promises(idea=idea, preview=preview, now=now)
    idea.tier, idea.next_answer_at, idea.needs_attention = preview.tier, preview.promised_at, ""


def _answers_of_today(idea: Idea) -> AnswerSet:
    """The latest answers as far as they fit the rule set that holds now; kept beside the earlier ones where it is another."""
    questions, row = questions_now(), latest_answer_set(idea=idea)
    if row.rule_set_id == questions.rule_set.pk:
        return row
    return AnswerSet.objects.create(
        idea=idea,
        rule_set=questions.rule_set,
        version=row.version + 1,
        answers=standing_answers(row, questions.rules).counting,
        is_small=row.is_small,
    )
