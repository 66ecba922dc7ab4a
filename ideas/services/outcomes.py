"""After the yes: somebody owns the idea, and each step is told with a note, a day and a picture.

Source: docs/review-process.md 3.12 "After the yes".
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events.after_decision import OutcomeRecorded, OwnerNamed
from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.files import shelf
from ideas.models import Idea, IdeaOwner, IdeaReader, Outcome, User
from ideas.policies.outcomes import OWNED, STEPS, carrying_of
from ideas.routing.clock import local_day
from ideas.selectors.calendars import organisation, working_calendar
from ideas.services.attachments import SafeFile, add_picture
from ideas.services.audit import record_audit
from ideas.services.stages import move_idea
from ideas.typed_text import TypedText
from ideas.workflow import Stage

MAX_NOTE_CHARS: Final = 2000


@dataclass(frozen=True)
class OutcomeContent:
    """A step as it was typed. `happened_on`: not after today."""

    stage: str
    note: str = ""
    happened_on: date | None = None


@transaction.atomic
def name_owner(*, idea: Idea, by: User, person: User) -> IdeaOwner:
    """Say who sees to an approved idea; the same person again changes nothing. Who could not read it becomes its reader.

    Raises:
        NotPermitted: `by` neither decided nor owns it, nor keeps order (403, `not_owner`).
        Conflict: the idea is at no stage that is carried out (409, `stage_forbids`), or the account is closed
            (409, `person_inactive`).

    Emits: OwnerNamed. Audited.
    """
    row = _locked(idea, by)
    if row.stage not in OWNED:
        raise Conflict(_("Only an approved idea has an owner."), code="stage_forbids")
    return keep_owner(idea=row, by=by, person=person)


def keep_owner(*, idea: Idea, by: User, person: User) -> IdeaOwner:
    """Note the owner of `idea`, whose row the caller has locked; see `name_owner`."""
    if not User.objects.filter(pk=person.pk, is_active=True).exists():
        raise Conflict(_("%(name)s cannot sign in any more.") % {"name": person.name}, code="person_inactive")
    before = IdeaOwner.objects.select_related("person").filter(idea=idea).first()
    if before is not None and before.person_id == person.pk:
        return before
    named = {"person": person, "named_by": by, "named_at": timezone.now()}
    owner, _is_new = IdeaOwner.objects.update_or_create(idea=idea, defaults=named)
    if not Idea.objects.visible_to(person).filter(pk=idea.pk).exists():
        IdeaReader.objects.get_or_create(idea=idea, person=person)
    record_audit(
        action="idea.name_owner",
        by=by,
        object_type="idea",
        object_id=idea.ref,
        before={"owner": str(before.person.public_id)} if before else {},
        after={"owner": str(person.public_id)},
    )
    outbox.record(OwnerNamed(idea_id=idea.pk, actor_id=by.pk, owner_id=person.pk))
    return owner


def record_outcome(*, idea: Idea, by: User, content: OutcomeContent, picture: SafeFile | None = None) -> Outcome:
    """Say what becomes of an approved idea: being done, done, or stopped with what was learned.

    Args:
        picture: checked by `check_picture`; its bytes are on disk before its row is.

    Raises:
        NotPermitted: `by` neither decided nor owns it, nor keeps order (403, `not_owner`).
        Conflict: it has no owner (409, `owner_missing`), the stage cannot follow (409, `stage_forbids`), or there is no
            space for the picture (409, `quota_full`).
        InvalidValue: the step, the note or the day do not fit (422).

    Emits: IdeaMoved, OutcomeRecorded; AttachmentAdded. Audited.
    """
    key = picture.shelve() if picture else ""
    try:
        return _record(idea, by, content, picture, key)
    except BaseException:
        if key:
            shelf.remove(key)
        raise


@transaction.atomic
def _record(idea: Idea, by: User, content: OutcomeContent, picture: SafeFile | None, key: str) -> Outcome:
    row = _locked(idea, by)
    note, happened_on = _clean(content)
    if row.stage in OWNED and not IdeaOwner.objects.filter(idea=row).exists():
        raise Conflict(_("Nobody owns this idea yet. Name somebody who sees to it first."), code="owner_missing")
    move_idea(idea=row, to=Stage(content.stage), by=by)
    outcome = Outcome.objects.create(
        idea=row,
        stage=content.stage,
        note=note,
        happened_on=happened_on,
        recorded_by=by,
        picture=add_picture(idea=row, by=by, file=picture, key=key) if picture else None,
    )
    record_audit(
        action="idea.outcome", by=by, object_type="idea", object_id=row.ref, after={"stage": content.stage}, reason=note
    )
    outbox.record(OutcomeRecorded(idea_id=row.pk, actor_id=by.pk, outcome_id=outcome.pk, stage=content.stage))
    return outcome


def _locked(idea: Idea, by: User) -> Idea:
    row = Idea.objects.select_for_update(no_key=True).get(pk=idea.pk)
    if not carrying_of(by, row).may_act:
        raise NotPermitted(
            _("Its owner, who decided it, triagers and programme managers say what becomes of an idea."),
            code="not_owner",
        )
    return row


def _clean(content: OutcomeContent) -> tuple[str, date]:
    typed = TypedText()
    note = typed.paragraphs("note", content.note, max_chars=MAX_NOTE_CHARS, is_required=True)
    if content.stage not in STEPS:
        typed.add("stage", "unknown_option", _("Choose one of the steps offered."))
    today = local_day(working_calendar(organisation().calendar), timezone.now())
    if content.happened_on is None:
        typed.add("happened_on", "required", _("Say when."))
    elif content.happened_on > today:
        typed.add("happened_on", "out_of_range", _("Choose a day that is not still to come."))
    if typed.problems:
        raise InvalidValue(_("Something still lacks. What you wrote is kept."), problems=tuple(typed.problems))
    return note, content.happened_on or today
