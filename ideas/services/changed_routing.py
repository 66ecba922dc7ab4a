"""What a change of routing comes down to, whoever made it: found anew, kept beside what held before, and followed.

Source: docs/review-process.md 3.3, 3.12.
"""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import PoolChanged
from ideas.exceptions import Conflict
from ideas.models import Idea, IdeaAuthor, Promise, Review, RoutingDecision, RoutingOverride
from ideas.routing.adjusting import Adjustment
from ideas.routing.clock import due_at
from ideas.routing.outcome import Routing
from ideas.routing.ruleset import Mode
from ideas.selectors.authors import author_ids
from ideas.selectors.calendars import CALENDAR_OF_THEIRS, calendar_of, organisation, working_calendar
from ideas.selectors.routing import RoutingPreview, current_routing, preview_routing
from ideas.services.audit import record_audit
from ideas.services.clock_entries import enter_restarts
from ideas.services.early_stop import hold_back_where_stopped
from ideas.services.routed import keep_routing


def routing_to_change(*, idea: Idea) -> RoutingDecision:
    """Return what holds for the present round of a locked idea.

    Raises:
        Conflict: it was not routed yet (409, `not_routed`).
    """
    current = current_routing(idea=idea)
    if current is None:
        raise Conflict(_("This idea was not routed yet."), code="not_routed")
    return current


def preview_change(*, idea: Idea, current: RoutingDecision, adjustment: Adjustment) -> RoutingPreview:
    """Return what the rules of `current` answer with `adjustment`; dates count from the promise."""
    author = idea.authors.select_related("person__manager").get(kind=IdeaAuthor.Kind.AUTHOR).person
    promise = Promise.objects.filter(idea=idea, round=idea.round, kind=Promise.Kind.DECISION).first()
    return preview_routing(
        author=author,
        answers=current.answer_set.answers,
        other_authors=author_ids(idea),
        at=promise.made_at if promise else idea.submitted_at,
        rule_set=current.rule_set,
        adjustment=adjustment,
    )


def keep_change(
    *,
    override: RoutingOverride,
    adjustment: Adjustment,
    current: RoutingDecision,
    preview: RoutingPreview,
    action: str,
) -> None:
    """Store `override`, filled with what `adjustment` changes, and the routing that follows from it; audited as `action`."""
    idea, before = override.idea, Routing.from_json(current.routing)
    override.from_tier, override.to_tier = before.tier, preview.tier
    override.is_of_tier = adjustment.tier is not None
    override.added, override.removed = sorted(adjustment.all_required), sorted(adjustment.left_out)
    override.save(force_insert=True)
    override.refresh_from_db(fields=["created_at"])
    keep_routing(idea=idea, answer_set=current.answer_set, preview=preview, override=override)
    record_audit(
        action=action,
        by=override.by,
        object_type="idea",
        object_id=idea.ref,
        before={"tier": before.tier, "departments": modes_of(before)},
        after={"tier": preview.tier, "departments": modes_of(preview.routing)},
        reason=override.reason,
        rules_version=current.rule_set.version,
    )


def modes_of(routing: Routing) -> dict[str, Mode]:
    """Return how each department is asked."""
    return {one.slug: one.mode for one in routing.departments}


def time_from_now(preview: RoutingPreview) -> datetime:
    """Return the earliest date that leaves reviews and the decision their whole windows from now on."""
    days = preview.windows.review + preview.windows.decision
    return due_at(working_calendar(organisation().calendar), timezone.now(), days)


def ask_again(*, idea: Idea, preview: RoutingPreview) -> None:
    """Put reviews that ended without an answer back into their queues, with a window that begins now.

    Those that were cancelled, as long as no accepted risk stands for them, and advice that lapsed and is required now.
    While a department asks to stop the idea, their clocks stand like the others.

    Emits: PoolChanged for each; ClockPaused where it is asked to be stopped.
    """
    now, otherwise = timezone.now(), organisation().calendar
    asks = {one.slug: one for one in preview.routing.asked(Mode.REQUIRED, Mode.ADVISORY)}
    required = [slug for slug, ask in asks.items() if ask.mode == Mode.REQUIRED]
    ended = Q(state=Review.State.CANCELLED, department__slug__in=asks, risk__isnull=True)
    ended |= Q(state=Review.State.LAPSED, department__slug__in=required)
    found = Review.objects.filter(ended, idea=idea, round=idea.round)
    rows = list(found.select_related(*CALENDAR_OF_THEIRS).order_by("pk"))
    for review in rows:
        ask, calendar = asks[review.department.slug], calendar_of(review.department, otherwise=otherwise)
        review.state, review.owner, review.assigned_at, review.assigned_because = Review.State.QUEUED, None, None, {}
        review.mode, review.rule_id, review.why = ask.mode.value, ask.rule_id, ask.why
        review.opened_at, review.unassignable_at = now, None
        review.due_at = due_at(working_calendar(calendar), now, preview.windows.review)
        review.calendar, review.calendar_version = calendar, calendar.version
        review.save()
        outbox.record(PoolChanged(department_id=review.department_id))
    enter_restarts(rows)
    hold_back_where_stopped(reviews=rows)
