"""Conditions of tiers and rules as rows: a question (or the tier), how it is compared, and the answers that count.

Rows are joined by "all" or "any". Rows with the same letter are one group, joined the other way round. What goes
deeper is shown, and taken, as JSON.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.rule_rows import RowsForm
from frontend.forms.rule_sets import read_json
from ideas.routing.parsing import parse_rule_set
from ideas.routing.problems import RuleSetError

TIER: Final = "(tier)"
JOINS: Final = (("all", _("all of these hold")), ("any", _("one of these holds")))
OPERATORS: Final = (("in", _("is one of")), ("gte", _("is at least")), ("lt", _("is below")))
GROUPS: Final = (("", "–"), *((letter, letter) for letter in "ABCDEF"))
Leaf = Mapping[str, Any]
Options = dict[str, list[tuple[str, str]]]


def question_labels(body: Mapping[str, Any]) -> tuple[dict[str, str], Options]:
    """Return the label of each question by id, and its answers as choices; plain ids where the draft cannot be read."""
    try:
        questions = parse_rule_set(body).questions
    except RuleSetError:
        listed = [one for one in body.get("questions", []) if isinstance(one, dict) and isinstance(one.get("id"), str)]
        values = {one["id"]: one.get("options") or ["yes", "no", "unknown"] for one in listed}
        return (
            {one["id"]: str(one.get("label") or one.get("text") or one["id"]) for one in listed},
            {name: [(str(value), str(value)) for value in found] for name, found in values.items()},
        )
    return (
        {one.id: one.label for one in questions},
        {one.id: [(str(option.value), option.label) for option in one.options] for one in questions},
    )


def value_of(body: Mapping[str, Any], question: str, text: str) -> str | int:
    """Return the answer that was chosen as text: an amount is a number."""
    for one in body.get("questions", []):
        if isinstance(one, dict) and one.get("id") == question and one.get("type") == "band" and text.isdigit():
            return int(text)
    return text


class ConditionForm(RowsForm):
    """The base of forms with a condition. Subclasses call `add_condition` and read `condition`."""

    def add_condition(self, body: Mapping[str, Any], when: object) -> None:
        """Add the fields of the condition `when`, as it is stored."""
        self.body = body
        self.labels, self.options = question_labels(body)
        found = rows_of(when)
        self.is_deep = found is None
        if found is None:
            self.fields["when_json"] = forms.CharField(
                label=_("When, as JSON"),
                help_text=_("This condition has more levels than the rows can show."),
                widget=forms.Textarea({"rows": 8, "class": "gs-mono", "spellcheck": "false"}),
                initial=json.dumps(when, ensure_ascii=False, indent=2),
            )
            return
        join, rows = found
        self.fields["join"] = forms.ChoiceField(
            label=_("It holds when"), choices=JOINS, initial=join, widget=forms.RadioSelect
        )
        self._stored = rows
        self.add_rows("when", self._row_fields, rows, spare=0 if rows else 1)

    def condition(self) -> Any:
        """Return the condition of a checked form, as it is stored."""
        if self.is_deep:
            return self.cleaned_data["when_json"]
        rows = [row for row in self.read_rows("when") if row["subject"]]
        return condition_of(self.cleaned_data["join"], [(row["group"], self._leaf(row)) for row in rows])

    def clean_when_json(self) -> Any:
        """Read the JSON."""
        return read_json(self.cleaned_data["when_json"])

    def _row_fields(self, number: int) -> dict[str, forms.Field]:
        """The fields of one row: answers to tick where it is "one of", an amount where it is compared."""
        subjects = [("", _("choose")), *self.labels.items(), (TIER, _("the tier"))]
        answers = forms.MultipleChoiceField(
            label=_("Answers"), choices=self._choices(number), required=False, widget=forms.CheckboxSelectMultiple
        )
        amount = forms.IntegerField(label=_("Amount"), required=False, min_value=0)
        is_compared = self._now(number, "operator") in ("gte", "lt")
        return {
            "subject": forms.ChoiceField(label=_("What"), choices=subjects, required=False),
            "operator": forms.ChoiceField(label=_("How"), choices=OPERATORS, required=False),
            **({"amount": amount} if is_compared else {"values": answers} if answers.choices else {}),
            "group": forms.ChoiceField(label=_("Group"), choices=GROUPS, required=False),
        }

    def _now(self, number: int, part: str) -> str:
        """What was sent for a part of a row or, before anything was, what is stored."""
        stored = self._stored[number] if number < len(self._stored) else {}
        return str(self.data.get(f"when__{number}__{part}", "") if self.is_bound else stored.get(part, ""))

    def _choices(self, number: int) -> list[tuple[str, str]]:
        """The answers of the question that the row speaks of now, and those stored that are none any more."""
        stored = self._stored[number] if number < len(self._stored) else {}
        subject = self._now(number, "subject")
        known = [(str(n), str(n)) for n in range(4)] if subject == TIER else self.options.get(subject, [])
        kept = stored.get("values", []) if stored.get("subject") == subject else []
        gone = [value for value in kept if value not in dict(known)]
        return [*known, *((value, str(_("%(value)s (no answer any more)") % {"value": value})) for value in gone)]

    def _leaf(self, row: Mapping[str, Any]) -> dict[str, Any]:
        subject, operator, values = row["subject"], row["operator"] or "in", row.get("values") or []
        if subject == TIER:
            if operator == "in" and len(values) == 1:
                return {"tier_eq": int(values[0])}
            return (
                {"tier_gte": row.get("amount")} if operator == "gte" else {"any": [{"tier_eq": int(v)} for v in values]}
            )
        if operator == "in":
            return {"q": subject, "in": [value_of(self.body, subject, value) for value in values]}
        return {"q": subject, operator: row.get("amount")}


def rows_of(when: object) -> tuple[str, list[dict[str, Any]]] | None:
    """Return how the parts of a condition are joined and its rows; None where it has more levels than rows can show."""
    if not isinstance(when, dict):
        return None
    join = next((word for word in ("all", "any") if isinstance(when.get(word), list) and len(when) == 1), None)
    if join is None:
        leaf = _row_of(when, "")
        return None if leaf is None else ("all", [leaf])
    rows: list[dict[str, Any]] = []
    letters = iter("ABCDEF")
    for part in when[join]:
        found = _rows_in(part, "any" if join == "all" else "all", letters)
        if found is None:
            return None
        rows += found
    return join, rows


def _rows_in(part: object, other: str, letters: Iterable[str]) -> list[dict[str, Any]] | None:
    """One row for a comparison, several with a letter for a group that is joined the other way round."""
    if not isinstance(part, dict):
        return None
    leaf = _row_of(part, "")
    if leaf is not None:
        return [leaf]
    inner = part.get(other)
    letter = next(iter(letters), None)
    if letter is None or len(part) != 1 or not isinstance(inner, list) or len(inner) < 2:
        return None
    rows = [_row_of(one, letter) for one in inner]
    return None if None in rows else [row for row in rows if row is not None]


def _row_of(leaf: object, group: str) -> dict[str, Any] | None:
    if not isinstance(leaf, dict):
        return None
    if set(leaf) in ({"tier_eq"}, {"tier_gte"}):
        name, tier = next(iter(leaf.items()))
        is_equal = name == "tier_eq"
        values, amount = ([str(tier)], None) if is_equal else ([], tier)
        return {
            "group": group,
            "subject": TIER,
            "operator": "in" if is_equal else "gte",
            "values": values,
            "amount": amount,
        }
    for operator, _words in OPERATORS:
        if set(leaf) == {"q", operator}:
            value = leaf[operator]
            if operator == "in" and not isinstance(value, list):
                return None
            values, amount = ([str(one) for one in value], None) if operator == "in" else ([], value)
            return {"group": group, "subject": leaf["q"], "operator": operator, "values": values, "amount": amount}
    return None


def condition_of(join: str, rows: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """Return the condition that rows say, each with its group's letter; without rows it always holds."""
    other = "any" if join == "all" else "all"
    groups: dict[str, list[dict[str, Any]]] = {}
    parts: list[dict[str, Any]] = []
    for letter, leaf in rows:
        if letter and letter in groups:
            groups[letter].append(leaf)
            continue
        if letter:
            groups[letter] = [leaf]
            parts.append({other: groups[letter]})
        else:
            parts.append(leaf)
    return parts[0] if len(parts) == 1 and not groups else {join if parts else "all": parts}
