"""What authors do with an idea: send it, change it until it is decided, take it back."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import IdeaEdited, IdeaSubmitted, IdeaWithdrawn
from ideas.exceptions import Conflict, IdeaClosed, RoutingChanged
from ideas.models import AnswerSet, Idea, IdeaAuthor, IdeaVersion, Review, User
from ideas.policies.ideas import is_decided
from ideas.routing.rules import answer_problems
from ideas.routing_shown import ShownRouting
from ideas.selectors.drafts import latest_answer_set, standing_answers
from ideas.selectors.routing import RoutingPreview, preview_routing, refuse_answers
from ideas.services.answers import add_answers, questions_now
from ideas.services.audit import record_audit
from ideas.services.clocks import stop_clocks
from ideas.services.content import IdeaContent, refuse_incomplete, write_content
from ideas.services.drafts import lock_as_author, lock_draft, refuse_stale
from ideas.services.rate_limits import count_or_refuse
from ideas.services.reaffirmations import ask_to_reaffirm
from ideas.services.rerouting import reroute, return_reviews_of
from ideas.services.routed import keep_routing, make_promises
from ideas.services.stages import move_idea
from ideas.typed_text import TypedText
from ideas.workflow import OPEN_STAGES, Stage

SUBMISSIONS_AN_HOUR: Final = 20
SECONDS_A_WEEK: Final = 604_800
MAX_REASON_CHARS: Final = 500


@transaction.atomic
def submit_idea(*, idea: Idea, by: User, shown: ShownRouting | None = None) -> Idea:
    """Send the draft: its first edition, its routing, its promises and the fact, in one transaction.

    Args:
        idea: only its key is used; the row is locked here.
        shown: what the author saw before sending. Where rule set, tier, departments or promised day are others by
            now, nothing is sent and the new answer is given; None sends without comparing.

    Raises:
        NotPermitted: `by` is not one of its authors (403, `not_author`).
        Conflict: it was sent already (409, `already_sent`).
        InvalidValue: a text is empty, an answer is missing or wrong (422).
        RoutingChanged: see `shown` (409, `routing_changed`).
        TooMany: more than 20 ideas sent by this person in an hour (429).

    Emits: IdeaMoved, IdeaSubmitted.
    """
    row = lock_draft(idea=idea, by=by)
    count_or_refuse(key=f"submit:{by.pk}", limit=SUBMISSIONS_AN_HOUR, window_seconds=3600)
    refuse_incomplete(row)
    now = timezone.now()
    preview, answers = _final_preview(row, now)
    _refuse_changed(preview, shown)
    _send(row, by, preview, now)
    _keep_version(row, by)
    keep_routing(idea=row, answer_set=answers, preview=preview)
    make_promises(idea=row, preview=preview, now=now)
    return row


@transaction.atomic
def edit_idea(*, idea: Idea, by: User, content: IdeaContent, expected_version: int) -> Idea:
    """Write the next version of a sent idea; other answers find its departments anew. Saving the same changes nothing.

    Departments asked before stay asked, newly asked ones get a review. A review of somebody who became an author, or
    whose teammate did, goes back to its department. Departments that have answered say whether their answer stands
    where an answer to the short questions is another one.

    Raises:
        NotPermitted: `by` is not one of its authors (403, `not_author`).
        Conflict: it is a draft still (409, `still_draft`), or decided (409, `decided`).
        IdeaClosed: it takes no more changes (409, `idea_closed`).
        StaleVersion: it is another version by now (412).
        InvalidValue: a value is wrong (422).

    Emits: IdeaEdited; IdeaRerouted, ReaffirmationAsked, IdeaMoved, PoolChanged where those happened.
    """
    row = _lock_open(idea, by)
    refuse_stale(row, expected_version)
    written = write_content(idea=row, content=content, is_draft=False)
    answers = add_answers(idea=row, answers=content.answers, is_small=content.is_small)
    if not written.fields and answers is None:
        return row
    row.version += 1
    row.updated_at = timezone.now()
    row.save()
    _keep_version(row, by)
    if answers is not None:
        reroute(idea=row, answer_set=answers, by=by)
        ask_to_reaffirm(idea=row, answers=answers, by=by)
    return_reviews_of(idea=row, people=written.new_authors)
    outbox.record(IdeaEdited(idea_id=row.pk, actor_id=by.pk, version=row.edition))
    return row


@transaction.atomic
def withdraw_idea(*, idea: Idea, by: User, reason: str = "") -> Idea:
    """Take a sent idea back before it is decided; reviews that wait are cancelled, what was answered stays.

    Raises:
        NotPermitted: `by` is not one of its authors (403, `not_author`).
        Conflict: it is a draft (409, `still_draft`), or decided (409, `decided`).
        IdeaClosed: it is closed already (409, `idea_closed`).
        InvalidValue: the reason is no clean text of at most 500 characters (422).

    Emits: IdeaMoved, IdeaWithdrawn.
    """
    typed = TypedText()
    cleaned = typed.paragraphs("reason", reason, max_chars=MAX_REASON_CHARS)
    typed.refuse_problems()
    row = _lock_open(idea, by)
    waiting = (Review.State.QUEUED, Review.State.ASSIGNED, Review.State.DRAFTING)
    move_idea(idea=row, to=Stage.WITHDRAWN, by=by)
    reviews = list(Review.objects.filter(idea=row, state__in=waiting))
    Review.objects.filter(pk__in=[one.pk for one in reviews]).update(state=Review.State.CANCELLED)
    stop_clocks(reviews=reviews, by=by)
    record_audit(action="idea.withdraw", by=by, object_type="idea", object_id=row.ref, reason=cleaned)
    outbox.record(IdeaWithdrawn(idea_id=row.pk, actor_id=by.pk))
    return row


def _lock_open(idea: Idea, by: User) -> Idea:
    """Return the locked row of a sent idea that waits for its answer."""
    row = lock_as_author(idea=idea, by=by)
    if row.stage == Stage.DRAFT:
        raise Conflict(_("This is a draft; it was not sent yet."), code="still_draft")
    if row.stage not in OPEN_STAGES:
        raise IdeaClosed(_("This idea takes no more changes."))
    if is_decided(row):
        raise Conflict(_("This idea has its answer; it can no longer be changed."), code="decided")
    return row


def _final_preview(idea: Idea, now: datetime) -> tuple[RoutingPreview, AnswerSet]:
    """Return what holds for the answers of the draft, all of which must be given; they are stored as they count."""
    questions = questions_now()
    row = latest_answer_set(idea=idea)
    counting = standing_answers(row, questions.rules).counting
    refuse_answers(answer_problems(questions.rules, counting))
    row.answers, row.rule_set = counting, questions.rule_set
    row.save(update_fields=["answers", "rule_set"])
    authors = list(idea.authors.select_related("person__manager"))
    preview = preview_routing(
        author=next(one.person for one in authors if one.kind == IdeaAuthor.Kind.AUTHOR),
        answers=counting,
        other_authors=frozenset(one.person_id for one in authors),
        at=now,
        rule_set=questions.rule_set,
        home=questions.home,
    )
    return preview, row


def _refuse_changed(preview: RoutingPreview, shown: ShownRouting | None) -> None:
    if shown is not None and shown != preview.shown:
        raise RoutingChanged(
            _("Who is asked, or by when, is no longer what you saw. Look at it once more and send."), preview=preview
        )


def _send(idea: Idea, by: User, preview: RoutingPreview, now: datetime) -> None:
    # It goes on counting: what was read as a draft is stale now.
    idea.version += 1
    idea.sent_version = idea.version
    idea.tier = preview.tier
    idea.submitted_at = idea.updated_at = now
    idea.next_answer_at = preview.promised_at
    move_idea(
        idea=idea,
        to=Stage.SUBMITTED,
        by=by,
        with_fields=("version", "sent_version", "tier", "submitted_at", "updated_at"),
        heat=now.timestamp() / SECONDS_A_WEEK,  # log10(max(votes, 1)) + seconds / week, and there is no vote yet
        and_tell=[IdeaSubmitted(idea_id=idea.pk, actor_id=by.pk, round=idea.round)],
    )


def _keep_version(idea: Idea, by: User) -> None:
    IdeaVersion.objects.create(
        idea=idea,
        version=idea.edition,
        title=idea.title,
        problem=idea.problem,
        proposal=idea.proposal,
        expected_result=idea.expected_result,
        edited_by=by,
    )
