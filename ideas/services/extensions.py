"""A department's lead gives a late review more time, once, with a reason.

Source: docs/review-process.md 3.11.
"""

from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ideas import outbox
from ideas.events.escalations import ReviewExtended
from ideas.exceptions import Conflict, NotPermitted
from ideas.models import Escalation, Review, ReviewExtension, User
from ideas.models.escalations import MAX_REASON_CHARS
from ideas.policies.escalations import can_extend_review, is_due
from ideas.routing.clock import closing_of, is_working_day, local_day
from ideas.selectors.calendars import working_calendar
from ideas.selectors.extensions import furthest_extension
from ideas.services.audit import record_audit
from ideas.services.clocks import extend_clock
from ideas.services.escalations import end_escalations_about
from ideas.services.review_owners import lock_open_review
from ideas.typed_text import TypedText

FIELD: Final = "until"


@transaction.atomic
def extend_review(*, review: Review, by: User, until: date, reason: str) -> ReviewExtension:
    """Let a review that is due be answered by `until`, closing time of that day. The author's promise does not move.

    Args:
        until: a working day of the review's calendar after today, at most as many working days from today as the
            review had.
        reason: 1–500 characters; the author reads it.

    Raises:
        NotPermitted: `by` does not lead the department today, or has an interest (403, `not_lead`).
        Conflict: it is closed, its clock stands, its date is still to come, or it was extended before (409,
            `review_closed`, `clock_stands`, `not_due_yet`, `extended_before`).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).
        InvalidValue: the day or the reason is wrong (422).

    Emits: ReviewExtended; EscalationEnded where an author had asked for it. Audited.
    """
    row = lock_open_review(review)
    if not can_extend_review(User.objects.get(pk=by.pk), row):
        raise NotPermitted(_("Only the department’s lead or deputy can give it more time."), code="not_lead")
    _refuse_too_soon_or_again(row)
    cleaned = _cleaned(row, until, reason)
    was_due_at, closes_at = row.due_at, closing_of(working_calendar(row.calendar), until)
    extension = ReviewExtension.objects.create(
        review=row, was_due_at=was_due_at, until=closes_at, reason=cleaned, by=by, at=timezone.now()
    )
    extend_clock(review=row, until=closes_at, by=by, reason=cleaned)
    outbox.record(ReviewExtended(idea_id=row.idea_id, actor_id=by.pk, review_id=row.pk, extension_id=extension.pk))
    record_audit(
        action="review.extend",
        by=by,
        object_type="review",
        object_id=row.public_id,
        before={"due_at": was_due_at.isoformat()},
        after={"due_at": closes_at.isoformat()},
        reason=cleaned,
    )
    end_escalations_about(review=row, because=Escalation.Ending.EXTENDED, by=by)
    return extension


def _refuse_too_soon_or_again(row: Review) -> None:
    if ReviewExtension.objects.filter(review=row).exists():
        raise Conflict(_("It had more time once already. Finish it, or give it to somebody."), code="extended_before")
    if row.paused_at is not None:
        raise Conflict(_("Its clock stands: the reviewer waits for somebody else."), code="clock_stands")
    if not is_due(row):
        raise Conflict(_("Its date is still to come. More time is given when it is due."), code="not_due_yet")


def _cleaned(row: Review, until: date, reason: str) -> str:
    typed = TypedText()
    text = typed.line("reason", reason, max_chars=MAX_REASON_CHARS, is_required=True)
    calendar, latest = working_calendar(row.calendar), furthest_extension(review=row)
    if not is_working_day(calendar, until):
        typed.add(FIELD, "not_working_day", _("The department does not work on that day. Choose another one."))
    elif until <= local_day(calendar, timezone.now()):
        typed.add(FIELD, "wrong_day", _("Choose a day after today."))
    elif until > latest:
        detail = _("At most as many working days as the review had: %(day)s.") % {"day": date_format(latest)}
        typed.add(FIELD, "after_latest", detail)
    typed.refuse_problems()
    return text
