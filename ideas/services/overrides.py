"""A triager sets another tier, or asks other departments than the rules do. What the rules said stays to be read.

Source: docs/review-process.md 3.3.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events.triage import RoutingOverridden
from ideas.exceptions import Conflict, FieldProblem, InvalidValue
from ideas.models import Idea, Review, RoutingDecision, RoutingOverride, Triage, User
from ideas.routing.adjusting import Adjustment
from ideas.routing.outcome import Routing
from ideas.routing.ruleset import Mode
from ideas.selectors.overrides import additions_to_end, as_asked, standing_additions
from ideas.selectors.routing import RoutingPreview
from ideas.selectors.rule_sets import rules_of
from ideas.services.changed_routing import (
    ask_again,
    keep_change,
    modes_of,
    preview_change,
    routing_to_change,
    time_from_now,
)
from ideas.services.clocks import stop_clocks
from ideas.services.first_responses import send_for_review
from ideas.services.moderation import clean_reason
from ideas.services.rerouting import NOT_ANSWERED, require_anew
from ideas.services.routed import extend_promise
from ideas.services.triage import lock_for_triage


@dataclass(frozen=True)
class Change:
    """What a triager wants: `tier` None keeps what the rules say; slugs of departments to require, or to leave out."""

    tier: int | None = None
    required: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()


@transaction.atomic
def override_routing(*, idea: Idea, by: User, change: Change, reason: str) -> RoutingOverride:
    """Let `change` stand instead of what the rules alone answer; a triager's earlier change of the round no longer holds.

    What reviewers asked as well holds on, each with its reason, unless `change` leaves that department out.
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
    current = routing_to_change(idea=row)
    _refuse_unknown(change, current)
    additions = standing_additions(idea=row)
    staying = [one for one in additions if one.department.slug not in change.left_out]
    wanted = Adjustment(change.tier, change.required, change.left_out, cleaned).beside(as_asked(staying))
    preview = preview_change(idea=row, current=current, adjustment=wanted)
    _refuse(row, Routing.from_json(current.routing), preview.routing)
    override = RoutingOverride(idea=row, round=row.round, by=by, reason=cleaned)
    keep_change(override=override, adjustment=wanted, current=current, preview=preview, action="routing.override")
    gone = [one.override_id for one in additions if one not in staying]
    RoutingOverride.objects.filter(pk__in=gone).update(taken_out_by=override)
    _follow(row, override, preview)
    outbox.record(RoutingOverridden(idea_id=row.pk, actor_id=by.pk, round=row.round, override_id=override.pk))
    return override


def _refuse_unknown(change: Change, current: RoutingDecision) -> None:
    rules = rules_of(current.rule_set)
    if change.tier is not None and change.tier not in {tier.number for tier in rules.tiers}:
        raise _wrong("tier", "unknown_tier", _("There is no such tier."))
    known = {guide.slug for guide in rules.departments}
    if not (change.required | change.left_out) <= known or change.required & change.left_out:
        raise _wrong("departments", "unknown_department", _("Choose departments of the rules, each once."))


def _refuse(idea: Idea, before: Routing, after: Routing) -> None:
    required = {one.slug for one in after.asked(Mode.REQUIRED)}
    if not required:
        raise _wrong("departments", "nobody_required", _("At least one department must be required."))
    if modes_of(before) == modes_of(after) and before.tier == after.tier:
        raise Conflict(_("This is what holds already."), code="nothing_changed")
    reviews = Review.objects.filter(idea=idea, round=idea.round).exclude(state=Review.State.CANCELLED)
    states = dict(reviews.values_list("department__slug", "state"))
    waits = any(state != Review.State.SUBMITTED for slug, state in states.items() if _is_required(before, slug))
    if waits and all(states.get(slug) == Review.State.SUBMITTED for slug in required):
        sentence = _("Everybody who is left has answered. Let one more department answer, or leave it as it is.")
        raise Conflict(sentence, code="nobody_left_to_answer")


def _is_required(routing: Routing, slug: str) -> bool:
    ask = routing.ask(slug)
    return ask is not None and ask.mode == Mode.REQUIRED


def _follow(idea: Idea, override: RoutingOverride, preview: RoutingPreview) -> None:
    """Bring the idea's tier, date and reviews to what holds now."""
    idea.tier = preview.tier
    idea.next_answer_at = extend_promise(
        idea=idea, preview=preview, by=override.by, reason=override.reason, least=time_from_now(preview)
    )
    idea.save(update_fields=["tier", "next_answer_at"])
    require_anew(idea=idea, preview=preview, by=override.by)
    _cancel(idea, override.by, preview)
    ask_again(idea=idea, preview=preview)


def _cancel(idea: Idea, by: User, preview: RoutingPreview) -> None:
    """Cancel what nobody has answered yet of departments that are not asked any more."""
    asked = [one.slug for one in preview.routing.asked(Mode.REQUIRED, Mode.ADVISORY)]
    this_round = Review.objects.filter(idea=idea, round=idea.round)
    gone = list(this_round.filter(state__in=NOT_ANSWERED).exclude(department__slug__in=asked))
    cancelled = {"state": Review.State.CANCELLED, "mode": Review.Mode.ADVISORY}
    this_round.filter(pk__in=[review.pk for review in gone]).update(**cancelled)
    stop_clocks(reviews=gone, by=by)


def _wrong(field: str, code: str, sentence: str) -> InvalidValue:
    return InvalidValue(sentence, problems=(FieldProblem(field, code, sentence),))


@transaction.atomic
def quick_fix(*, idea: Idea, by: User, reason: str, text: str = "") -> Triage:
    """Say that `idea` is small enough to be just done: tier 0, so its owner has it at once; the turn in triage ends.

    What reviewers asked as well is taken out, where nobody has answered yet (`additions_to_end`).

    Args:
        reason: as `override_routing`.
        text: the first response, blank for none.

    Raises:
        InvalidValue, NotPermitted, IdeaClosed: as `override_routing` and `give_first_response`.
        Conflict: as `override_routing` and `finish_triage`.

    Emits: RoutingOverridden, unless it was of tier 0 already and nothing is taken out; FirstResponseGiven, TriageDone.
    """
    row = lock_for_triage(idea=idea, by=by)
    ending = frozenset(one.department.slug for one in additions_to_end(idea=row))
    if row.tier or ending:
        override_routing(idea=row, by=by, change=Change(tier=0, left_out=ending), reason=reason)
    return send_for_review(idea=row, by=by, text=text, lane=Triage.Lane.QUICK_FIX)
