"""The words of a piece of news, in the language that is active. Made when it is read or sent, from the present rows.

Each family of kinds has a module with its `WORDS`.
"""

from datetime import tzinfo
from typing import Final

from django.utils.translation import gettext as _

from ideas.models import Idea, Notification
from ideas.news import NewsKind, NewsReason
from ideas.selectors.news_words import (
    after_decision,
    discussion,
    escalations,
    fairness,
    ideas,
    outside,
    precedents,
    questions,
    reminders,
    review_depth,
    reviews,
    tasks,
    triage,
    workload,
)
from ideas.selectors.news_words.telling import Place, Story, Telling, shorten
from ideas.selectors.rule_report import NEWS_WEEKS

__all__ = ["Place", "Story", "shorten", "story_of"]

_WORDS: Final = {
    **ideas.WORDS,
    **reviews.WORDS,
    **precedents.WORDS,
    **questions.WORDS,
    **review_depth.WORDS,
    **discussion.WORDS,
    **outside.WORDS,
    **after_decision.WORDS,
    **triage.WORDS,
    **fairness.WORDS,
    **workload.WORDS,
    **reminders.WORDS,
    **tasks.WORDS,
    **escalations.WORDS,
}
_PAGES_OF_IDEAS: Final = {
    NewsKind.QUESTION_ASKED: "questions",
    NewsKind.QUESTION_ANSWERED: "questions",
    NewsKind.IDEA_WAITS: "questions",
    NewsKind.QUESTION_DUE: "questions",
    NewsKind.QUESTION_LATE: "questions",
    NewsKind.DECISION_NEEDED: "decide",
    NewsKind.ANSWER_TURNED: "decide",
    NewsKind.PROMISE_MISSED: "apologise",
}
_ACTIONS: Final = {
    NewsKind.REVIEW_ASSIGNED: "review",
    NewsKind.SECOND_READING: "review",
    NewsKind.REVIEW_SOON: "review",
    NewsKind.REVIEW_DUE: "review",
    NewsKind.REVIEW_ASKED_FOR: "review",
    NewsKind.REVIEW_LATE: "review",
    NewsKind.REAFFIRMATION_ASKED: "review",
    NewsKind.REAFFIRMATION_DUE: "review",
    NewsKind.DATE_NEARER: "review",
    NewsKind.QUESTION_ASKED: "answer",
    NewsKind.IDEA_WAITS: "answer",
    NewsKind.QUESTION_DUE: "answer",
    NewsKind.QUESTION_ANSWERED: "questions",
    NewsKind.DECISION_NEEDED: "decide",
    NewsKind.ANSWER_TURNED: "decide",
    NewsKind.PROMISE_MISSED: "apologise",
    NewsKind.APPEAL_FILED: "appeal",
    NewsKind.APPEAL_DUE: "appeal",
    NewsKind.APPEAL_REFUSED: "reasons",
    NewsKind.DECISION_MADE: "reasons",
    NewsKind.DECISION_ANNOUNCED: "reasons",
    NewsKind.COMMENT_POSTED: "comment",
    NewsKind.COMMENT_REPLY: "comment",
    NewsKind.COMMENT_MENTION: "comment",
    NewsKind.COMMENT_REPORTED: "comment",
    NewsKind.DEPARTMENT_BUSY: "load",
    NewsKind.RULES_REPORTED: "rules",
    NewsKind.REVIEW_BOUNCED: "bounces",
    NewsKind.BOUNCE_DUE: "bounces",
    NewsKind.ENDPOINT_FAILING: "endpoint",
    NewsKind.ENDPOINT_STOPPED: "endpoint",
    NewsKind.INTEREST_DECLARED: "interests",
    NewsKind.STAKE_STRIKING_ASKED: "interests",
    NewsKind.STAKE_SETTLED: "suppliers",
    NewsKind.DELEGATION_MADE: "profile",
    NewsKind.DELEGATION_ASKED: "interests",
}
_LISTS: Final = {
    NewsKind.DELEGATION_MADE: "profile",
    NewsKind.DELEGATION_ASKED: "delegations",
    NewsKind.INTEREST_DECLARED: "interests",
    NewsKind.STAKE_STRIKING_ASKED: "stakes",
    NewsKind.STAKE_SETTLED: "suppliers",
    NewsKind.REVIEW_BOUNCED: "bounces",
    NewsKind.BOUNCE_DUE: "bounces",
}


def story_of(news: Notification, *, zone: tzinfo, is_discreet: bool = False) -> Story:
    """Return `news` in words.

    Args:
        news: with the rows that `with_objects` loads.
        zone: the reader's, for dates.
        is_discreet: leave out every text of a confidential idea, because the words leave this server.
    """
    hidden = is_discreet and news.idea is not None and news.idea.visibility == Idea.Visibility.CONFIDENTIAL
    words = _WORDS[NewsKind(news.kind)](Telling(news, zone, hidden))
    return Story(words.headline, words.detail, str(NewsReason(news.reason).label), _action(news), _place(news))


def _action(news: Notification) -> str:
    labels = {
        "review": _("Open the review"),
        "answer": _("Answer"),
        "questions": _("Read the answers"),
        "decide": _("Decide"),
        "reasons": _("Read the reasons"),
        "apologise": _("Write to the author"),
        "appeal": _("Read the appeal"),
        "comment": _("Read the comment"),
        "endpoint": _("Open its settings"),
        "interests": _("Decide about it"),
        "load": _("See the weeks ahead"),
        "rules": _("Read the report"),
        "profile": _("Open your profile"),
        "suppliers": _("Open your list"),
        "bounces": _("Settle it"),
    }
    return labels.get(_ACTIONS.get(NewsKind(news.kind), ""), _("Open the idea"))


def _place(news: Notification) -> Place | None:
    found = _place_of_kind(news)
    if found is not None or news.idea is None:
        return found
    if news.kind in _PAGES_OF_IDEAS:
        return Place(_PAGES_OF_IDEAS[NewsKind(news.kind)], news.idea.ref)
    if news.decision is not None:
        return Place("decision", str(news.decision.public_id))
    if news.comment is not None:
        return Place("comment", news.idea.ref, str(news.comment.public_id))
    return Place("idea", news.idea.ref)


def _place_of_kind(news: Notification) -> Place | None:
    """Where news leads whose kind says it, whatever idea it is about."""
    if news.endpoint is not None:
        return Place("endpoint", str(news.endpoint.public_id))
    if _ACTIONS.get(NewsKind(news.kind)) == "review" and news.review is not None:
        return Place("review", str(news.review.public_id))
    if news.kind == NewsKind.RULES_REPORTED:
        return Place("rules", "", query=f"weeks={NEWS_WEEKS}")
    if news.kind in _LISTS:
        return Place(_LISTS[NewsKind(news.kind)], "")
    if news.kind == NewsKind.DEPARTMENT_BUSY and news.department is not None:
        return Place("load", news.department.slug)
    return None
