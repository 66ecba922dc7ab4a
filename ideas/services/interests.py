"""What people say of their interests in an idea, and what their lead makes of it.

Source: docs/review-process.md 3.8.
"""

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas import outbox
from ideas.events.fairness import DeciderChanged, InterestDecided, InterestDeclared, InterestStruck
from ideas.events.reviews import PoolChanged
from ideas.exceptions import Conflict, IdeaClosed, NotPermitted
from ideas.models import Idea, Interest, Review, User
from ideas.models.interests import MAX_STRIKING_CHARS
from ideas.policies.ideas import is_decided
from ideas.policies.interests import (
    can_decide_interest,
    can_declare_interest,
    can_strike_interest,
    is_asked_to_decide,
    is_undecided,
)
from ideas.services.audit import record_audit
from ideas.services.readiness import let_decider_read
from ideas.services.recusals import held_reviews, lock_reviews, recuse
from ideas.typed_text import TypedText
from ideas.workflow import OPEN_STAGES

MAX_INTEREST_CHARS: Final = 2000
_Nature, _State = Interest.Nature, Interest.State
_STATE_OF: Final = {
    _Nature.NONE.value: _State.CLEAR,
    _Nature.ACTUAL.value: _State.RECUSED,
    _Nature.POTENTIAL.value: _State.DECLARED,
    _Nature.PERCEIVED.value: _State.DECLARED,
}


@dataclass(frozen=True)
class Declaration:
    """What somebody says of their interest. `kind` and `text` are needed unless `nature` is "none"."""

    nature: str
    kind: str = ""
    is_direct: bool = True
    text: str = ""


@transaction.atomic
def declare_interest(*, idea: Idea, by: User, declaration: Declaration) -> Interest:
    """Say whether `by` has an interest in an idea that they are asked to judge; the last word counts.

    None clears it. An actual interest: every review of the idea that `by` holds goes back to its department at once, with
    two working days more. A potential or perceived one: the lead decides, until then nothing can be submitted. Whoever
    named an interest cannot take it back alone.

    Raises:
        NotPermitted: `by` neither holds an open review of the idea nor is asked to decide it (403, `not_asked`).
        IdeaClosed: it is decided or withdrawn (409, `idea_closed`).
        Conflict: an interest was named before, and now none is (409, `interest_declared`).
        InvalidValue: a word is unknown, or kind or text lacks (422).

    Emits: InterestDeclared for a potential or perceived one; ReviewRecused and PoolChanged for an actual one;
    DeciderChanged where `by` was to decide. Audited unless there is none.
    """
    held = lock_reviews(_held(idea, by))
    row = _open_idea(idea)
    said = Interest.objects.filter(idea=row, person=by).exclude(state=_State.STRUCK)
    before = said.select_for_update().first()
    is_decider = is_asked_to_decide(by, row)
    if not can_declare_interest(by, row):
        raise NotPermitted(_("You are not asked to review or decide this idea."), code="not_asked")
    wanted = _cleaned(declaration)
    if wanted.nature == _Nature.NONE and before is not None and before.state != _State.CLEAR:
        raise Conflict(_("You named an interest before; your lead decides about it."), code="interest_declared")
    interest = _write(before or Interest(idea=row, person=by), wanted, held)
    _tell(interest, held, by)
    if is_decider and interest.state != _State.CLEAR:
        let_decider_read(row)
        outbox.record(DeciderChanged(idea_id=row.pk, round=row.round))
    return interest


@transaction.atomic
def decide_interest(*, interest: Interest, by: User, may_go_on: bool, mitigation: str) -> Interest:
    """Say whether the person may go on, and with which safeguard; otherwise their reviews go back to the departments.

    Args:
        mitigation: the safeguard in words, needed where they may go on; else, optionally, why not. At most 2,000
            characters.

    Raises:
        NotPermitted: `by` is not the department's lead or deputy nor a programme manager, is the person, or has a conflict
            of their own (403, `not_lead`).
        Conflict: it is decided already (409, `interest_settled`).
        InvalidValue: the safeguard lacks or is too long (422).

    Emits: InterestDecided; ReviewRecused and PoolChanged where they may not go on. Audited.
    """
    held = lock_reviews(_held(interest.idea, interest.person))
    row = Interest.objects.select_for_update(of=("self",)).select_related("idea", "person").get(pk=interest.pk)
    if not can_decide_interest(by, row):
        raise NotPermitted(_("The lead of the department or a programme manager decides this."), code="not_lead")
    if row.state != _State.DECLARED:
        raise Conflict(_("It is decided already."), code="interest_settled")
    typed = TypedText()
    row.mitigation = typed.paragraphs("mitigation", mitigation, max_chars=MAX_INTEREST_CHARS, is_required=may_go_on)
    typed.refuse_problems()
    row.state = _State.MITIGATED if may_go_on else _State.RECUSED
    row.decided_by, row.decided_at = by, timezone.now()
    row.save()
    if not may_go_on:
        recuse(reviews=held)
    record_audit(
        action="interest.decide",
        by=by,
        object_type="interest",
        object_id=row.public_id,
        before={"state": _State.DECLARED.value},
        after={"state": row.state},
    )
    outbox.record(InterestDecided(idea_id=row.idea_id, actor_id=by.pk, interest_id=row.pk))
    return row


@transaction.atomic
def strike_interest(*, interest: Interest, by: User, reason: str) -> Interest:
    """Strike out an interest that somebody named by mistake: it stays in the record, and bars them no more.

    What they held before stays with whoever has it now. They may name another interest afterwards.

    Args:
        reason: 1–500 characters; the person, their lead and programme managers read it.

    Raises:
        NotPermitted: `by` is no programme manager, is the person, or has a conflict with the idea (403, `cannot_strike`).
        IdeaClosed: the idea is decided or withdrawn (409, `idea_closed`).
        Conflict: it was decided about, struck out already, or bars nobody (409, `interest_settled`).
        InvalidValue: the reason lacks or is too long (422).

    Emits: InterestStruck; PoolChanged for departments in which a review of the idea waits for somebody. Audited, without
    the reason.
    """
    idea = _open_idea(interest.idea)
    row = Interest.objects.select_for_update(of=("self",)).select_related("idea", "person").get(pk=interest.pk)
    if not can_strike_interest(by, row):
        sentence = _("Only a programme manager without a conflict strikes out what somebody else named.")
        raise NotPermitted(sentence, code="cannot_strike")
    if not is_undecided(row):
        raise Conflict(_("It was decided about already, or does not count any more."), code="interest_settled")
    typed = TypedText()
    row.struck_reason = typed.line("reason", reason, max_chars=MAX_STRIKING_CHARS, is_required=True)
    typed.refuse_problems()
    before, row.state, row.struck_by, row.struck_at = row.state, _State.STRUCK, by, timezone.now()
    row.save(update_fields=["state", "struck_by", "struck_at", "struck_reason"])
    _tell_struck(row, idea, by, before)
    return row


def _held(idea: Idea, person: User) -> "QuerySet[Review]":
    return held_reviews(idea=idea, owner=person)


def _open_idea(idea: Idea) -> Idea:
    row = Idea.objects.select_for_update(no_key=True).get(pk=idea.pk)
    if row.stage not in OPEN_STAGES or is_decided(row):
        raise IdeaClosed(_("This idea is decided or was taken back."))
    return row


def _cleaned(declaration: Declaration) -> Declaration:
    typed = TypedText()
    nature, is_some = declaration.nature, declaration.nature != _Nature.NONE
    if nature not in _Nature.values:
        typed.add("nature", "invalid_choice", _("Choose one of the answers."))
    if is_some and declaration.kind not in Interest.Kind.values:
        typed.add("kind", "invalid_choice", _("Say what kind of interest it is."))
    text = typed.paragraphs("text", declaration.text, max_chars=MAX_INTEREST_CHARS, is_required=is_some)
    typed.refuse_problems()
    return Declaration(nature, declaration.kind, declaration.is_direct, text) if is_some else Declaration(nature)


def _write(row: Interest, wanted: Declaration, held: list[Review]) -> Interest:
    row.nature, row.kind, row.is_direct, row.text = wanted.nature, wanted.kind, wanted.is_direct, wanted.text
    row.state = _STATE_OF[wanted.nature]
    row.department = min(held, key=lambda one: one.due_at).department if held else None
    row.mitigation, row.decided_by, row.decided_at = "", None, None
    row.declared_at = timezone.now()
    row.save()
    return row


def _tell(interest: Interest, held: list[Review], by: User) -> None:
    if interest.state == _State.CLEAR:
        return
    if interest.state == _State.RECUSED:
        recuse(reviews=held)
    else:
        outbox.record(InterestDeclared(idea_id=interest.idea_id, actor_id=by.pk, interest_id=interest.pk))
    record_audit(
        action="interest.declare",
        by=by,
        object_type="interest",
        object_id=interest.public_id,
        after={"state": interest.state},
    )


def _tell_struck(row: Interest, idea: Idea, by: User, before: str) -> None:
    record_audit(
        action="interest.strike",
        by=by,
        object_type="interest",
        object_id=row.public_id,
        before={"state": before},
        after={"state": row.state},
    )
    outbox.record(InterestStruck(idea_id=idea.pk, actor_id=by.pk, interest_id=row.pk))
    waiting = Review.objects.filter(idea=idea, round=idea.round, state=Review.State.QUEUED)
    for department_id in sorted(waiting.values_list("department_id", flat=True)):
        outbox.record(PoolChanged(department_id=department_id))
