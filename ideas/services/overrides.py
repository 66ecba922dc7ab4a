"""A triager sets another tier, or asks other departments than the rules do. What the rules said stays to be read.

Source: docs/review-process.md 3.3.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import PoolChanged
from ideas.events.triage import RoutingOverridden
from ideas.exceptions import Conflict, FieldProblem, InvalidValue
from ideas.models import Idea, IdeaAuthor, Promise, Review, RoutingDecision, RoutingOverride, Triage, User
from ideas.routing.adjusting import Adjustment
from ideas.routing.clock import due_at
from ideas.routing.outcome import Routing
from ideas.routing.ruleset import Mode
from ideas.selectors.authors import author_ids
from ideas.selectors.calendars import CALENDAR_OF_THEIRS, calendar_of, organisation, working_calendar
from ideas.selectors.routing import RoutingPreview, current_routing, preview_routing
from ideas.selectors.rule_sets import rules_of
from ideas.services.audit import record_audit
from ideas.services.clocks import stop_clocks
from ideas.services.first_responses import send_for_review
from ideas.services.moderation import clean_reason
from ideas.services.rerouting import NOT_ANSWERED, require_anew
from ideas.services.routed import extend_promise, keep_routing
from ideas.services.triage import lock_for_triage


@dataclass(frozen=True)
class Change:
    """What a triager wants: `tier` None keeps what the rules say; slugs of departments to require, or to leave out."""

    tier: int | None = None
    required: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()


@transaction.atomic
def override_routing(*, idea: Idea, by: User, change: Change, reason: str) -> RoutingOverride:
    """Let `change` stand instead of what the rules alone answer; an earlier change of the round no longer holds.

    Reviews of departments newly asked open by the event, once the idea has left triage. Reviews of those left out are
    cancelled where nobody answered yet, which never makes an idea ready. The promise follows the tier: it comes nearer
    for a smaller one, but leaves time for reviews and the decision from now on.

    Args:
        idea: one that `by` may see.
        reason: 1–500 characters; the author reads it.

    Raises:
        InvalidValue: the reason is missing or wrong, a tier or department is unknown, or nobody is required any more
            (422; `unknown_tier`, `unknown_department`, `nobody_required`).
        NotPermitted, IdeaClosed: as `finish_triage`.
        Conflict: it would change nothing (409, `nothing_changed`), or all that is left has answered, so that leaving
            the others out would make the idea ready (409, `nobody_left_to_answer`).

    Emits: RoutingOverridden; IdeaMoved where the idea was ready for its decision and waits again; PoolChanged for each
        department that was left out before.
    """
    cleaned = clean_reason(reason)
    row = lock_for_triage(idea=idea, by=by)
    current = current_routing(idea=row)
    if current is None:
        raise Conflict(_("This idea was not routed yet."), code="not_routed")
    _refuse_unknown(change, current)
    before = Routing.from_json(current.routing)
    preview = _preview(row, current, Adjustment(change.tier, change.required, change.left_out, cleaned))
    _refuse(row, before, preview.routing)
    override = _keep(row, by, change, cleaned, current, before, preview)
    _follow(row, by, preview)
    outbox.record(RoutingOverridden(idea_id=row.pk, actor_id=by.pk, round=row.round, override_id=override.pk))
    return override


def _refuse_unknown(change: Change, current: RoutingDecision) -> None:
    rules = rules_of(current.rule_set)
    if change.tier is not None and change.tier not in {tier.number for tier in rules.tiers}:
        raise _wrong("tier", "unknown_tier", _("There is no such tier."))
    known = {guide.slug for guide in rules.departments}
    if not (change.required | change.left_out) <= known or change.required & change.left_out:
        raise _wrong("departments", "unknown_department", _("Choose departments of the rules, each once."))


def _preview(idea: Idea, current: RoutingDecision, adjustment: Adjustment) -> RoutingPreview:
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


def _refuse(idea: Idea, before: Routing, after: Routing) -> None:
    required = {one.slug for one in after.asked(Mode.REQUIRED)}
    if not required:
        raise _wrong("departments", "nobody_required", _("At least one department must be required."))
    if _modes(before) == _modes(after) and before.tier == after.tier:
        raise Conflict(_("This is what holds already."), code="nothing_changed")
    reviews = Review.objects.filter(idea=idea, round=idea.round).exclude(state=Review.State.CANCELLED)
    states = dict(reviews.values_list("department__slug", "state"))
    waits = any(state != Review.State.SUBMITTED for slug, state in states.items() if _is_required(before, slug))
    if waits and all(states.get(slug) == Review.State.SUBMITTED for slug in required):
        sentence = _("Everybody who is left has answered. Let one more department answer, or leave it as it is.")
        raise Conflict(sentence, code="nobody_left_to_answer")


def _modes(routing: Routing) -> dict[str, Mode]:
    return {one.slug: one.mode for one in routing.departments}


def _is_required(routing: Routing, slug: str) -> bool:
    ask = routing.ask(slug)
    return ask is not None and ask.mode == Mode.REQUIRED


def _keep(
    idea: Idea,
    by: User,
    change: Change,
    reason: str,
    current: RoutingDecision,
    before: Routing,
    preview: RoutingPreview,
) -> RoutingOverride:
    override = RoutingOverride.objects.create(
        idea=idea,
        round=idea.round,
        by=by,
        reason=reason,
        from_tier=before.tier,
        to_tier=preview.tier,
        is_of_tier=change.tier is not None,
        added=sorted(change.required),
        removed=sorted(change.left_out),
    )
    override.refresh_from_db(fields=["created_at"])
    keep_routing(idea=idea, answer_set=current.answer_set, preview=preview, override=override)
    record_audit(
        action="routing.override",
        by=by,
        object_type="idea",
        object_id=idea.ref,
        before={"tier": before.tier, "departments": _modes(before)},
        after={"tier": preview.tier, "departments": _modes(preview.routing)},
        reason=reason,
        rules_version=current.rule_set.version,
    )
    return override


def _follow(idea: Idea, by: User, preview: RoutingPreview) -> None:
    """Bring the idea's tier, date and reviews to what holds now."""
    home, days = organisation().calendar, preview.windows.review + preview.windows.decision
    idea.tier = preview.tier
    idea.next_answer_at = extend_promise(
        idea=idea, preview=preview, least=due_at(working_calendar(home), timezone.now(), days)
    )
    idea.save(update_fields=["tier", "next_answer_at"])
    require_anew(idea=idea, preview=preview, by=by)
    _cancel(idea, by, preview)
    _ask_again(idea, preview)


def _cancel(idea: Idea, by: User, preview: RoutingPreview) -> None:
    """Cancel what nobody has answered yet of departments that are not asked any more."""
    asked = [one.slug for one in preview.routing.asked(Mode.REQUIRED, Mode.ADVISORY)]
    this_round = Review.objects.filter(idea=idea, round=idea.round)
    gone = list(this_round.filter(state__in=NOT_ANSWERED).exclude(department__slug__in=asked))
    cancelled = {"state": Review.State.CANCELLED, "mode": Review.Mode.ADVISORY}
    this_round.filter(pk__in=[review.pk for review in gone]).update(**cancelled)
    stop_clocks(reviews=gone, by=by)


def _ask_again(idea: Idea, preview: RoutingPreview) -> None:
    """Put reviews that were cancelled before back into their queues, with a window that begins now."""
    now, otherwise = timezone.now(), organisation().calendar
    asks = {one.slug: one for one in preview.routing.asked(Mode.REQUIRED, Mode.ADVISORY)}
    rows = Review.objects.filter(idea=idea, round=idea.round, state=Review.State.CANCELLED)
    for review in rows.filter(department__slug__in=asks).select_related(*CALENDAR_OF_THEIRS).order_by("pk"):
        ask, calendar = asks[review.department.slug], calendar_of(review.department, otherwise=otherwise)
        review.state, review.owner, review.assigned_at, review.assigned_because = Review.State.QUEUED, None, None, {}
        review.mode, review.rule_id, review.why = ask.mode.value, ask.rule_id, ask.why
        review.opened_at, review.unassignable_at = now, None
        review.due_at = due_at(working_calendar(calendar), now, preview.windows.review)
        review.calendar, review.calendar_version = calendar, calendar.version
        review.save()
        outbox.record(PoolChanged(department_id=review.department_id))


def _wrong(field: str, code: str, sentence: str) -> InvalidValue:
    return InvalidValue(sentence, problems=(FieldProblem(field, code, sentence),))


@transaction.atomic
def quick_fix(*, idea: Idea, by: User, reason: str, text: str = "") -> Triage:
    """Say that `idea` is small enough to be just done: tier 0, so its owner has it at once; the turn in triage ends.

    Args:
        reason: as `override_routing`.
        text: the first response, blank for none.

    Raises:
        InvalidValue, NotPermitted, IdeaClosed: as `override_routing` and `give_first_response`.
        Conflict: as `override_routing` and `finish_triage`.

    Emits: RoutingOverridden, where it was not of tier 0 already; FirstResponseGiven, TriageDone.
    """
    row = lock_for_triage(idea=idea, by=by)
    if row.tier:
        override_routing(idea=row, by=by, change=Change(tier=0), reason=reason)
    return send_for_review(idea=row, by=by, text=text, lane=Triage.Lane.QUICK_FIX)
