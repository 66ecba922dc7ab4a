"""How the page of choices groups the kinds of news.

Source: docs/notifications.md "Who is told".
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas.news import NewsKind

KIND_GROUPS: Final[tuple[tuple[Promise, tuple[NewsKind, ...]], ...]] = (
    (
        _("Your ideas"),
        (
            NewsKind.IDEA_RECEIVED,
            NewsKind.NAMED_AUTHOR,
            NewsKind.IDEA_REDIRECTED,
            NewsKind.ROUTING_OVERRIDDEN,
            NewsKind.RESPONSE_GIVEN,
            NewsKind.FIRST_RESPONSE,
            NewsKind.REVIEW_ANSWERED,
            NewsKind.QUESTION_ASKED,
            NewsKind.IDEA_WAITS,
            NewsKind.IDEA_LATE,
            NewsKind.ESCALATION_ENDED,
            NewsKind.APOLOGY_WRITTEN,
            NewsKind.DECISION_MADE,
            NewsKind.OWN_IDEA_REOPENED,
            NewsKind.APPEAL_REFUSED,
            NewsKind.OWN_IDEA_OUTCOME,
            NewsKind.PRECEDENT_CREDITED,
        ),
    ),
    (
        _("Ideas you follow or support"),
        (
            NewsKind.DECISION_ANNOUNCED,
            NewsKind.IDEA_REOPENED,
            NewsKind.IDEA_OUTCOME,
            NewsKind.IDEA_WITHDRAWN,
            NewsKind.IDEA_MERGED,
            NewsKind.COMMENT_POSTED,
            NewsKind.COMMENT_REPLY,
            NewsKind.COMMENT_MENTION,
        ),
    ),
    (
        _("Your tasks"),
        (
            NewsKind.REVIEW_ASSIGNED,
            NewsKind.REVIEW_SOON,
            NewsKind.REVIEW_DUE,
            NewsKind.REVIEW_ASKED_FOR,
            NewsKind.REVIEW_LATE,
            NewsKind.REVIEW_ESCALATED,
            NewsKind.REVIEW_EXTENDED,
            NewsKind.IDEA_ESCALATED,
            NewsKind.PROMISE_MISSED,
            NewsKind.RESPONSE_DUE,
            NewsKind.DECISION_DUE,
            NewsKind.QUESTION_DUE,
            NewsKind.QUESTION_LATE,
            NewsKind.REAFFIRMATION_DUE,
            NewsKind.BOUNCE_DUE,
            NewsKind.APPEAL_DUE,
            NewsKind.WATCH_DUE,
            NewsKind.AUTHOR_SILENT,
            NewsKind.ANSWER_LEFT_OUT,
            NewsKind.RISK_DUE,
            NewsKind.QUESTION_ANSWERED,
            NewsKind.DATE_NEARER,
            NewsKind.IDEA_RESUMED,
            NewsKind.IDEA_EDITED,
            NewsKind.REAFFIRMATION_ASKED,
            NewsKind.REVIEW_UNASSIGNABLE,
            NewsKind.SECOND_READING,
            NewsKind.SECOND_READING_STUCK,
            NewsKind.DEPARTMENT_TOLD,
            NewsKind.STOP_ASKED,
            NewsKind.STOP_CONFIRMED,
            NewsKind.BALLOT_OPENED,
            NewsKind.BALLOT_EXTENDED,
            NewsKind.BALLOT_CLOSED,
            NewsKind.ANSWER_TURNED,
            NewsKind.DECISION_NEEDED,
            NewsKind.DELEGATION_MADE,
            NewsKind.DELEGATION_ASKED,
            NewsKind.INTEREST_DECLARED,
            NewsKind.INTEREST_DECIDED,
            NewsKind.APPEAL_FILED,
            NewsKind.OWNER_NAMED,
            NewsKind.CONDITION_DUE,
            NewsKind.PRECEDENTS_FOUND,
            NewsKind.COMMENT_REPORTED,
            NewsKind.REVIEW_BOUNCED,
            NewsKind.BOUNCE_SETTLED,
            NewsKind.DEPARTMENT_BUSY,
            NewsKind.ENDPOINT_FAILING,
            NewsKind.ENDPOINT_STOPPED,
        ),
    ),
)
