"""“Also needs …”: a reviewer asks a department that nobody has asked yet.

Source: docs/review-process.md 3.12.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events.triage import DepartmentAskedAlso
from ideas.exceptions import Conflict, FieldProblem, IdeaClosed, InvalidValue
from ideas.models import Department, Idea, Review, RoutingOverride, User
from ideas.policies.reviews import bar_of, can_ask_also
from ideas.routing.adjusting import Adjustment
from ideas.selectors.early_stops import has_open_stop
from ideas.selectors.overrides import added_to, additions_of, standing_adjustment, standing_override
from ideas.selectors.routing import RoutingPreview, current_routing
from ideas.services.changed_routing import ask_again, keep_change, preview_change, routing_to_change, time_from_now
from ideas.services.conflicts import refusal_of
from ideas.services.moderation import clean_reason
from ideas.services.rerouting import require_anew
from ideas.services.reviews import lock_open_review_of
from ideas.services.routed import leave_time
from ideas.workflow import OPEN_STAGES, Stage


@transaction.atomic
def ask_also(*, review: Review, by: User, department: str, reason: str) -> RoutingOverride:
    """Ask one more department about the idea of `review`; its answer is required, and its clock begins now.

    What the rules said, and what a triager changed, holds on beside it. The review opens by the event; advice that was
    asked for already becomes required. The promise moves where it leaves no time for that, and never comes nearer.

    Args:
        department: its slug.
        reason: 1–500 characters; the author reads it.

    Raises:
        NotPermitted: `by` is neither its reviewer nor lead or deputy of the department, or has a conflict (403).
        Conflict: the review is closed, the idea is not in review, a department asks to stop it, the department is asked
            already or has answered, or a triager said that it is not asked (409, `review_closed`, `not_in_review`,
            `stop_open`, `nothing_changed`, `left_out_by_triager`).
        IdeaClosed: the idea has its answer (409, `idea_closed`).
        InvalidValue: no other department of the rules was named, or no reason (422, `unknown_department`).

    Emits: DepartmentAskedAlso; PoolChanged where its review had ended without an answer. Audited.
    """
    row = _locked(review)
    if not can_ask_also(by, row):
        raise refusal_of(bar_of(by, row) if row.owner_id == by.pk else "")
    cleaned, other = clean_reason(reason), _addable(row, department)
    idea, current = row.idea, routing_to_change(idea=row.idea)
    wanted = added_to(standing_adjustment(idea=idea), other.slug, cleaned)
    preview = preview_change(idea=idea, current=current, adjustment=wanted)
    override = RoutingOverride(idea=idea, round=idea.round, by=by, reason=cleaned, asked_also=other, review=row)
    override.adds_to = _triagers_change(idea)
    keep_change(override=override, adjustment=wanted, current=current, preview=preview, action="routing.ask_also")
    _follow(idea, override, preview)
    outbox.record(
        DepartmentAskedAlso(
            idea_id=idea.pk, actor_id=by.pk, round=idea.round, review_id=row.pk, override_id=override.pk
        )
    )
    return override


def later_promise(*, idea: Idea) -> datetime | None:
    """Return the later date of the author's answer if a department were asked now; None where the date stays."""
    current, date = current_routing(idea=idea), idea.next_answer_at
    if current is None:
        return None
    adjustment = standing_adjustment(idea=idea) or Adjustment()
    until = time_from_now(preview_change(idea=idea, current=current, adjustment=adjustment))
    return until if date is not None and timezone.now() < date < until else None


def refuse_addition(*, idea: Idea) -> None:
    """Raise where nobody asks one more department about `idea` now, whoever they are. At most one query.

    A decision that was not told yet is not told here either: the idea is only not in review any more.

    Raises:
        IdeaClosed, Conflict: as `ask_also` (409, `idea_closed`, `not_in_review`, `stop_open`).
    """
    if idea.stage not in OPEN_STAGES:
        raise IdeaClosed(_("This idea takes no more answers from departments."))
    if idea.stage != Stage.IN_REVIEW:
        raise Conflict(_("The idea is not in review at the moment."), code="not_in_review")
    if has_open_stop(idea=idea):
        sentence = _("A department asks to stop this idea. Nobody else is asked until that is decided.")
        raise Conflict(sentence, code="stop_open")


def _locked(review: Review) -> Review:
    """Return an open review, locked after its idea."""
    fresh = Review.objects.only("idea_id").get(pk=review.pk)
    idea = Idea.objects.select_for_update(no_key=True).get(pk=fresh.idea_id)
    refuse_addition(idea=idea)
    return lock_open_review_of(idea=idea, review=review)


def _addable(row: Review, department: str) -> Department:
    found = additions_of(idea=row.idea, instead_of=row.department)
    if department not in found.known:
        sentence = _("Choose another department that reviews ideas.")
        raise InvalidValue(sentence, problems=(FieldProblem("department", "unknown_department", sentence),))
    if department in found.required:
        raise Conflict(_("This department is asked already, or has answered."), code="nothing_changed")
    if department in found.left_out:
        sentence = _("A triager said that this department is not asked. Ask the triager.")
        raise Conflict(sentence, code="left_out_by_triager")
    return next(one for one in found.addable if one.slug == department)


def _triagers_change(idea: Idea) -> RoutingOverride | None:
    standing = standing_override(idea=idea)
    return standing.adds_to if standing is not None and standing.asked_also_id is not None else standing


def _follow(idea: Idea, override: RoutingOverride, preview: RoutingPreview) -> None:
    """Let the decision wait for the department, and give it the time."""
    idea.next_answer_at = leave_time(idea=idea, until=time_from_now(preview), by=override.by, reason=override.reason)
    idea.save(update_fields=["next_answer_at"])
    require_anew(idea=idea, preview=preview, by=override.by)
    ask_again(idea=idea, preview=preview)
