"""Forms of the parts of a draft: a question, a tier, a rule. Each writes its part into the data and keeps what it does not know."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.rule_conditions import ConditionForm
from frontend.forms.rule_rows import RowsForm, asked
from frontend.forms.rule_sets import read_json
from ideas.routing.problems import Place
from ideas.routing.ruleset import UNKNOWN, Mode, QuestionKind

Body = dict[str, Any]
MODES: Final = (
    (Mode.REQUIRED.value, _("Required: the decision waits for it")),
    (Mode.ADVISORY.value, _("Advice: it may be late")),
    (Mode.NOTIFY.value, _("Told about it")),
)
KINDS: Final = (
    (QuestionKind.CHOICE.value, _("Answers to choose from")),
    (QuestionKind.BAND.value, _("Amounts of money")),
    (QuestionKind.YES_NO.value, _("Yes or no")),
)
WINDOWS: Final = {
    "first_response": _("First response"),
    "triage": _("Sorting"),
    "review": _("Departments answer"),
    "decision": _("Decision"),
    "promise": _("Answer promised"),
}
_CONDITION_KEYS = ("all", "any", "q", "in", "gte", "lt", "tier_eq", "tier_gte")


def line(label: Any, *, initial: object = None, hint: Any = "", is_optional: bool = False) -> forms.Field:
    """A line of text; the domain says what is wrong with it."""
    field = forms.CharField(label=label, help_text=hint, required=False, initial=initial)
    return field if is_optional else asked(field)


def block(label: Any, *, initial: object = None, rows: int = 2) -> forms.Field:
    """Text of several lines."""
    widget = forms.Textarea({"rows": rows})
    return asked(forms.CharField(label=label, required=False, initial=initial, widget=widget))


def whole(label: Any, *, initial: object = None, least: int = 1) -> forms.IntegerField:
    """A whole number."""
    return forms.IntegerField(label=label, initial=initial, min_value=least)


class PartForm(RowsForm):
    """The base: `known` are the keys that the form has fields for; the others stand as JSON in `other`."""

    known: ClassVar[tuple[str, ...]] = ()
    place_words: ClassVar[str] = ""
    name_key: ClassVar[str] = "id"

    def __init__(self, *arguments: Any, body: Mapping[str, Any], part: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.body, self.part = body, part
        self.build()
        other = {key: value for key, value in part.items() if key not in self.known}
        if other or "other" in self.data:
            self.fields["other"] = json_field(_("Other data"), other)

    def build(self) -> None:
        """Add the fields of the part."""

    def values(self) -> dict[str, Any]:
        """Return the known keys of a checked form; None leaves a key out."""
        return {}

    def apply(self, body: Body, items: list[Any], index: int | None) -> None:
        """Write the part into the data, at its place or at the end."""
        found = self.merged(self.values())
        if index is None:
            items.append(found)
        else:
            items[index] = found

    def merged(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the part with what was entered; keys stay in their order, unknown ones as they stand in `other`."""
        other = self.cleaned_data.get("other") or {}
        kept = {key: value for key, value in self.part.items() if key in self.known or key in other}
        return {key: value for key, value in {**kept, **other, **values}.items() if value is not None}

    def clean_other(self) -> Any:
        """Read the JSON."""
        return read_object(self.cleaned_data["other"])

    def places(self) -> tuple[Place, ...]:
        """Return the part by the names it had and has, as problems call it."""
        names = {str(self.part.get(self.name_key, "")), str(self.values().get(self.name_key, ""))}
        return tuple(Place(self.place_words, name) for name in sorted(names) if name)


def json_field(label: Any, value: object) -> forms.CharField:
    """A field for data that has no form of its own."""
    return forms.CharField(
        label=label,
        help_text=_("JSON. It is checked when you save."),
        widget=forms.Textarea({"rows": 6, "class": "gs-mono", "spellcheck": "false"}),
        initial=json.dumps(value, ensure_ascii=False, indent=2),
    )


def read_object(text: str) -> dict[str, Any]:
    """Return the JSON object in `text`.

    Raises:
        ValidationError: it is none.
    """
    found = read_json(text)
    if not isinstance(found, dict):
        raise forms.ValidationError(_("This must be a JSON object: { … }."), code="type")
    return found


class RuleForm(PartForm, ConditionForm):
    """A rule: who is asked, how, when and why."""

    known = ("id", "departments", "mode", "when", "why")
    place_words = "rule %(name)s"

    def build(self) -> None:
        """Add the fields."""
        listed = [one for one in self.body.get("departments", []) if isinstance(one, dict)]
        self.fields["id"] = line(_("Name of the rule"), initial=self.part.get("id"), hint=_("Short, as FIN-3."))
        self.fields["departments"] = chosen = forms.MultipleChoiceField(
            label=_("Departments"),
            choices=[(str(one.get("slug")), str(one.get("name"))) for one in listed],
            initial=self.part.get("departments"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        asked(chosen)
        self.fields["mode"] = forms.ChoiceField(
            label=_("How they are asked"), choices=MODES, initial=self.part.get("mode"), widget=forms.RadioSelect
        )
        self.fields["why"] = block(_("Because, in words for everybody"), initial=self.part.get("why"))
        self.add_condition(self.body, self.part.get("when", {"all": []}))

    def values(self) -> dict[str, Any]:
        """Return the rule."""
        data = self.cleaned_data
        chosen = {key: data[key] for key in ("id", "departments", "mode")}
        return {**chosen, "when": self.condition(), "why": data["why"]}


class TierForm(PartForm, ConditionForm):
    """A tier: its words, when it holds, its windows and what a review weighs."""

    known = ("tier", *_CONDITION_KEYS)
    place_words = "tier %(name)s"
    name_key = "tier"

    def build(self) -> None:
        """Add the fields."""
        number = str(self.part.get("tier", ""))
        words = self._of("tier_words", number)
        days = self._of("sla_working_days", number)
        self.fields["tier"] = forms.IntegerField(label=_("Tier"), initial=number, min_value=0, max_value=3)
        self.fields["name"] = line(_("Name"), initial=words.get("name"))
        self.fields["decides"] = line(_("Who decides, in words"), initial=words.get("decides"))
        self.fields["why"] = block(_("Why an idea is of this tier"), initial=words.get("why"))
        for key, label in WINDOWS.items():
            self.fields[key] = whole(_("%(step)s, in working days") % {"step": label}, initial=days.get(key))
        points = self.body.get("effort_points", {}).get(number)
        self.fields["points"] = whole(_("Points that a review weighs"), initial=points)
        when = {key: self.part[key] for key in _CONDITION_KEYS if key in self.part} or {"all": []}
        self.add_condition(self.body, when)

    def values(self) -> dict[str, Any]:
        """Return the tier's entry in the list of tiers."""
        empty = dict.fromkeys(_CONDITION_KEYS)
        return {"tier": self.cleaned_data["tier"], **empty, **self.condition()}

    def apply(self, body: Body, items: list[Any], index: int | None) -> None:
        """Write the tier, its words, windows and points."""
        super().apply(body, items, index)
        data, number = self.cleaned_data, str(self.cleaned_data["tier"])
        old = str(self.part.get("tier", number))
        tables = (("tier_words", ("name", "decides", "why")), ("sla_working_days", tuple(WINDOWS)))
        for table, keys in tables:
            known = body.setdefault(table, {}).pop(old, {})
            body[table][number] = {**known, **{key: data[key] for key in keys}}
        body.setdefault("effort_points", {}).pop(old, None)
        body["effort_points"][number] = data["points"]

    def _of(self, table: str, number: str) -> Mapping[str, Any]:
        found = self.body.get(table, {}).get(number, {})
        return found if isinstance(found, dict) else {}


class QuestionForm(PartForm):
    """A question to authors with its answers; “I don’t know” is always one of them."""

    known = ("id", "text", "type", "options", "label", "hint", "first", "words")
    place_words = "question %(name)s"

    def build(self) -> None:
        """Add the fields."""
        part = self.part
        self.fields["id"] = line(_("Name in rules and files"), initial=part.get("id"))
        self.fields["text"] = block(_("The question in full"), initial=part.get("text"))
        self.fields["label"] = line(_("Shorter, as on the form"), initial=part.get("label"), is_optional=True)
        self.fields["hint"] = line(_("Hint"), initial=part.get("hint"), is_optional=True)
        self.fields["first"] = forms.BooleanField(
            label=_("Asked before the fold"), required=False, initial=part.get("first", False)
        )
        self.fields["type"] = forms.ChoiceField(
            label=_("Kind"), choices=KINDS, initial=part.get("type", "choice"), widget=forms.RadioSelect
        )
        amounts = [one for one in part.get("options", []) if isinstance(one, int)]
        self.fields["amounts"] = line(
            _("Where the bands of an amount begin"),
            initial=", ".join(str(one) for one in amounts),
            hint=_("Rising from 0, with commas between: 0, 1000, 10000."),
        )
        self.add_rows("answers", _answer_fields, self._answers(), spare=1)

    def values(self) -> dict[str, Any]:
        """Return the question."""
        data, kind = self.cleaned_data, self.cleaned_data["type"]
        rows = self.read_rows("answers")
        words: Any = {
            row["value"]: {"label": row["label"], "short": row["short"] or row["label"]} for row in rows if row["label"]
        }
        if kind == QuestionKind.BAND:
            words = self.part.get("words")
        options = {
            "band": self._amounts(),
            "choice": [*(row["value"] for row in rows if row["value"] != UNKNOWN), UNKNOWN],
        }
        kept = {key: data[key] or None for key in ("label", "hint")}
        return {
            **{key: data[key] for key in ("id", "text", "type", "first")},
            **kept,
            "options": options.get(kind),
            "words": words or None,
        }

    def _answers(self) -> list[dict[str, Any]]:
        """The answers of a choice, and whatever has words of its own."""
        words = self.part.get("words", {})
        listed = [one for one in self.part.get("options", []) if isinstance(one, str) and one != UNKNOWN]
        return [{"value": one, **words.get(one, {})} for one in dict.fromkeys([*listed, *words])]

    def _amounts(self) -> list[int | str]:
        parts = [one.strip() for one in self.cleaned_data["amounts"].split(",") if one.strip()]
        return [*(int(one) if one.isascii() and one.isdigit() and len(one) < 16 else one for one in parts), UNKNOWN]


def _answer_fields(_number: int) -> dict[str, forms.Field]:
    return {
        "value": line(_("Name in rules")),
        "label": line(_("On the button")),
        "short": line(_("In a sentence")),
    }
