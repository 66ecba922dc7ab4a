"""Edits a draft of the rules, part by part."""

import copy
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from frontend.forms.rule_parts import PartForm
from frontend.forms.rule_rows import RowsForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import refused_status
from frontend.rule_sections import PARTS, SECTIONS, SINGLE, Parts
from ideas.exceptions import Conflict
from ideas.models import RuleSet, User
from ideas.policies.rule_sets import is_draft
from ideas.routing.problems import Place
from ideas.selectors.rule_sets import refuse_unless_editor, rule_set_for
from ideas.services.rule_sets import change_rule_set

STALE: Final = 412
Body = dict[str, Any]
Act = Callable[[list[Any], int], None]


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: MemberRequest, version: int, section: str) -> HttpResponse:
    """Show a section: the list of its parts, or its one form; posting saves the form."""
    row = _draft(request, version)
    if section in PARTS:
        return _list(request, row, section)
    if section not in SINGLE:
        raise Http404
    kind = SINGLE[section][1]
    form = kind(_sent(request), body=row.body, initial={"version": row.revision})
    return _edit(request, row, section, form, form.apply)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: MemberRequest, version: int, section: str, part: str) -> HttpResponse:
    """Show the form of one part, by its place in the list, or of a new one; posting saves it."""
    row = _draft(request, version)
    parts, items, index = _found(row.body, section, part)
    index = _named(request, parts, items, index)
    stored = items[index] if index is not None else {}
    form = parts.form(_sent(request), body=row.body, part=stored, initial={"version": row.revision})
    return _edit(request, row, section, form, lambda body: form.apply(body, body[parts.key], index), part=part)


@for_members
@require_POST
def arrange(request: MemberRequest, version: int, section: str, part: str) -> HttpResponse:
    """Move a part up or down in its list, or take it out; what spoke of it is put right next."""
    row = _draft(request, version)
    body = copy.deepcopy(row.body)
    _parts, items, index = _found(body, section, part)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None or index is None:
        raise Http404
    gone = items[index]
    act(items, index)
    _forget_tier(body, section, gone, items)
    sent = request.POST.get("version", "")
    revision = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
    change_rule_set(rule_set=row, by=request.user, body=body, expected_revision=revision, edited=())
    messages.success(request, _("Saved."))
    return redirect("rule-set-section", version, section)


def _up(items: list[Any], index: int) -> None:
    if index > 0:
        items[index - 1], items[index] = items[index], items[index - 1]


def _down(items: list[Any], index: int) -> None:
    if index + 1 < len(items):
        _up(items, index + 1)


def _remove(items: list[Any], index: int) -> None:
    del items[index]


_ACTS: Final[dict[str, Act]] = {"up": _up, "down": _down, "remove": _remove}


def _forget_tier(body: dict[str, Any], section: str, gone: Any, items: list[Any]) -> None:
    """Take the words, windows and points of a tier out with it."""
    if section == "tiers" and gone not in items and isinstance(gone, dict):
        for table in ("tier_words", "sla_working_days", "effort_points"):
            body.get(table, {}).pop(str(gone.get("tier")), None)


def _draft(request: MemberRequest, version: int) -> RuleSet:
    row = rule_set_for(viewer=request.user, version=version)
    refuse_unless_editor(request.user)
    if not is_draft(row):
        raise Conflict(_("This version is no draft any more: draft a new one."), code="rule_set_closed")
    return row


def _found(body: dict[str, Any], section: str, part: str) -> tuple[Parts, list[Any], int | None]:
    """Return the section, its list in `body` and the place of `part` in it; None for a new one."""
    parts = PARTS.get(section)
    items = body.setdefault(parts.key, []) if parts else []
    is_place = part.isascii() and part.isdigit() and len(part) < 5 and int(part) < len(items)
    if parts is None or not (is_place or part == "new"):
        raise Http404
    return parts, items, int(part) if is_place else None


def _named(request: MemberRequest, parts: Parts, items: list[Any], index: int | None) -> int | None:
    """Return where the part is that the form was made for: others may have been moved or taken out since."""
    wanted = request.POST.get("named")
    names = [str(one.get(parts.form.name_key)) if isinstance(one, dict) else "" for one in items]
    if index is None or not wanted or (index < len(names) and names[index] == wanted):
        return index
    if wanted not in names:
        raise Conflict(_("Somebody took this part out of the draft."), code="part_gone")
    return names.index(wanted)


def _sent(request: MemberRequest) -> QueryDict | None:
    """Return what was sent, with one row more where that was asked for."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    _verb, _colon, rows = data.get("act", "").partition(":")
    count = data.get(f"{rows}__count", "")
    if rows and count.isascii() and count.isdigit() and len(count) < 4:
        data[f"{rows}__count"] = str(int(count) + 1)
    return data


def _is_asking_for_rows(request: MemberRequest, form: RowsForm) -> bool:
    """Whether the form is only to be drawn again, for one row more or the answers of another question."""
    is_asking = request.POST.get("act", "save") != "save"
    if is_asking:
        form.without_errors()
    return is_asking


def _edit(
    request: MemberRequest, row: RuleSet, section: str, form: Any, write: Callable[[Body], None], part: str = ""
) -> HttpResponse:
    """Draw the form, or let it `write` into the draft what was sent."""
    if _is_asking_for_rows(request, form):
        return _form_page(request, row, section, form, part=part)
    status = refused_status(form, lambda given: _change(row, request.user, form, write, given["version"]))
    if status:
        return _form_page(request, row, section, form, part=part, status=status)
    messages.success(request, _("Saved."))
    return redirect("rule-set-section", row.version, section) if part else redirect("rule-set", row.version)


def _change(row: RuleSet, by: User, form: Any, write: Callable[[Body], None], revision: int) -> None:
    body = copy.deepcopy(row.body)
    write(body)
    edited: tuple[Place, ...] | None = form.places()
    change_rule_set(rule_set=row, by=by, body=body, expected_revision=revision, edited=edited)


def _list(request: MemberRequest, row: RuleSet, section: str) -> HttpResponse:
    if request.method == "POST":
        raise Http404
    parts = PARTS[section]
    items = [one if isinstance(one, dict) else {} for one in row.body.get(parts.key, [])]
    words = row.body.get("tier_words", {})
    lines = [_line(one, parts, words) for one in items]
    context = {"rule_set": row, "label": parts.label, "section": section, "lines": lines, "one": parts.one}
    return render(request, "frontend/pages/rules/parts.html", context)


def _line(item: dict[str, Any], parts: Parts, tier_words: dict[str, Any]) -> tuple[str, str]:
    name, *more = (str(item.get(key, "")) for key in parts.says)
    if parts.key == "tiers":
        return _("Tier %(number)s") % {"number": name}, str(tier_words.get(name, {}).get("name", ""))
    return name, " ".join(more)


def _form_page(
    request: MemberRequest, row: RuleSet, section: str, form: RowsForm, *, part: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "rule_set": row,
        "section": section,
        "label": SECTIONS[section],
        "form": form,
        "part": part,
        "is_stale": status == STALE,
        "groups": _groups(form),
        "named": str(form.part.get(form.name_key, "")) if isinstance(form, PartForm) else "",
    }
    return render(request, "frontend/pages/rules/edit.html", context, status=status)


def _groups(form: RowsForm) -> list[Any]:
    """Return the fields of the form in their order: single ones, and rows under their name."""
    found: list[Any] = []
    for name in form.fields:
        start, _mark, rest = name.partition("__")
        if rest == "count":
            found.append({"rows": start, "title": _TITLES[start], "lines": form.rows(start), "count": form[name]})
        elif not rest or start == "answer":
            found.append({"field": form[name]})
    return found


_TITLES: Final[dict[str, str | Promise]] = {
    "when": gettext_lazy("When"),
    "answers": gettext_lazy("Answers to choose from"),
    "questions": gettext_lazy("Questions to its reviewers"),
    "criteria": gettext_lazy("Scores from 1 to 5"),
    "reasons": gettext_lazy("Reasons"),
}
