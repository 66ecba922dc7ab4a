"""News as its page shows it: in words, with where it leads, grouped by idea."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from ideas.models import Notification, User
from ideas.news import NewsKind
from ideas.selectors.news_words import Place, Story, story_of
from ideas.selectors.personal_days import zone_of

_PAGES: Final = {
    "idea": "idea",
    "comment": "idea",
    "decision": "decision",
    "decide": "decision-new",
    "review": "review",
    "questions": "questions",
    "apologise": "idea-apology",
    "endpoint": "settings-endpoint",
    "interests": "interests",
    "load": "department-load",
    "delegations": "delegations",
    "profile": "profile",
    "stakes": "stakes",
    "suppliers": "profile-suppliers",
    "bounces": "bounces",
    "rules": "rule-report",
}
_ICONS: Final = {
    NewsKind.IDEA_RECEIVED: "circle-check",
    NewsKind.NAMED_AUTHOR: "users",
    NewsKind.FIRST_RESPONSE: "message-circle",
    NewsKind.IDEA_MERGED: "route",
    NewsKind.IDEA_REDIRECTED: "arrow-back-up",
    NewsKind.ROUTING_OVERRIDDEN: "route",
    NewsKind.ASKED_ALSO: "route",
    NewsKind.ADDITION_ENDED: "route",
    NewsKind.RESPONSE_GIVEN: "message-circle",
    NewsKind.REVIEW_ANSWERED: "message-circle",
    NewsKind.QUESTION_ASKED: "help-circle",
    NewsKind.IDEA_WAITS: "player-pause",
    NewsKind.QUESTION_ANSWERED: "message-circle",
    NewsKind.DATE_NEARER: "clock",
    NewsKind.IDEA_RESUMED: "player-play",
    NewsKind.DECISION_MADE: "scale",
    NewsKind.DECISION_ANNOUNCED: "scale",
    NewsKind.REVIEW_ASSIGNED: "checklist",
    NewsKind.REVIEW_SOON: "alarm",
    NewsKind.REVIEW_DUE: "alarm",
    NewsKind.REVIEW_ASKED_FOR: "alarm",
    NewsKind.REVIEW_LATE: "alarm",
    NewsKind.REVIEW_ESCALATED: "alert-triangle",
    NewsKind.RESPONSE_DUE: "alarm",
    NewsKind.DECISION_DUE: "alarm",
    NewsKind.QUESTION_DUE: "help-circle",
    NewsKind.QUESTION_LATE: "help-circle",
    NewsKind.REAFFIRMATION_DUE: "alarm",
    NewsKind.BOUNCE_DUE: "alarm",
    NewsKind.APPEAL_DUE: "alarm",
    NewsKind.WATCH_DUE: "eye",
    NewsKind.AUTHOR_SILENT: "player-pause",
    NewsKind.IDEA_WITHOUT_DATE: "alert-triangle",
    NewsKind.IDEA_LATE: "clock",
    NewsKind.REVIEW_EXTENDED: "clock",
    NewsKind.IDEA_ESCALATED: "alert-triangle",
    NewsKind.ESCALATION_ENDED: "circle-check",
    NewsKind.PROMISE_MISSED: "alert-triangle",
    NewsKind.APOLOGY_WRITTEN: "message-circle",
    NewsKind.DATE_RENEWED: "message-circle",
    NewsKind.ANSWER_LEFT_OUT: "flag",
    NewsKind.RISK_DUE: "flag",
    NewsKind.STOP_ASKED: "ban",
    NewsKind.STOP_CONFIRMED: "ban",
    NewsKind.BALLOT_OPENED: "users-group",
    NewsKind.BALLOT_EXTENDED: "users-group",
    NewsKind.BALLOT_CLOSED: "users-group",
    NewsKind.ANSWER_TURNED: "repeat",
    NewsKind.SECOND_READING: "eye",
    NewsKind.SECOND_READING_STUCK: "alert-triangle",
    NewsKind.OWN_IDEA_REOPENED: "repeat",
    NewsKind.IDEA_REOPENED: "repeat",
    NewsKind.APPEAL_FILED: "message-2",
    NewsKind.APPEAL_REFUSED: "scale",
    NewsKind.CONDITION_DUE: "list-check",
    NewsKind.OWNER_NAMED: "user",
    NewsKind.OWN_IDEA_OUTCOME: "hammer",
    NewsKind.IDEA_OUTCOME: "hammer",
    NewsKind.PRECEDENTS_FOUND: "history",
    NewsKind.PRECEDENT_CREDITED: "rosette-discount-check",
    NewsKind.REVIEW_UNASSIGNABLE: "alert-triangle",
    NewsKind.DEPARTMENT_TOLD: "bell",
    NewsKind.DECISION_NEEDED: "scale",
    NewsKind.IDEA_EDITED: "pencil",
    NewsKind.REAFFIRMATION_ASKED: "pencil",
    NewsKind.IDEA_WITHDRAWN: "arrow-back-up",
    NewsKind.COMMENT_POSTED: "message-2",
    NewsKind.COMMENT_REPLY: "message-2",
    NewsKind.COMMENT_MENTION: "message-2",
    NewsKind.COMMENT_REPORTED: "flag",
    NewsKind.DELEGATION_MADE: "users",
    NewsKind.DELEGATION_ASKED: "users",
    NewsKind.INTEREST_DECLARED: "scale",
    NewsKind.STAKE_STRIKING_ASKED: "scale",
    NewsKind.STAKE_SETTLED: "scale",
    NewsKind.INTEREST_DECIDED: "scale",
    NewsKind.REVIEW_BOUNCED: "arrow-back-up",
    NewsKind.BOUNCE_SETTLED: "route",
    NewsKind.DEPARTMENT_BUSY: "alert-triangle",
    NewsKind.RULES_REPORTED: "flask",
    NewsKind.ENDPOINT_FAILING: "plug-off",
    NewsKind.ENDPOINT_STOPPED: "plug-off",
}


@dataclass(frozen=True)
class Row:
    """One piece of news."""

    news: Notification
    story: Story
    icon: str


@dataclass
class Group:
    """News about one idea, or about none, the latest first."""

    heading: str
    ref: str = ""
    rows: list[Row] = field(default_factory=list)


def grouped(news: Iterable[Notification], *, viewer: User) -> list[Group]:
    """Return `news` in words, one group for each idea, in the order of the latest of each."""
    zone = zone_of(person=viewer)
    groups: dict[int | None, Group] = {}
    for one in news:
        group = groups.setdefault(one.idea_id, _group(one))
        group.rows.append(Row(one, story_of(one, zone=zone), _ICONS[NewsKind(one.kind)]))
    return list(groups.values())


def _group(news: Notification) -> Group:
    if news.idea is None:
        return Group(_("Groundswell itself"))
    return Group(news.idea.title, news.idea.ref)


def path_to(place: Place | None) -> str:
    """Return the path of the page that a piece of news leads to."""
    if place is None:
        return reverse("notifications")
    return reverse(_PAGES[place.kind], args=[place.key] if place.key else []) + place.ending
