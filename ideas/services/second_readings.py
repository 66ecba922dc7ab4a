"""What the second pair of eyes says.

Source: docs/review-process.md 3.9.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas import outbox
from ideas.events import SecondReadingDone
from ideas.exceptions import Conflict, FieldProblem, InvalidValue, NotPermitted
from ideas.models import Review, SecondReading, User
from ideas.policies.second_readings import can_give_second_reading
from ideas.services.audit import record_audit
from ideas.services.readiness import make_ready_if_complete
from ideas.services.reviews import lock_reviewed_idea
from ideas.text import is_blank
from ideas.typed_text import TypedText

MAX_TEXT_CHARS = 5000


@transaction.atomic
def give_second_reading(*, review: Review, by: User, verdict: str, text: str) -> SecondReading:
    """Say whether `by`, the second reader, agrees with the department's answer; the last one makes the idea ready.

    A disagreement does not stop the idea; whoever decides sees it.

    Raises:
        NotPermitted: `by` is not its second reader, or has a conflict (403, `not_second_reader`).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).
        Conflict: it was read already (409, `second_reading_done`).
        InvalidValue: no verdict, or no reason for a disagreement (422).

    Emits: SecondReadingDone, IdeaMoved and IdeaReadyForDecision. Audited.
    """
    fresh = _latest(review)
    if fresh is None or not can_give_second_reading(by, fresh):
        raise _not_reader()
    idea = lock_reviewed_idea(review.idea_id)
    reading = (
        SecondReading.objects.select_for_update(no_key=True, of=("self",)).select_related("review").get(pk=fresh.pk)
    )
    if not can_give_second_reading(by, reading):  # somebody may have become an author while the idea was waited for
        raise _not_reader()
    if reading.verdict or fresh.review.round != idea.round:
        raise Conflict(_("This answer was read a second time already."), code="second_reading_done")
    reading.text = _cleaned(verdict, text)
    reading.verdict, reading.read_at = verdict, timezone.now()
    reading.save(update_fields=["verdict", "text", "read_at"])
    outbox.record(SecondReadingDone(idea_id=idea.pk, actor_id=by.pk, review_id=review.pk, second_reading_id=reading.pk))
    record_audit(action="second_reading.give", by=by, object_type="review", object_id=review.public_id)
    make_ready_if_complete(idea=idea)
    return reading


def _not_reader() -> NotPermitted:
    return NotPermitted(_("Somebody else reads this answer a second time."), code="not_second_reader")


def _latest(review: Review) -> SecondReading | None:
    rows = SecondReading.objects.filter(review=review.pk).select_related("review")
    return rows.order_by("-id").first()


def _cleaned(verdict: str, text: str) -> str:
    typed = TypedText()
    clean = typed.paragraphs("text", text, max_chars=MAX_TEXT_CHARS)
    typed.refuse_problems()
    problems = []
    if verdict not in SecondReading.Verdict.values:
        problems.append(FieldProblem("verdict", "required", _("Say whether you agree.")))
    elif verdict == SecondReading.Verdict.DISAGREE and is_blank(clean):
        problems.append(FieldProblem("text", "required", _("Say what you see differently.")))
    if problems:
        raise InvalidValue(_("Something still lacks. What you wrote is kept."), problems=tuple(problems))
    return clean
