"""The kinds of news, as data: what each is called, how it reaches people, and why somebody gets it.

Source: docs/notifications.md "Who is told".
"""

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_OWN_MAILS_A_DAY: Final = 5
MERGE_MINUTES: Final = 10


class NewsKind(models.TextChoices):
    """What a notification tells. Stored, never renamed."""

    IDEA_RECEIVED = "idea_received", _("Your idea has arrived")
    NAMED_AUTHOR = "named_author", _("Somebody sends an idea with you or for you")
    FIRST_RESPONSE = "first_response", _("The first department has answered on your idea")
    IDEA_MERGED = "idea_merged", _("An idea is brought together with another one, or taken apart again")
    IDEA_REDIRECTED = "idea_redirected", _("Your idea belongs somewhere else")
    ASKED_ALSO = "asked_also", _("A reviewer asked one more department about your idea")
    ADDITION_ENDED = "addition_ended", _("A department that you asked about an idea is not asked any more")
    ROUTING_OVERRIDDEN = "routing_overridden", _("A triager changed who looks at your idea, or by when")
    RESPONSE_GIVEN = "response_given", _("The first answer of a person to your idea")
    REVIEW_ANSWERED = "review_answered", _("Another department has answered on your idea")
    QUESTION_ASKED = "question_asked", _("Somebody asks you about an idea")
    IDEA_WAITS = "idea_waits", _("Your idea waits for your answer")
    DECISION_MADE = "decision_made", _("The decision on your idea")
    DECISION_ANNOUNCED = "decision_announced", _("Decisions on ideas you follow, support or reviewed")
    REVIEW_ASSIGNED = "review_assigned", _("A review is yours")
    REVIEW_UNASSIGNABLE = "review_unassignable", _("Nobody in your department can review an idea")
    REVIEW_SOON = "review_soon", _("A review of yours is due soon")
    REVIEW_DUE = "review_due", _("A review of yours, or of your department, is due now")
    REVIEW_ASKED_FOR = "review_asked_for", _("Your lead reminds you of a review")
    REVIEW_LATE = "review_late", _("Your department is late with a review")
    REVIEW_ESCALATED = "review_escalated", _("A department is still late with a review")
    RESPONSE_DUE = "response_due", _("An idea waits for its first response")
    DECISION_DUE = "decision_due", _("An idea waits for your decision")
    QUESTION_DUE = "question_due", _("A question to you waits for its answer")
    QUESTION_LATE = "question_late", _("A question that you asked is not answered in time")
    REAFFIRMATION_DUE = "reaffirmation_due", _("You have not said whether an answer of your department stands")
    BOUNCE_DUE = "bounce_due", _("A review that was sent back waits to be settled")
    APPEAL_DUE = "appeal_due", _("An appeal still waits for your answer")
    WATCH_DUE = "watch_due", _("Something that you watch over may have come about")
    AUTHOR_SILENT = "author_silent", _("A parked idea still waits for its author")
    IDEA_WITHOUT_DATE = "idea_without_date", _("An idea waits, and nothing is to happen next")
    IDEA_LATE = "idea_late", _("A department is late with its answer on your idea")
    REVIEW_EXTENDED = "review_extended", _("A review that was late has a new date")
    IDEA_ESCALATED = "idea_escalated", _("An author asks further up for an answer")
    ESCALATION_ENDED = "escalation_ended", _("Somebody acted upon what you escalated")
    PROMISE_MISSED = "promise_missed", _("A promise was missed, and nobody has written to the author")
    APOLOGY_WRITTEN = "apology_written", _("We missed a date, and name a new one")
    DATE_RENEWED = "date_renewed", _("A missed date of an idea you follow has a new day")
    ANSWER_LEFT_OUT = "answer_left_out", _("An idea goes ahead without an answer that was late")
    RISK_DUE = "risk_due", _("A risk that you accepted is to be looked at, or ends")
    STOP_ASKED = "stop_asked", _("A department asks to stop an idea that you decide")
    STOP_CONFIRMED = "stop_confirmed", _("A review of yours is no longer needed")
    BALLOT_OPENED = "ballot_opened", _("The board votes on an idea")
    BALLOT_EXTENDED = "ballot_extended", _("Your vote for the board is missing")
    BALLOT_CLOSED = "ballot_closed", _("The board has voted on an idea you decide")
    ANSWER_TURNED = "answer_turned", _("A department changed its answer on an idea you decide")
    SECOND_READING = "second_reading", _("You read an answer of your department a second time")
    SECOND_READING_STUCK = "second_reading_stuck", _("Nobody in your department can read an answer a second time")
    DEPARTMENT_TOLD = "department_told", _("An idea your department should know of")
    DECISION_NEEDED = "decision_needed", _("An idea is ready for your decision")
    QUESTION_ANSWERED = "question_answered", _("Questions about an idea you review were answered")
    DATE_NEARER = "date_nearer", _("The date of your review came nearer")
    IDEA_RESUMED = "idea_resumed", _("An idea you review goes on")
    IDEA_EDITED = "idea_edited", _("An idea you review was changed")
    REAFFIRMATION_ASKED = "reaffirmation_asked", _("An idea was changed after you had answered on it")
    IDEA_WITHDRAWN = "idea_withdrawn", _("An idea was taken back")
    OWN_IDEA_REOPENED = "own_idea_reopened", _("Your idea is looked at again")
    APPEAL_FILED = "appeal_filed", _("An appeal waits for your answer")
    APPEAL_REFUSED = "appeal_refused", _("The answer to your appeal")
    CONDITION_DUE = "condition_due", _("A condition that you see to is due, or was missed")
    OWNER_NAMED = "owner_named", _("An approved idea is yours to see to")
    OWN_IDEA_OUTCOME = "own_idea_outcome", _("What becomes of your idea")
    IDEA_OUTCOME = "idea_outcome", _("What becomes of an idea you follow or support")
    PRECEDENTS_FOUND = "precedents_found", _("A declined idea may have come before an approved one")
    PRECEDENT_CREDITED = "precedent_credited", _("You proposed first what was approved later")
    IDEA_REOPENED = "idea_reopened", _("An idea you follow or support is looked at again")
    COMMENT_POSTED = "comment_posted", _("Comments on ideas you wrote or follow")
    COMMENT_REPLY = "comment_reply", _("Replies to your comments")
    COMMENT_MENTION = "comment_mention", _("Somebody mentions you")
    COMMENT_REPORTED = "comment_reported", _("A comment was reported")
    DELEGATION_MADE = "delegation_made", _("You act for somebody, or somebody for you")
    DELEGATION_ASKED = "delegation_asked", _("Somebody is to act for a colleague, and you agree or not")
    INTEREST_DECLARED = "interest_declared", _("Somebody named an interest, and you decide about it")
    INTEREST_DECIDED = "interest_decided", _("An interest that you named was decided about")
    STAKE_STRIKING_ASKED = (
        "stake_striking_asked",
        _("Somebody named a supplier by mistake, and you strike it out or not"),
    )
    STAKE_SETTLED = "stake_settled", _("A supplier that you named by mistake was decided about")
    REVIEW_BOUNCED = "review_bounced", _("A department says that a review is not for it")
    BOUNCE_SETTLED = "bounce_settled", _("It was settled whose a review is that you sent back")
    DEPARTMENT_BUSY = "department_busy", _("Your department has more work ahead than it can do in time")
    RULES_REPORTED = "rules_reported", _("Changes of the rules are suggested, once a week")
    ENDPOINT_FAILING = "endpoint_failing", _("A channel or webhook does not answer")
    ENDPOINT_STOPPED = "endpoint_stopped", _("A channel or webhook was stopped")


class NewsReason(models.TextChoices):
    """Why somebody is told. Stored, never renamed."""

    AUTHOR = "author", _("you wrote the idea")
    CO_AUTHOR = "co_author", _("you are a co-author")
    ON_BEHALF_OF = "on_behalf_of", _("it was sent on your behalf")
    FOLLOWER = "follower", _("you follow the idea")
    VOTER = "voter", _("you voted for the idea")
    RISK_ACCEPTOR = "risk_acceptor", _("you accepted the risk")
    REVIEWER = "reviewer", _("you review it for your department")
    BOARD_MEMBER = "board_member", _("you vote for the board")
    SECOND_READER = "second_reader", _("you read its answer a second time")
    DEPARTMENT_LEAD = "department_lead", _("you lead or deputise for the department")
    ASKED = "asked", _("you were asked about it")
    DECIDER = "decider", _("you are asked to decide it")
    OWNER = "owner", _("you see to the idea")
    CONDITION_OWNER = "condition_owner", _("you see to the condition")
    JUDGE = "judge", _("you may answer it and were not involved")
    MENTIONED = "mentioned", _("you are named in the comment")
    COMMENTER = "commenter", _("it answers your comment")
    TRIAGER = "triager", _("you sort ideas")
    RULES_EDITOR = "rules_editor", _("you may change the rules")
    MODERATOR = "moderator", _("you keep order in discussions")
    ENDPOINT_OWNER = "endpoint_owner", _("you connected it")
    DELEGATE = "delegate", _("you act for this colleague")
    DELEGATOR = "delegator", _("this colleague acts for you")
    DECLARED = "declared", _("you named an interest")
    PROGRAMME_MANAGER = "programme_manager", _("you manage the programme")
    ADMINISTRATOR = "administrator", _("you look after channels and webhooks")


@dataclass(frozen=True)
class KindRule:
    """How a kind reaches people who chose nothing: `mail` is "now" or "digest". `is_mandatory`: muting does not stop it."""

    mail: str
    is_mandatory: bool = False


_NOW, _DIGEST = "now", "digest"
KIND_RULES: Final[dict[NewsKind, KindRule]] = {
    NewsKind.IDEA_RECEIVED: KindRule(_NOW),
    NewsKind.NAMED_AUTHOR: KindRule(_NOW),
    NewsKind.FIRST_RESPONSE: KindRule(_NOW),
    NewsKind.IDEA_MERGED: KindRule(_DIGEST),
    NewsKind.IDEA_REDIRECTED: KindRule(_NOW, is_mandatory=True),
    NewsKind.ROUTING_OVERRIDDEN: KindRule(_NOW),
    NewsKind.ASKED_ALSO: KindRule(_NOW),
    NewsKind.ADDITION_ENDED: KindRule(_NOW),
    NewsKind.RESPONSE_GIVEN: KindRule(_NOW),
    NewsKind.REVIEW_ANSWERED: KindRule(_DIGEST),
    NewsKind.QUESTION_ASKED: KindRule(_NOW, is_mandatory=True),
    NewsKind.IDEA_WAITS: KindRule(_NOW, is_mandatory=True),
    NewsKind.DECISION_MADE: KindRule(_NOW, is_mandatory=True),
    NewsKind.DECISION_ANNOUNCED: KindRule(_DIGEST),
    NewsKind.REVIEW_ASSIGNED: KindRule(_NOW, is_mandatory=True),
    NewsKind.REVIEW_UNASSIGNABLE: KindRule(_NOW, is_mandatory=True),
    NewsKind.REVIEW_SOON: KindRule(_DIGEST),
    NewsKind.REVIEW_DUE: KindRule(_NOW, is_mandatory=True),
    NewsKind.REVIEW_ASKED_FOR: KindRule(_NOW, is_mandatory=True),
    NewsKind.REVIEW_LATE: KindRule(_NOW, is_mandatory=True),
    NewsKind.REVIEW_ESCALATED: KindRule(_NOW, is_mandatory=True),
    NewsKind.RESPONSE_DUE: KindRule(_NOW, is_mandatory=True),
    NewsKind.DECISION_DUE: KindRule(_NOW, is_mandatory=True),
    NewsKind.QUESTION_DUE: KindRule(_NOW, is_mandatory=True),
    NewsKind.QUESTION_LATE: KindRule(_NOW, is_mandatory=True),
    NewsKind.REAFFIRMATION_DUE: KindRule(_NOW, is_mandatory=True),
    NewsKind.BOUNCE_DUE: KindRule(_NOW, is_mandatory=True),
    NewsKind.APPEAL_DUE: KindRule(_NOW, is_mandatory=True),
    NewsKind.WATCH_DUE: KindRule(_DIGEST),
    NewsKind.AUTHOR_SILENT: KindRule(_DIGEST),
    NewsKind.IDEA_WITHOUT_DATE: KindRule(_NOW, is_mandatory=True),
    NewsKind.IDEA_LATE: KindRule(_NOW),
    NewsKind.REVIEW_EXTENDED: KindRule(_NOW),
    NewsKind.IDEA_ESCALATED: KindRule(_NOW, is_mandatory=True),
    NewsKind.ESCALATION_ENDED: KindRule(_NOW),
    NewsKind.PROMISE_MISSED: KindRule(_DIGEST, is_mandatory=True),
    NewsKind.APOLOGY_WRITTEN: KindRule(_NOW),
    NewsKind.DATE_RENEWED: KindRule(_DIGEST),
    NewsKind.ANSWER_LEFT_OUT: KindRule(_DIGEST),
    NewsKind.RISK_DUE: KindRule(_NOW, is_mandatory=True),
    NewsKind.STOP_ASKED: KindRule(_NOW, is_mandatory=True),
    NewsKind.STOP_CONFIRMED: KindRule(_NOW, is_mandatory=True),
    NewsKind.BALLOT_OPENED: KindRule(_NOW, is_mandatory=True),
    NewsKind.BALLOT_EXTENDED: KindRule(_NOW, is_mandatory=True),
    NewsKind.BALLOT_CLOSED: KindRule(_NOW, is_mandatory=True),
    NewsKind.ANSWER_TURNED: KindRule(_NOW, is_mandatory=True),
    NewsKind.SECOND_READING: KindRule(_NOW, is_mandatory=True),
    NewsKind.SECOND_READING_STUCK: KindRule(_NOW, is_mandatory=True),
    NewsKind.DEPARTMENT_TOLD: KindRule(_DIGEST),
    NewsKind.DECISION_NEEDED: KindRule(_NOW, is_mandatory=True),
    NewsKind.QUESTION_ANSWERED: KindRule(_NOW),
    NewsKind.DATE_NEARER: KindRule(_NOW, is_mandatory=True),
    NewsKind.IDEA_RESUMED: KindRule(_DIGEST),
    NewsKind.IDEA_EDITED: KindRule(_DIGEST),
    NewsKind.REAFFIRMATION_ASKED: KindRule(_NOW, is_mandatory=True),
    NewsKind.IDEA_WITHDRAWN: KindRule(_DIGEST),
    NewsKind.OWN_IDEA_REOPENED: KindRule(_NOW, is_mandatory=True),
    NewsKind.IDEA_REOPENED: KindRule(_DIGEST),
    NewsKind.CONDITION_DUE: KindRule(_NOW, is_mandatory=True),
    NewsKind.OWNER_NAMED: KindRule(_NOW, is_mandatory=True),
    NewsKind.OWN_IDEA_OUTCOME: KindRule(_NOW),
    NewsKind.IDEA_OUTCOME: KindRule(_DIGEST),
    NewsKind.PRECEDENTS_FOUND: KindRule(_DIGEST),
    NewsKind.PRECEDENT_CREDITED: KindRule(_NOW),
    NewsKind.APPEAL_FILED: KindRule(_NOW, is_mandatory=True),
    NewsKind.APPEAL_REFUSED: KindRule(_NOW, is_mandatory=True),
    NewsKind.COMMENT_POSTED: KindRule(_DIGEST),
    NewsKind.COMMENT_REPLY: KindRule(_DIGEST),
    NewsKind.COMMENT_MENTION: KindRule(_NOW),
    NewsKind.COMMENT_REPORTED: KindRule(_NOW, is_mandatory=True),
    NewsKind.DELEGATION_MADE: KindRule(_NOW, is_mandatory=True),
    NewsKind.DELEGATION_ASKED: KindRule(_NOW, is_mandatory=True),
    NewsKind.INTEREST_DECLARED: KindRule(_NOW, is_mandatory=True),
    NewsKind.INTEREST_DECIDED: KindRule(_NOW, is_mandatory=True),
    NewsKind.STAKE_STRIKING_ASKED: KindRule(_NOW, is_mandatory=True),
    NewsKind.STAKE_SETTLED: KindRule(_NOW, is_mandatory=True),
    NewsKind.REVIEW_BOUNCED: KindRule(_NOW, is_mandatory=True),
    NewsKind.BOUNCE_SETTLED: KindRule(_NOW, is_mandatory=True),
    NewsKind.DEPARTMENT_BUSY: KindRule(_NOW, is_mandatory=True),
    NewsKind.RULES_REPORTED: KindRule(_DIGEST),
    NewsKind.ENDPOINT_FAILING: KindRule(_NOW, is_mandatory=True),
    NewsKind.ENDPOINT_STOPPED: KindRule(_NOW, is_mandatory=True),
}


def default_mail(kind: str) -> str:
    """Return how news of `kind` is mailed to people who chose nothing: "now" or "digest"."""
    return KIND_RULES[NewsKind(kind)].mail


def is_mandatory(kind: str) -> bool:
    """Return whether news of `kind` appears even where the person muted the idea."""
    return KIND_RULES[NewsKind(kind)].is_mandatory
