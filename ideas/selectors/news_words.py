"""The words of a piece of news, in the language that is active. Made when it is read or sent, from the present rows."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ideas.models import Decision, Idea, Notification, Promise
from ideas.news import NewsKind, NewsReason

MAX_DETAIL_CHARS: Final = 600
MAX_EXCERPT_CHARS: Final = 240


@dataclass(frozen=True)
class Place:
    """What the news leads to: `kind` is "idea", "review", "decision", "comment" or "endpoint", `key` its ref or id."""

    kind: str
    key: str
    comment: str = ""


@dataclass(frozen=True)
class Story:
    """One piece of news in words. `detail` may be empty; `reason` completes "You get this because …"."""

    headline: str
    detail: str
    reason: str
    action: str
    place: Place | None


@dataclass(frozen=True)
class _Telling:
    """What the words are made of. `is_discreet`: nothing of the idea's text may appear."""

    news: Notification
    zone: tzinfo
    is_discreet: bool

    @property
    def idea(self) -> str:
        """The idea as this telling may name it."""
        idea = self.news.idea
        if idea is None:
            return ""
        if self.is_discreet:
            return _("a confidential idea (%(ref)s)") % {"ref": idea.ref}
        return _("“%(title)s”") % {"title": idea.title}

    def when(self, moment: datetime) -> str:
        """A moment on the reader's clock, its hour as on pages."""
        local = moment.astimezone(self.zone)
        return f"{date_format(local)}, {date_format(local, 'H:i')}"

    def text(self, words: str, limit: int = MAX_DETAIL_CHARS) -> str:
        """Words that somebody wrote, shortened; nothing where the telling is discreet."""
        return "" if self.is_discreet else shorten(words, limit)


@dataclass(frozen=True)
class _Words:
    headline: str
    detail: str = ""


def story_of(news: Notification, *, zone: tzinfo, is_discreet: bool = False) -> Story:
    """Return `news` in words.

    Args:
        news: with the rows that `with_objects` loads.
        zone: the reader's, for dates.
        is_discreet: leave out every text of a confidential idea, because the words leave this server.
    """
    hidden = is_discreet and news.idea is not None and news.idea.visibility == Idea.Visibility.CONFIDENTIAL
    words = _WORDS[NewsKind(news.kind)](_Telling(news, zone, hidden))
    return Story(words.headline, words.detail, str(NewsReason(news.reason).label), _action(news), _place(news))


def shorten(words: str, limit: int) -> str:
    """Return `words` on one line, cut at a word's end after at most `limit` characters."""
    line = re.sub(r"\s+", " ", words).strip()
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(".,;: ") + "…"


def _received(told: _Telling) -> _Words:
    promised = told.news.idea.promises.all() if told.news.idea else ()
    promise = max((one for one in promised if one.kind == Promise.Kind.DECISION), key=_round, default=None)
    detail = _("You have an answer by %(date)s.") % {"date": told.when(promise.due_at)} if promise else ""
    return _Words(_("We have your idea %(idea)s") % {"idea": told.idea}, detail)


def _round(promise: Promise) -> int:
    return promise.round


def _named(told: _Telling) -> _Words:
    return _Words(_("You are named in %(idea)s") % {"idea": told.idea}, _("Look whether it says what you mean."))


def _answered(told: _Telling) -> _Words:
    given = {"department": _department(told), "idea": told.idea}
    detail = _("What it says is shown with the decision, when every department has answered.")
    return _Words(_("%(department)s has answered on %(idea)s") % given, detail)


def _decision(told: _Telling) -> _Words:
    decision = told.news.decision
    if decision is None:
        return _Words(_("There is a decision on %(idea)s") % {"idea": told.idea})
    if told.is_discreet:
        return _Words(_("There is a decision on %(idea)s") % {"idea": told.idea})
    given = {"decision": Decision.Kind(decision.kind).label, "idea": told.idea}
    return _Words(_("%(decision)s: %(idea)s") % given, told.text(decision.explanation))


def _assigned(told: _Telling) -> _Words:
    review = told.news.review
    if review is None:
        return _Words(_("A review of %(idea)s is yours") % {"idea": told.idea})
    given = {"department": review.department.name, "idea": told.idea}
    why = told.text(_("Asked because: %(why)s.") % {"why": review.why.rstrip(". ")})
    due = _("Due %(date)s.") % {"date": told.when(review.due_at)}
    return _Words(_("Review needed from %(department)s: %(idea)s") % given, f"{why} {due}".strip())


def _unassignable(told: _Telling) -> _Words:
    given = {"department": _department(told), "idea": told.idea}
    detail = _("Everybody who could is away, wrote it, or is of the author’s team. Add somebody, or ask for help.")
    return _Words(_("Nobody in %(department)s can review %(idea)s") % given, detail)


def _department_told(told: _Telling) -> _Words:
    given = {"department": _department(told), "idea": told.idea}
    return _Words(
        _("%(department)s should know of %(idea)s") % given, _("Nothing to answer; it is on its way to others.")
    )


def _decision_needed(told: _Telling) -> _Words:
    return _Words(
        _("%(idea)s is ready for your decision") % {"idea": _capital(told.idea)},
        _("Every department that must be heard has answered."),
    )


def _edited(told: _Telling) -> _Words:
    detail = _("Look whether your answer still stands.")
    return _Words(_("%(idea)s was changed") % {"idea": _capital(told.idea)}, detail)


def _withdrawn(told: _Telling) -> _Words:
    detail = _("Nothing more needs to be done.")
    return _Words(_("%(idea)s was taken back by its author") % {"idea": _capital(told.idea)}, detail)


def _commented(told: _Telling) -> _Words:
    given = {"name": _writer(told), "idea": told.idea}
    return _Words(_("%(name)s commented on %(idea)s") % given, _excerpt(told))


def _replied(told: _Telling) -> _Words:
    given = {"name": _writer(told), "idea": told.idea}
    return _Words(_("%(name)s answered you on %(idea)s") % given, _excerpt(told))


def _mentioned(told: _Telling) -> _Words:
    given = {"name": _writer(told), "idea": told.idea}
    return _Words(_("%(name)s mentions you on %(idea)s") % given, _excerpt(told))


def _reported(told: _Telling) -> _Words:
    detail = _("Read it and hide it with a reason, or let it stand.")
    return _Words(_("A comment on %(idea)s was reported") % {"idea": told.idea}, detail)


def _failing(told: _Telling) -> _Words:
    detail = _("Five tries in a row failed. It rests now and is tried again by itself; nothing is lost meanwhile.")
    return _Words(_("%(endpoint)s does not answer") % {"endpoint": _endpoint(told)}, detail)


def _stopped(told: _Telling) -> _Words:
    endpoint = told.news.endpoint
    return _Words(
        _("%(endpoint)s gets no more messages") % {"endpoint": _endpoint(told)},
        endpoint.stopped_because if endpoint else "",
    )


_WORDS: Final[dict[NewsKind, Callable[[_Telling], _Words]]] = {
    NewsKind.IDEA_RECEIVED: _received,
    NewsKind.NAMED_AUTHOR: _named,
    NewsKind.FIRST_RESPONSE: _answered,
    NewsKind.REVIEW_ANSWERED: _answered,
    NewsKind.DECISION_MADE: _decision,
    NewsKind.DECISION_ANNOUNCED: _decision,
    NewsKind.REVIEW_ASSIGNED: _assigned,
    NewsKind.REVIEW_UNASSIGNABLE: _unassignable,
    NewsKind.DEPARTMENT_TOLD: _department_told,
    NewsKind.DECISION_NEEDED: _decision_needed,
    NewsKind.IDEA_EDITED: _edited,
    NewsKind.IDEA_WITHDRAWN: _withdrawn,
    NewsKind.COMMENT_POSTED: _commented,
    NewsKind.COMMENT_REPLY: _replied,
    NewsKind.COMMENT_MENTION: _mentioned,
    NewsKind.COMMENT_REPORTED: _reported,
    NewsKind.ENDPOINT_FAILING: _failing,
    NewsKind.ENDPOINT_STOPPED: _stopped,
}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _department(told: _Telling) -> str:
    if told.news.review is not None:
        return told.news.review.department.name
    return told.news.department.name if told.news.department else _("A department")


def _endpoint(told: _Telling) -> str:
    return _("“%(name)s”") % {"name": told.news.endpoint.name} if told.news.endpoint else _("A channel")


def _writer(told: _Telling) -> str:
    """The comment's author; an author who is not shown is not betrayed by a comment either."""
    comment, idea = told.news.comment, told.news.idea
    if comment is None or told.is_discreet:
        return _("Somebody")
    if idea is not None and not idea.author_shown and _wrote(idea, comment.author_id):
        return _("The author")
    return comment.author.name


def _wrote(idea: Idea, person_id: int) -> bool:
    return any(author.person_id == person_id for author in idea.authors.all())


def _excerpt(told: _Telling) -> str:
    comment = told.news.comment
    if comment is None or comment.deleted_at is not None or comment.hidden_at is not None:
        return ""
    return told.text(comment.body, MAX_EXCERPT_CHARS)


_ACTIONS: Final = {
    NewsKind.REVIEW_ASSIGNED: "review",
    NewsKind.DECISION_NEEDED: "decide",
    NewsKind.DECISION_MADE: "reasons",
    NewsKind.DECISION_ANNOUNCED: "reasons",
    NewsKind.COMMENT_POSTED: "comment",
    NewsKind.COMMENT_REPLY: "comment",
    NewsKind.COMMENT_MENTION: "comment",
    NewsKind.COMMENT_REPORTED: "comment",
    NewsKind.ENDPOINT_FAILING: "endpoint",
    NewsKind.ENDPOINT_STOPPED: "endpoint",
}


def _action(news: Notification) -> str:
    labels = {
        "review": _("Open the review"),
        "decide": _("Decide"),
        "reasons": _("Read the reasons"),
        "comment": _("Read the comment"),
        "endpoint": _("Open its settings"),
    }
    return labels.get(_ACTIONS.get(NewsKind(news.kind), ""), _("Open the idea"))


def _place(news: Notification) -> Place | None:
    if news.endpoint is not None:
        return Place("endpoint", str(news.endpoint.public_id))
    if news.kind == NewsKind.REVIEW_ASSIGNED and news.review is not None:
        return Place("review", str(news.review.public_id))
    if news.idea is None:
        return None
    if news.kind == NewsKind.DECISION_NEEDED:
        return Place("decide", news.idea.ref)
    if news.decision is not None:
        return Place("decision", str(news.decision.public_id))
    if news.comment is not None:
        return Place("comment", news.idea.ref, str(news.comment.public_id))
    return Place("idea", news.idea.ref)
