"""Appeals against a no or a not now: once, in time, answered by somebody who was not involved.

Source: docs/review-process.md 3.12 "Appeal".
"""

from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.attention import Attention
from ideas.events.after_decision import AppealDecided, AppealFiled
from ideas.exceptions import Conflict, FieldProblem, InvalidValue, NotPermitted
from ideas.models import Appeal, Decision, Idea, IdeaReader, Reopening, User
from ideas.models.appeals import MIN_APPEAL_CHARS
from ideas.policies.appeals import Judge, judges_of
from ideas.policies.ideas import is_author
from ideas.policies.watches import ASLEEP, still_watches
from ideas.routing.clock import due_at
from ideas.selectors.appeals import ANSWER_WITHIN_DAYS, appeal_ends_at
from ideas.selectors.calendars import organisation, working_calendar
from ideas.services.audit import record_audit
from ideas.services.review_content import MAX_ANSWER_CHARS, visible_length
from ideas.services.rounds import reopen_idea
from ideas.typed_text import TypedText

MAX_APPEAL_CHARS: Final = MAX_ANSWER_CHARS


@transaction.atomic
def file_appeal(*, decision: Decision, by: User, ground: str, text: str) -> Appeal:
    """Appeal against the no or not now of the present round, once, within 20 working days after it was told.

    Args:
        ground: `new_information` or `factual_error`.
        text: at least 40 characters that can be seen, at most 5,000.

    Raises:
        NotPermitted: `by` is not one of the authors (403, `not_author`).
        Conflict: there is an appeal already, the time is over, or the no does not stand (409, `appealed_already`,
            `appeal_too_late`, `appeal_over`).
        InvalidValue: ground or text do not fit (422).

    Emits: AppealFiled. Audited.
    """
    row = _locked_decision(decision.pk)
    if not is_author(by, row.idea):
        raise NotPermitted(_("Only its authors appeal."), code="not_author")
    _refuse_out_of_time(row)
    cleaned = _clean_text("text", text)
    if ground not in Appeal.Ground.values:
        raise InvalidValue(
            _("Say on which ground you appeal."),
            problems=(FieldProblem("ground", "unknown_option", _("Choose one of the grounds offered.")),),
        )
    calendar = working_calendar(organisation().calendar)
    now = timezone.now()
    appeal = Appeal.objects.create(
        decision=row,
        ground=ground,
        text=cleaned,
        filed_by=by,
        due_at=due_at(calendar, now, ANSWER_WITHIN_DAYS),
        calendar=organisation().calendar,
        calendar_version=calendar.version,
    )
    _let_judge_read(row)
    record_audit(action="appeal.file", by=by, object_type="decision", object_id=row.public_id, after={"ground": ground})
    outbox.record(AppealFiled(idea_id=row.idea_id, actor_id=by.pk, decision_id=row.pk, appeal_id=appeal.pk))
    return appeal


@transaction.atomic
def decide_appeal(*, appeal: Appeal, by: User, is_granted: bool, reasons: str) -> Appeal:
    """Answer an appeal: granted, the idea is looked at again in its next round; refused, the no stands.

    Args:
        reasons: at least 40 characters; the authors read them, and whoever sees the idea.

    Raises:
        NotPermitted: `by` is not one of those who may answer it (403, `not_judge`).
        Conflict: it was answered, or the idea is awake already (409, `appeal_over`).
        InvalidValue: the reasons do not fit (422).

    Emits: AppealDecided; as `reopen_idea` where it is granted. Audited.
    """
    decision = _locked_decision(appeal.decision_id)
    row = Appeal.objects.select_for_update().get(pk=appeal.pk)
    judge = _refuse_unless_judge(decision, by)
    if row.decided_at is not None or not still_watches(decision):
        raise Conflict(_("This appeal is answered, or the idea is awake already."), code="appeal_over")
    row.reasons = _clean_text("reasons", reasons)
    row.is_granted, row.decided_by, row.decided_because = is_granted, by, judge.because
    row.decided_at = timezone.now()
    row.save()
    record_audit(
        action="appeal.decide",
        by=by,
        object_type="decision",
        object_id=decision.public_id,
        after={"is_granted": is_granted, "because": judge.because},
        reason=row.reasons,
    )
    outbox.record(AppealDecided(idea_id=decision.idea_id, actor_id=by.pk, decision_id=decision.pk, appeal_id=row.pk))
    if is_granted:
        reopen_idea(idea=decision.idea, because=Reopening.Because.APPEAL, text=row.reasons, by=by)
    return row


def _locked_decision(decision_id: int) -> Decision:
    """Return the decision as it is while its idea's row is locked."""
    idea_id = Decision.objects.values_list("idea_id", flat=True).get(pk=decision_id)
    idea = Idea.objects.select_for_update(no_key=True).get(pk=idea_id)
    row = Decision.objects.get(pk=decision_id)
    row.idea = idea
    return row


def _refuse_out_of_time(decision: Decision) -> None:
    if Appeal.objects.filter(decision=decision).exists():
        raise Conflict(_("There was an appeal against this answer already; there is one."), code="appealed_already")
    if decision.kind not in ASLEEP or not still_watches(decision):
        raise Conflict(_("There is no answer here that can be appealed now."), code="appeal_over")
    ends_at = appeal_ends_at(decision=decision)
    if ends_at is None or timezone.now() > ends_at:
        raise Conflict(
            _("An appeal is taken within 20 working days. Share a new idea, or write a comment."),
            code="appeal_too_late",
        )


def _refuse_unless_judge(decision: Decision, by: User) -> Judge:
    for judge in judges_of(decision):
        if judge.person == by:
            return judge
    raise NotPermitted(_("Somebody else, who was not involved, answers this appeal."), code="not_judge")


def _clean_text(field: str, text: str) -> str:
    typed = TypedText()
    cleaned = typed.paragraphs(field, text, max_chars=MAX_APPEAL_CHARS)
    if not typed.problems and visible_length(cleaned) < MIN_APPEAL_CHARS:
        typed.add(field, "too_short", _("Write at least 40 characters."))
    typed.refuse_problems()
    return cleaned


def _let_judge_read(decision: Decision) -> None:
    """Whoever is asked first but could not read the idea is named its reader; nobody left is said where it is seen."""
    judge = next(iter(judges_of(decision)), None)
    idea = decision.idea
    if judge is None:
        idea.needs_attention = Attention.NOBODY_JUDGES
        idea.save(update_fields=["needs_attention"])
    elif not Idea.objects.visible_to(judge.person).filter(pk=idea.pk).exists():
        IdeaReader.objects.get_or_create(idea=idea, person=judge.person)
