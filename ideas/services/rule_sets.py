"""Drafts the next version of the rules, and lets a second person activate it.

What has a date is never changed again: ideas were routed by its words (docs/review-process.md 3.14, no. 16).
"""

import json
from datetime import datetime, timedelta
from typing import Any, Final, Unpack

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events.rule_sets import RuleSetActivated
from ideas.exceptions import Conflict, FieldProblem, InvalidValue, NotPermitted, StaleVersion, TooLarge
from ideas.models import RuleSet, User
from ideas.policies.rule_sets import can_activate_rule_set, can_discard_rule_set, is_draft
from ideas.routing.problems import WHOLE, Place, RuleSetProblem
from ideas.rule_problems import is_storable, sentence_of
from ideas.selectors.rule_sets import active_rule_set, open_drafts, problems_of, refuse_unless_editor
from ideas.services.audit import AuditChange, record_audit
from ideas.services.turns import take_turn
from ideas.typed_text import TypedText

MAX_NAME_CHARS: Final = 100
MAX_REASON_CHARS: Final = 500
MAX_BODY_BYTES: Final = 256 * 1024
MAX_DRAFTS: Final = 20
FURTHEST_START: Final = timedelta(days=366)
Body = dict[str, Any]


@transaction.atomic
def draft_rule_set(*, by: User, name: str = "", body: object = None, suggestion: str = "") -> RuleSet:
    """Begin a draft: a copy of the rules that hold, or of `body`, in which nothing may be wrong.

    Args:
        suggestion: the key of what the report on the rules suggested, where `body` comes from there.

    Raises:
        NotPermitted: `by` does not edit rules (403, `not_rules_editor`).
        Conflict: twenty drafts are open (409, `too_many_drafts`).
        InvalidValue: `body` is no rule set; each problem names the part and the field (422, `rule_set_invalid`).
        TooLarge: `body` has more than 256 KiB (413).

    Audited.
    """
    refuse_unless_editor(by)
    take_turn("rule_sets")
    last = RuleSet.objects.order_by("-version").defer("body")[0:1].get()
    if open_drafts().count() >= MAX_DRAFTS:
        raise Conflict(_("There are twenty drafts already. Discard one first."), code="too_many_drafts")
    active = active_rule_set()
    if body is not None:
        _refuse_unusable(body, problems_of(body))
    wanted: Body = {**(active.body if not isinstance(body, dict) else body)}
    wanted["ruleset"] = _clean_name(name or str(wanted["ruleset"]))
    row = RuleSet.objects.create(
        name=wanted["ruleset"],
        version=last.version + 1,
        body=wanted,
        copied_from=active,
        drafted_by=by,
        editor_ids=[by.pk],
        changed_at=timezone.now(),
    )
    origin = {"suggestion": suggestion} if suggestion else {"imported": body is not None}
    _audit("rule_set.draft", by, row, after={"name": row.name, "copied_from": active.version, **origin})
    return row


@transaction.atomic
def change_rule_set(
    *,
    rule_set: RuleSet,
    by: User,
    expected_revision: int,
    body: object,
    edited: tuple[Place, ...] | None = None,
) -> RuleSet:
    """Change a draft; whoever does may not activate it.

    Args:
        edited: the parts that were edited. What is wrong elsewhere may stay wrong in a draft: taking out a question
            leaves rules that still name it, and they are put right next. None: nothing may be wrong.

    Raises:
        NotPermitted: `by` does not edit rules (403, `not_rules_editor`).
        Conflict: it is no draft any more (409, `rule_set_closed`).
        StaleVersion: somebody changed it since (412).
        InvalidValue, TooLarge: as `draft_rule_set`.

    Audited.
    """
    row = _locked_draft(rule_set, by, expected_revision)
    _refuse_unusable(body, _refused(row.body, body, edited))
    if not isinstance(body, dict) or body == row.body:
        return row
    before = {"name": row.name, "revision": row.revision}
    row.body, row.name = body, _clean_name(str(body.get("ruleset", "")))
    row.editor_ids = sorted({*row.editor_ids, by.pk})
    row.changed_at = timezone.now()
    row.revision += 1
    row.save(update_fields=["body", "name", "editor_ids", "changed_at", "revision"])
    _audit("rule_set.change", by, row, before=before, after={"name": row.name, "revision": row.revision})
    return row


@transaction.atomic
def activate_rule_set(
    *, rule_set: RuleSet, by: User, expected_revision: int, reason: str, active_from: datetime | None = None
) -> RuleSet:
    """Let a draft hold, at once or from a moment within the coming year; nobody who wrote in it may.

    Ideas sent before keep the rules that they were routed by.

    Args:
        reason: why the rules change; shown with the version.
        active_from: None: at once.

    Raises:
        NotPermitted: `by` does not edit rules (403, `not_rules_editor`) or wrote in it (403, `own_draft`).
        Conflict: it is no draft any more (409, `rule_set_closed`), or something in it is wrong (409, `rule_set_unfinished`).
        StaleVersion: somebody changed it since (412).
        InvalidValue: no reason is given, or the moment is past or too far (422).

    Emits: RuleSetActivated. Audited.
    """
    row = _locked_draft(rule_set, by, expected_revision)
    if not can_activate_rule_set(by, row):
        raise NotPermitted(_("You wrote in this draft, so somebody else has to activate it."), code="own_draft")
    if problems_of(row.body):
        raise Conflict(_("Something in this draft is still wrong. Put it right first."), code="rule_set_unfinished")
    typed = TypedText()
    row.reason = typed.line("reason", reason, max_chars=MAX_REASON_CHARS, is_required=True)
    _check_start(typed, active_from)
    typed.refuse_problems()
    row.active_from = active_from or Now()
    row.activated_by, row.activated_at = by, timezone.now()
    row.save(update_fields=["reason", "active_from", "activated_by", "activated_at"])
    row.refresh_from_db(fields=["active_from"])
    _audit("rule_set.activate", by, row, after={"active_from": str(row.active_from)}, reason=row.reason)
    outbox.record(RuleSetActivated(actor_id=by.pk, rule_set_id=row.pk))
    return row


@transaction.atomic
def discard_rule_set(*, rule_set: RuleSet, by: User) -> RuleSet:
    """Put away a draft, or a version whose date has not come; doing it again changes nothing.

    Raises:
        NotPermitted: `by` does not edit rules (403, `not_rules_editor`).
        Conflict: it holds or has held (409, `rule_set_closed`).

    Audited.
    """
    refuse_unless_editor(by)
    row = RuleSet.objects.select_for_update(no_key=True).get(pk=rule_set.pk)
    if row.discarded_at is not None:
        return row
    if not can_discard_rule_set(by, row):
        raise Conflict(_("These rules hold or have held: they stay as they are."), code="rule_set_closed")
    row.discarded_at = timezone.now()
    row.save(update_fields=["discarded_at"])
    _audit("rule_set.discard", by, row)
    return row


def _locked_draft(rule_set: RuleSet, by: User, expected_revision: int) -> RuleSet:
    refuse_unless_editor(by)
    row = RuleSet.objects.select_for_update(no_key=True).get(pk=rule_set.pk)
    if not is_draft(row):
        raise Conflict(_("This version is no draft any more: draft a new one."), code="rule_set_closed")
    if row.revision != expected_revision:
        raise StaleVersion(_("Somebody changed it in the meantime."), current=row.revision)
    return row


def _clean_name(name: str) -> str:
    typed = TypedText()
    cleaned = typed.line("name", name, max_chars=MAX_NAME_CHARS, is_required=True)
    typed.refuse_problems()
    return cleaned


def _check_start(typed: TypedText, active_from: datetime | None) -> None:
    if active_from is None:
        return
    if active_from <= timezone.now():
        typed.add("active_from", "in_the_past", _("This moment is past. Leave it empty to begin at once."))
    elif active_from > timezone.now() + FURTHEST_START:
        typed.add("active_from", "too_far", _("This is more than a year away."))


def _refused(stored: object, body: object, edited: tuple[Place, ...] | None) -> tuple[RuleSetProblem, ...]:
    """Return what may not be saved: all, or what is wrong with the edited parts and what is newly wrong with the whole."""
    if not is_storable(body):  # said by the caller; parsing might say it in the wrong words
        return ()
    found = problems_of(body)
    if edited is None:
        return found
    known = problems_of(stored)
    return tuple(one for one in found if one.place in edited or (one.place == WHOLE and one not in known))


def _refuse_unusable(body: object, problems: tuple[RuleSetProblem, ...]) -> None:
    sentence = _("These rules cannot be used as they are.")
    if not is_storable(body):
        detail = _("There is text that cannot be stored, a number that is too large, or too many levels.")
        raise InvalidValue(
            sentence, problems=(FieldProblem("body", "rule_set_invalid", detail),), code="rule_set_invalid"
        )
    if len(json.dumps(body, ensure_ascii=False).encode()) > MAX_BODY_BYTES:
        raise TooLarge(_("A rule set has at most 256 KiB."))
    if problems:
        told = tuple(FieldProblem("body", "rule_set_invalid", sentence_of(one)) for one in problems)
        raise InvalidValue(sentence, problems=told, code="rule_set_invalid")


def _audit(action: str, by: User, row: RuleSet, **change: Unpack[AuditChange]) -> None:
    version = row.version
    record_audit(action=action, by=by, object_type="rule_set", object_id=version, rules_version=version, **change)
