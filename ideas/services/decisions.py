"""The answer to an idea: decided once, read by its author at once, announced to everybody a while later.

Source: docs/review-process.md 3.12.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas import outbox
from ideas.events import DecisionAnnounced, DecisionMade
from ideas.exceptions import Conflict, FieldProblem, InvalidValue, NotPermitted, StaleVersion
from ideas.models import Condition, Decision, Idea, Promise, Review, RuleSet, User, Watch
from ideas.policies.deciders import Decider, deciders_of
from ideas.policies.reviews import OPEN_STATES
from ideas.routing.clock import local_day
from ideas.selectors.calendars import organisation, working_calendar
from ideas.selectors.ideas import is_read_by_all
from ideas.selectors.people import person_named
from ideas.selectors.questionnaires import rule_set_of
from ideas.selectors.risks import risk_snapshot
from ideas.selectors.rule_sets import rules_of
from ideas.services.audit import record_audit
from ideas.services.ballots import board_snapshot, refuse_against_board
from ideas.services.clocks import keep_promise, stop_clocks
from ideas.services.decision_content import DecisionContent, cleaned_decision, decision_problems, idea_named_by
from ideas.services.early_stop import refuse_against_stop
from ideas.services.outcomes import keep_owner
from ideas.services.stages import move_idea
from ideas.services.watch_content import watches_of
from ideas.workflow import OPEN_STAGES, YES_STAGES, Stage

REASON_REQUIRED = "reason_required"


@transaction.atomic
def decide_idea(*, idea: Idea, by: User, content: DecisionContent, expected_version: int | None = None) -> Decision:
    """Record the answer to the present round of `idea`. Its stage moves only when the decision is announced.

    Args:
        expected_version: the version of the idea that the decider has read; None decides whatever stands.

    Raises:
        NotPermitted: `by` is not its decider (403, `not_decider`).
        Conflict: it is not ready for a decision, decided already, or the board still votes (409, `not_ready`, `decided`,
            `ballot_open`).
        StaleVersion: the idea was edited since (412).
        InvalidValue: something is wrong or lacks, the idea that the reason names cannot be read by everybody, the board voted otherwise, or it was stopped early (422, `reason_required` where the reason
            does).

    Emits: DecisionMade; its `announce` delivery is due after the organisation's delay. Audited.
    """
    row = Idea.objects.select_for_update(no_key=True).get(pk=idea.pk)
    decider = _refuse_unless_decider(row, by)
    refuse_unless_ready(idea=row)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(_("The idea was edited since you opened it. Read it again first."), current=row.version)
    rule_set, content = rule_set_of(idea_id=row.pk, round=row.round), cleaned_decision(content)
    content = _complete(content, rule_set, row)
    refuse_against_stop(idea=row, is_yes=Stage(content.kind) in YES_STAGES)
    refuse_against_board(idea=row, is_yes=Stage(content.kind) in YES_STAGES)
    decision = _write(row, decider, content, rule_set)
    for kind in Promise.Kind.values:
        keep_promise(idea=row, kind=kind, at=decision.decided_at, by=by)
    _audit(decision, by)
    outbox.record(
        DecisionMade(idea_id=row.pk, actor_id=by.pk, decision_id=decision.pk),
        due_at={"announce": decision.announce_at},
    )
    return decision


@transaction.atomic
def announce_decision(*, decision_id: int) -> Decision:
    """Tell everybody: the idea's stage moves and the decision may be read; doing it again changes nothing.

    Advice that never came lapses.

    Emits: IdeaMoved and DecisionAnnounced, once.
    """
    idea_id = Decision.objects.values_list("idea_id", flat=True).get(pk=decision_id)
    idea = Idea.objects.select_for_update(no_key=True).get(pk=idea_id)
    decision = Decision.objects.select_related("decided_by", "owner").get(pk=decision_id)
    if decision.announced_at is not None:
        return decision
    decision.announced_at = timezone.now()
    decision.save(update_fields=["announced_at"])
    _lapse_what_is_open(idea, decision)
    move_idea(idea=idea, to=Stage(decision.kind), by=decision.decided_by)
    if decision.owner is not None and decision.owner.is_active:
        keep_owner(idea=idea, by=decision.decided_by, person=decision.owner)
    outbox.record(DecisionAnnounced(idea_id=idea.pk, actor_id=decision.decided_by_id, decision_id=decision.pk))
    return decision


def _lapse_what_is_open(idea: Idea, decision: Decision) -> None:
    rows = list(Review.objects.filter(idea=idea, round=decision.round, state__in=OPEN_STATES))
    if rows:
        Review.objects.filter(pk__in=[row.pk for row in rows]).update(state=Review.State.LAPSED)
        stop_clocks(reviews=rows, by=None)


@transaction.atomic
def announce_now(*, decision: Decision, by: User) -> Decision:
    """Let the decider announce at once instead of after the delay.

    Raises:
        NotPermitted: `by` did not decide it (403, `not_decider`).

    Emits: as `announce_decision`; one announced before stays as it is. Audited, once.
    """
    row = Decision.objects.get(pk=decision.pk)
    if row.decided_by_id != by.pk or not by.is_active:
        raise NotPermitted(_("Only the person who decided may announce it early."), code="not_decider")
    Idea.objects.select_for_update(no_key=True).get(pk=row.idea_id)
    if Decision.objects.filter(pk=row.pk, announced_at__isnull=True).exists():
        record_audit(action="decision.announce", by=by, object_type="decision", object_id=row.public_id)
    return announce_decision(decision_id=row.pk)


def _audit(decision: Decision, by: User) -> None:
    record_audit(
        action="decision.make",
        by=by,
        object_type="decision",
        object_id=decision.public_id,
        after={"kind": decision.kind, "reason_code": decision.reason_code, "because": decision.decided_because},
        on_behalf_of=decision.acted_for,
        rules_version=decision.rule_set.version,
    )


def _refuse_unless_decider(idea: Idea, by: User) -> Decider:
    for decider in deciders_of(idea):
        if decider.person == by:
            return decider
    raise NotPermitted(_("Somebody else decides this idea."), code="not_decider")


def refuse_unless_ready(*, idea: Idea) -> None:
    """Raise where `idea` takes no decision now. One query.

    Raises:
        Conflict: it is decided already, announced or not (409, `decided`), its departments have not all answered, or
            nobody owes it a decision any more (409, `not_ready`).
    """
    if Decision.objects.filter(idea=idea, round=idea.round).exists():
        raise Conflict(_("This idea has its decision already."), code="decided")
    if idea.stage not in OPEN_STAGES:
        raise Conflict(_("Nothing is left to decide: nobody owes this idea an answer any more."), code="not_ready")
    if idea.stage != Stage.READY_FOR_DECISION:
        raise Conflict(
            _("It cannot be decided yet. Departments that must be heard have not all answered."), code="not_ready"
        )


def _complete(content: DecisionContent, rule_set: RuleSet, idea: Idea) -> DecisionContent:
    """Return `content` with the ref it names as it is written here; raise InvalidValue where something lacks."""
    today, rules = local_day(working_calendar(organisation().calendar), timezone.now()), rules_of(rule_set)
    named = idea_named_by(content, rules)
    problems = (*decision_problems(content, rules, today), *_link_problems(named, idea))
    if problems:
        is_reason = any(problem.code == REASON_REQUIRED for problem in problems)
        raise InvalidValue(
            _("Something still lacks. What you wrote is kept."),
            problems=problems,
            code=REASON_REQUIRED if is_reason else None,
        )
    return content if named is None else replace(content, reason_detail=named)


def _link_problems(named: str | None, idea: Idea) -> Iterator[FieldProblem]:
    """The answer is read by whoever may read `idea`, so what it leads to has to be open to all of them."""
    if named is not None and (named == idea.ref or not is_read_by_all(ref=named)):
        words = _("Name another idea, one that everybody here may read.")
        yield FieldProblem("reason_detail", "unknown_idea", words)


def _write(idea: Idea, decider: Decider, content: DecisionContent, rule_set: RuleSet) -> Decision:
    now = timezone.now()
    decision = Decision.objects.create(
        idea=idea,
        round=idea.round,
        kind=content.kind,
        reason_code=content.reason_code,
        reason_detail=content.reason_detail,
        explanation=content.explanation,
        what_would_change=content.what_would_change,
        next_step=content.next_step,
        next_step_on=content.next_step_on,
        wakes_on=content.wakes_on,
        owner=content.owner,
        decided_by=decider.person,
        acted_for=decider.acting_for,
        decided_because=decider.because,
        rule_set=rule_set,
        snapshot=_snapshot(idea, rule_set),
        decided_at=now,
        announce_at=now + timedelta(seconds=organisation().announce_delay_seconds),
    )
    conditions = [
        Condition(
            decision=decision,
            text=one.text,
            owner_name=one.owner_name,
            due_on=one.due_on,
            owner=person_named(text=one.owner_name),
        )
        for one in content.conditions
    ]
    Condition.objects.bulk_create(conditions)
    watches = watches_of(content.watches, wakes_on=content.wakes_on)
    for watch in watches:
        watch.decision = decision
    Watch.objects.bulk_create(watches)
    return decision


def _snapshot(idea: Idea, rule_set: RuleSet) -> dict[str, object]:
    """What the decision rests on, so that it can be shown again later as it was."""
    reviews = Review.objects.filter(idea=idea, round=idea.round).select_related("department").order_by("pk")
    return {
        "tier": idea.tier,
        "idea_version": idea.edition,
        "rule_set": rule_set.version,
        **board_snapshot(idea=idea),
        "reviews": [
            {
                "department": review.department.slug,
                "mode": review.mode,
                "state": review.state,
                "recommendation": review.recommendation,
                "confidence": review.confidence,
                "version": review.version,
            }
            for review in reviews
        ],
        "risks": risk_snapshot(idea=idea),
    }
