"""Steps that the present state forbids, and versions that have moved on."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from api.problem_types.kinds import ProblemType

STATES: Final[Mapping[str, ProblemType]] = {
    "already_answered": ProblemType(
        409, _("The question was answered meanwhile."), _("Read the question again; the first answer stands.")
    ),
    "already_asked": ProblemType(
        409, _("The same is asked about the idea already, and open."), _("Wait for its answer; you read it, too.")
    ),
    "already_sent": ProblemType(
        409,
        _("The idea was sent already, so it is no draft any more."),
        _("Read it again; what is possible has changed."),
    ),
    "changed_meanwhile": ProblemType(
        409,
        _("Somebody changed the same thing at the same moment. Nothing was saved."),
        _("Read the object again, and repeat what is still to do."),
    ),
    "comment_gone": ProblemType(409, _("The comment was deleted or hidden."), _("Read the discussion again.")),
    "conflict": ProblemType(
        409,
        _("The present state forbids this step."),
        _("Read the object again; `allowed_actions` says what is possible."),
    ),
    "decided": ProblemType(
        409, _("The idea has its answer and can no longer be changed."), _("Write a comment, or share a new idea.")
    ),
    "delegation_settled": ProblemType(
        409, _("It was agreed to, or ended, that somebody acts for somebody."), _("Read it again.")
    ),
    "delivery_not_given_up": ProblemType(
        409, _("Only a delivery that was given up can be tried again."), _("Read the delivery again.")
    ),
    "delivery_not_open": ProblemType(
        409, _("The delivery is done, cancelled or being tried right now."), _("Read the delivery again.")
    ),
    "discussion_locked": ProblemType(
        409, _("The discussion is locked and takes no comments."), _("The idea's page says why it was locked.")
    ),
    "draft_deleted": ProblemType(409, _("The draft was deleted meanwhile."), _("Begin a new one.")),
    "idea_closed": ProblemType(
        409,
        _("The idea's stage takes no votes, comments, files or changes of this kind any more."),
        _("Read the idea again; `stage` says where it is."),
    ),
    "supplier_named": ProblemType(
        409,
        _("A stake in a supplier cannot be given up while an open idea that one's department looks at names it."),
        _("Wait until the idea is decided. If you named it by mistake, ask to have it struck out."),
    ),
    "interest_declared": ProblemType(
        409,
        _("An interest was named before, and now none is."),
        _("The lead of the department decides about it; say more about it if something changed."),
    ),
    "interest_settled": ProblemType(
        409, _("It was decided already whether this person may go on."), _("Read the interest again.")
    ),
    "stake_settled": ProblemType(
        409, _("Somebody has answered this already, or it is asked no more."), _("Read the list again.")
    ),
    "no_key": ProblemType(
        409,
        _("The server has no key to keep secrets with."),
        _("Whoever runs the server sets GROUNDSWELL_KEYS (docs/configuration.md)."),
    ),
    "no_secret": ProblemType(
        409, _("The address of a chat channel is itself the secret."), _("Enter a new address instead.")
    ),
    "not_ready": ProblemType(
        409,
        _("The idea is not ready for a decision: reviews are missing, or the leads disagree."),
        _("The lanes of the idea say who is waited for."),
    ),
    "not_waiting": ProblemType(
        409, _("The idea does not wait for its author."), _("Read the idea again; `stage` says where it is.")
    ),
    "quota_full": ProblemType(
        409,
        _("The organisation has no space left for files."),
        _("Remove files that are not needed, or ask an administrator for more space."),
    ),
    "review_closed": ProblemType(409, _("The review was answered or cancelled."), _("Read the idea again.")),
    "review_taken": ProblemType(
        409, _("Somebody else was quicker and has taken the review."), _("Choose another one.")
    ),
    "routing_changed": ProblemType(
        409,
        _("Who is asked, or by when, is no longer what the author was shown. Nothing was sent."),
        _("Read `routing` again, show it to the author, and send its `shown`."),
    ),
    "site_in_use": ProblemType(
        409, _("Departments work at the site, so it stays."), _("Give them another site first.")
    ),
    "stage_forbids": ProblemType(
        409, _("This move is not possible from the idea's present stage."), _("Read the idea again.")
    ),
    "stale_version": ProblemType(
        412,
        _("It changed since you read it. Nothing was saved."),
        _("Read it again, repeat your change on what it is now, and send the new ETag. The answer brings it."),
    ),
    "still_draft": ProblemType(409, _("The idea is a draft that was not sent yet."), _("Send it first.")),
    "tag_exists": ProblemType(
        409, _("There is such a tag; case, signs and Unicode forms make no difference."), _("Use the one that exists.")
    ),
    "too_many_drafts": ProblemType(409, _("One person keeps only so many drafts."), _("Send or delete one first.")),
    "too_many_endpoints": ProblemType(409, _("There are a hundred of them already."), _("Delete one first.")),
    "too_many_tokens": ProblemType(409, _("You have 20 tokens."), _("Revoke one that you no longer use.")),
}
