"""Wakes ideas that were declined or parked when what was watched over comes about.

Source: docs/review-process.md 3.12 "Watches".
"""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ideas.each import for_each
from ideas.exceptions import Conflict, NotPermitted
from ideas.models import Idea, Reopening, User, Watch
from ideas.policies.watches import can_wake_idea, still_watches
from ideas.routing.clock import local_day
from ideas.selectors.calendars import organisation, working_calendar
from ideas.selectors.department_load import load_percents
from ideas.selectors.watches import standing_watches
from ideas.services.audit import record_audit
from ideas.services.rounds import reopen_idea
from ideas.typed_text import TypedText

MAX_REASON_CHARS: Final = 500
AT_ONCE: Final = 100


@transaction.atomic
def wake_idea(*, watch: Watch, by: User, reason: str) -> Reopening:
    """Say that what was watched over has come about: the idea is looked at again, in its next round.

    Args:
        watch: only its key is used; the idea's row is locked here.
        reason: what happened, at most 500 characters; everybody who sees the idea reads it.

    Raises:
        NotPermitted: `by` neither decided it nor is a triager or programme manager, or is an author (403, `not_watcher`).
        Conflict: the idea does not sleep for this any more (409, `watch_over`).
        InvalidValue: the reason lacks or is no clean text (422).

    Emits: as `reopen_idea`. Audited.
    """
    row = _locked(watch.pk)
    if not can_wake_idea(by, row):
        raise NotPermitted(
            _("Its decider, triagers and programme managers wake an idea; its authors do not."), code="not_watcher"
        )
    if row.woken_at is not None or not still_watches(row.decision):
        raise Conflict(_("This idea is awake already, or was decided anew."), code="watch_over")
    typed = TypedText()
    cleaned = typed.paragraphs("reason", reason, max_chars=MAX_REASON_CHARS, is_required=True)
    typed.refuse_problems()
    record_audit(
        action="idea.wake",
        by=by,
        object_type="idea",
        object_id=row.decision.idea.ref,
        reason=cleaned,
        after={"watch": row.kind},
    )
    return _wake(row, by, cleaned)


def wake_due_ideas() -> int:
    """Wake the ideas whose day has come, and those whose department has room; return how many.

    Running it again, or twice at once, wakes nothing twice. At most 100 of each at a time.
    """
    today = local_day(working_calendar(organisation().calendar), timezone.now())
    due = standing_watches().filter(on__lte=today).order_by("on", "id").values_list("pk", flat=True)[:AT_ONCE]
    return for_each([*due, *_with_room()], _wake_by_itself)


def _with_room() -> Sequence[int]:
    rows = standing_watches().filter(kind=Watch.Kind.CAPACITY).order_by("id")
    found = list(rows.values_list("pk", "department_id", "load_below")[:AT_ONCE])
    loads = load_percents(department_ids={department for _key, department, _below in found if department})
    return [key for key, department, below in found if department and below and loads[department] < below]


@transaction.atomic
def _wake_by_itself(watch_id: int) -> bool:
    row = _locked(watch_id)
    if row.woken_at is not None or not still_watches(row.decision):
        return False
    _wake(row, None, _words_of(row))
    return True


def _locked(watch_id: int) -> Watch:
    """Return the watch as it is while its idea's row is locked."""
    idea_id = Watch.objects.values_list("decision__idea_id", flat=True).get(pk=watch_id)
    idea = Idea.objects.select_for_update(no_key=True).get(pk=idea_id)
    row = Watch.objects.select_related("decision", "department").get(pk=watch_id)
    row.decision.idea = idea
    return row


def _wake(row: Watch, by: User | None, text: str) -> Reopening:
    row.woken_at = timezone.now()
    row.save(update_fields=["woken_at"])
    return reopen_idea(idea=row.decision.idea, because=Reopening.Because.WATCH, text=text, by=by)


def _words_of(watch: Watch) -> str:
    """Return why `watch` woke its idea by itself, in the language of the organisation."""
    if watch.kind == Watch.Kind.CAPACITY and watch.department is not None:
        given = {"department": watch.department.name, "percent": watch.load_below}
        return _("%(department)s carries less than %(percent)d percent of what it can.") % given
    day = date_format(watch.on) if watch.on else ""
    if watch.kind == Watch.Kind.CONTRACT_END:
        return _("The contract “%(name)s” was to end on %(day)s.") % {"name": watch.text, "day": day}
    return _("It was to be looked at again on %(day)s.") % {"day": day}
