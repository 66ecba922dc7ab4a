"""Whoever decides lets an idea go ahead without an answer that is late, and writes down the risk.

Source: docs/review-process.md 3.11.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ideas import outbox
from ideas.each import for_each
from ideas.events.risks import RiskAccepted, RiskDue
from ideas.exceptions import Conflict, NotPermitted
from ideas.models import Event, Idea, Review, RiskAcceptance, User
from ideas.models.risks import MAX_PART_CHARS
from ideas.policies.deciders import Decider, deciders_of
from ideas.policies.risks import escalated_reviews, may_go_without
from ideas.selectors.conditions import today_here
from ideas.services.audit import record_audit
from ideas.services.clocks import stop_clocks
from ideas.services.readiness import make_ready_if_complete
from ideas.services.reviews import lock_reviewed_idea
from ideas.services.waiting import settle_waiting
from ideas.typed_text import TypedText
from ideas.workflow import OPEN_STAGES, YES_STAGES, Stage

LONGEST: Final = timedelta(days=2 * 366)
TELL_DAYS_BEFORE_END: Final = 7
AT_ONCE: Final = 200
PARTS: Final = ("cause", "event", "effect")
STANDING_STAGES: Final = OPEN_STAGES | YES_STAGES | {Stage.IN_DELIVERY, Stage.IMPLEMENTED}


@dataclass(frozen=True)
class RiskContent:
    """Because of `cause`, `event` may happen, which leads to `effect`; looked at on `review_on`, held to `expires_on`."""

    cause: str
    event: str
    effect: str
    review_on: date
    expires_on: date


@transaction.atomic
def accept_risk(*, idea: Idea, department: str, by: User, content: RiskContent) -> RiskAcceptance:
    """Let `idea` go ahead without the answer of `department` (its slug), which went up the whole ladder of reminders.

    Its review is cancelled as covered; where nothing else lacks, the idea is ready for decision.

    Raises:
        NotPermitted: `by` does not decide the idea (403, `not_decider`), or nobody may go ahead without this
            department (403, `cannot_go_without`).
        Conflict: its answer is not that late, or came (409, `not_escalated`); it was accepted before (409, `risk_accepted`).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).
        InvalidValue: a part of the risk lacks, or a day is wrong (422).

    Emits: RiskAccepted; IdeaMoved and IdeaReadyForDecision where nothing lacks. Audited.
    """
    row = lock_reviewed_idea(idea.pk)
    decider = _decider(row, by)
    review = _late_review(row, department)
    texts = _cleaned(content)
    risk = RiskAcceptance.objects.create(
        idea=row,
        round=row.round,
        review=review,
        **texts,
        accepted_by=by,
        acted_for=decider.acting_for,
        review_on=content.review_on,
        expires_on=content.expires_on,
    )
    review.state = Review.State.CANCELLED
    review.save(update_fields=["state"])
    stop_clocks(reviews=[review], by=by)
    settle_waiting(idea=row, by=by)
    _tell(risk, department, by)
    make_ready_if_complete(idea=row)
    return risk


def remind_of_risks() -> int:
    """Tell who accepted a risk on the day of looking at it again, and a week before it ends; return how many.

    Each is told once of each, however often and wherever it runs. At most 200 at a time.
    """
    today = today_here()
    rows = RiskAcceptance.objects.filter(idea__stage__in=STANDING_STAGES)
    found = [f"{RiskDue.type}:{pk}:look" for pk in _keys(rows.filter(review_on__lte=today))]
    last = today + timedelta(days=TELL_DAYS_BEFORE_END)
    found += [f"{RiskDue.type}:{pk}:end" for pk in _keys(rows.filter(expires_on__lte=last))]
    told = set(Event.objects.filter(dedupe_key__in=found).values_list("dedupe_key", flat=True))
    waiting = [name for name in found if name not in told][:AT_ONCE]
    return for_each(waiting, lambda name: _remind(int(name.split(":")[1]), name))


@transaction.atomic
def _remind(risk_id: int, dedupe_key: str) -> bool:
    row = RiskAcceptance.objects.select_for_update(no_key=True).get(pk=risk_id)
    if Event.objects.filter(dedupe_key=dedupe_key).exists():
        return False
    outbox.record(RiskDue(idea_id=row.idea_id, review_id=row.review_id, risk_id=row.pk), dedupe_key=dedupe_key)
    return True


def _keys(rows: "QuerySet[RiskAcceptance]") -> list[int]:
    return list(rows.order_by("id").values_list("pk", flat=True))


def _decider(idea: Idea, by: User) -> Decider:
    for one in deciders_of(idea):
        if one.person == by:
            return one
    raise NotPermitted(_("Somebody else decides this idea."), code="not_decider")


def _late_review(idea: Idea, department: str) -> Review:
    rows = Review.objects.select_for_update(no_key=True, of=("self",)).select_related("department")
    review = rows.filter(idea=idea, round=idea.round, department__slug=department).first()
    if review is None or not escalated_reviews().filter(pk=review.pk).exists():
        raise Conflict(_("The answer of this department is not so late that it can be left out."), code="not_escalated")
    if not may_go_without(review):
        raise NotPermitted(
            _("Nobody may go ahead without Legal, nor without Security where special data are, or may be, involved."),
            code="cannot_go_without",
        )
    if RiskAcceptance.objects.filter(review=review).exists():
        raise Conflict(_("The risk was accepted before; this answer is asked for anew."), code="risk_accepted")
    return review


def _cleaned(content: RiskContent) -> dict[str, str]:
    typed = TypedText()
    texts = {
        part: typed.line(part, getattr(content, part), max_chars=MAX_PART_CHARS, is_required=True) for part in PARTS
    }
    today = today_here()
    if not today < content.review_on <= today + LONGEST:
        typed.add("review_on", "wrong_day", _("Choose a day after today, within two years."))
    if not content.review_on <= content.expires_on <= today + LONGEST:
        typed.add("expires_on", "wrong_day", _("Choose a day not before it is looked at again, within two years."))
    typed.refuse_problems()
    return texts


def _tell(risk: RiskAcceptance, department: str, by: User) -> None:
    record_audit(
        action="risk.accept",
        by=by,
        object_type="idea",
        object_id=risk.idea.ref,
        after={"department": department, "expires_on": risk.expires_on.isoformat()},
        reason=f"{risk.cause} – {risk.event} – {risk.effect}",
        on_behalf_of=risk.acted_for,
    )
    outbox.record(RiskAccepted(idea_id=risk.idea_id, actor_id=by.pk, review_id=risk.review_id, risk_id=risk.pk))
