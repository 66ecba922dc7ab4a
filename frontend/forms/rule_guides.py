"""Forms of what departments are asked, of reasons, of the one tick, and of what holds for the whole."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.rule_conditions import question_labels, value_of
from frontend.forms.rule_parts import Body, PartForm, block, json_field, line, read_object, whole
from frontend.forms.rule_rows import RowsForm, asked
from ideas.routing.problems import WHOLE, Place
from ideas.routing.ruleset import ReasonKind, ReasonNeeds

ANCHORS: Final = ("1", "3", "5")
NEEDS: Final = (
    ("", _("nothing more")),
    (ReasonNeeds.LINK.value, _("a link")),
    (ReasonNeeds.DATE.value, _("a date")),
    (ReasonNeeds.TEXT.value, _("a text")),
)
REASON_KINDS: Final = (
    (ReasonKind.YES.value, _("yes")),
    (ReasonKind.NO.value, _("no")),
    (ReasonKind.WAIT.value, _("wait")),
)
WITH_FORMS: Final = (
    "questions",
    "small_idea",
    "tiers",
    "tier_words",
    "sla_working_days",
    "effort_points",
    "rules",
    "departments",
    "reason_codes",
    "ruleset",
    "currency",
    "max_open_points_per_full_time_reviewer",
)
"""Keys of a rule set that a form of their own writes; all others stand in "other data"."""


class DepartmentForm(PartForm):
    """What a department is asked, and how far it can stop an idea."""

    known = ("slug", "name", "not_asked_because", "may_block", "can_block", "questions", "criteria")
    place_words = "department %(name)s"
    name_key = "slug"

    def build(self) -> None:
        """Add the fields."""
        part = self.part
        self.fields["slug"] = line(
            _("Name in addresses"), initial=part.get("slug"), hint=_("As in the settings of the department.")
        )
        self.fields["name"] = line(_("Name"), initial=part.get("name"))
        self.fields["not_asked_because"] = line(
            _("What is said when it is not asked"), initial=part.get("not_asked_because")
        )
        self.fields["may_block"] = forms.BooleanField(
            label=_("It may stop an idea"), required=False, initial=part.get("may_block", False)
        )
        self.fields["can_block"] = line(_("How it can stop an idea, in words"), initial=part.get("can_block"))
        self.add_rows("questions", _question_fields, _objects(part.get("questions")), spare=0)
        self.add_rows("criteria", _criterion_fields, [_spread(one) for one in _objects(part.get("criteria"))], spare=0)

    def values(self) -> dict[str, Any]:
        """Return the department's guide."""
        data = self.cleaned_data
        return {
            **{key: data[key] for key in ("slug", "name", "not_asked_because", "may_block", "can_block")},
            "questions": [self._kept("questions", row) for row in self.read_rows("questions")],
            "criteria": [self._kept("criteria", _gathered(row)) for row in self.read_rows("criteria")],
        }

    def _kept(self, name: str, row: dict[str, Any]) -> dict[str, Any]:
        """The row with the keys that its stored row has beyond those of the form."""
        stored, was = _objects(self.part.get(name)), row.pop("was")
        return {**(stored[was] if was is not None and 0 <= was < len(stored) else {}), **row}


class ReasonsForm(RowsForm):
    """The reasons of decisions; a code is used once."""

    def __init__(self, *arguments: Any, body: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*arguments, **options)
        groups = body.get("reason_codes", {})
        self.stored = [{**one, "kind": kind.value} for kind in ReasonKind for one in _objects(groups.get(kind))]
        self.add_rows("reasons", _reason_fields, self.stored, spare=0)

    def apply(self, body: Body) -> None:
        """Write the reasons."""
        groups: dict[str, list[dict[str, Any]]] = {kind.value: [] for kind in ReasonKind}
        for row in self._given():
            was, kind = row.pop("was"), row.pop("kind")
            known = self.stored[was] if was is not None and 0 <= was < len(self.stored) else {}
            kept = {key: value for key, value in known.items() if key != "kind"}
            groups[kind or ReasonKind.NO].append({**kept, **row, "needs": row["needs"] or None})
        body["reason_codes"] = groups

    def _given(self) -> list[dict[str, Any]]:
        return [row for row in self.read_rows("reasons") if row["code"] or row["label"]]

    def places(self) -> tuple[Place, ...]:
        """Return every reason by the name that problems use."""
        codes = {str(row["code"]) for row in self._given()}
        return tuple(Place("reason code %(name)s", code) for code in sorted(codes))


class SmallIdeaForm(RowsForm):
    """The one tick of a small idea, and the answers that it fills in."""

    def __init__(self, *arguments: Any, body: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.body, small = body, body.get("small_idea", {})
        self.fields["label"] = block(_("Words beside the tick"), initial=small.get("label"))
        self.fields["hint"] = line(_("Hint"), initial=small.get("hint"), is_optional=True)
        labels, choices = question_labels(body)
        given = small.get("answers", {})
        for name, label in labels.items():
            now = str(given.get(name, ""))
            gone = [] if now in dict(choices[name]) else [(now, now or "–")]
            self.fields[f"answer__{name}"] = asked(
                forms.ChoiceField(label=label, choices=[*gone, *choices[name]], initial=now, required=False)
            )

    def apply(self, body: Body) -> None:
        """Write the tick."""
        data, names = self.cleaned_data, [key for key in self.fields if key.startswith("answer__")]
        answers = {
            name.removeprefix("answer__"): value_of(self.body, name.removeprefix("answer__"), data[name])
            for name in names
        }
        small = {**body.get("small_idea", {}), "label": data["label"], "hint": data["hint"], "answers": answers}
        body["small_idea"] = {key: value for key, value in small.items() if key != "hint" or value}

    def places(self) -> tuple[Place, ...]:
        """Return what problems call it."""
        return (Place("small idea"),)


class GeneralForm(RowsForm):
    """What holds for the whole."""

    ruleset = line(_("Name of the rules"))
    currency = line(_("Currency of the file"), hint=_("A code of three letters. Pages use the organisation’s own."))
    max_open_points_per_full_time_reviewer = whole(_("Points that a full-time reviewer may hold at once"))

    def __init__(self, *arguments: Any, body: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*arguments, **options)
        for key in ("ruleset", "currency", "max_open_points_per_full_time_reviewer"):
            self.fields[key].initial = body.get(key)

    def apply(self, body: Body) -> None:
        """Write the values."""
        body.update({key: value for key, value in self.cleaned_data.items() if key != "version"})

    def places(self) -> tuple[Place, ...]:
        """Return what problems call it."""
        return (WHOLE,)


class OtherForm(RowsForm):
    """Everything that has no form of its own, as JSON; nothing of it is ever dropped by the other forms."""

    def __init__(self, *arguments: Any, body: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*arguments, **options)
        other = {key: value for key, value in body.items() if key not in WITH_FORMS}
        self.fields["other"] = json_field(_("Other data"), other)
        self.fields["other"].widget.attrs["rows"] = 24

    def clean_other(self) -> dict[str, Any]:
        """Read the JSON."""
        found = read_object(self.cleaned_data["other"])
        taken = sorted(key for key in found if key in WITH_FORMS)
        if taken:
            words = _("These have a form of their own: %(keys)s.")
            raise forms.ValidationError(words, code="taken", params={"keys": ", ".join(taken)})
        return found

    def apply(self, body: Body) -> None:
        """Write the data."""
        for key in [key for key in body if key not in WITH_FORMS]:
            del body[key]
        body.update(self.cleaned_data["other"])

    def places(self) -> None:
        """Anything may speak of other data, so nothing at all may be wrong with the draft because of it."""
        return


def _objects(found: object) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _question_fields(_number: int) -> dict[str, forms.Field]:
    return {"id": line(_("Name")), "text": block(_("Question"))}


def _criterion_fields(_number: int) -> dict[str, forms.Field]:
    return {
        "id": line(_("Name in files")),
        "name": line(_("Criterion")),
        "weight": forms.IntegerField(label=_("Weight"), min_value=1, max_value=100, required=False),
        **{f"anchor_{score}": line(_("At %(score)s") % {"score": score}) for score in ANCHORS},
        "higher_is_better": line(_("What a higher score means")),
    }


def _reason_fields(_number: int) -> dict[str, forms.Field]:
    return {
        "kind": forms.ChoiceField(label=_("For a"), choices=REASON_KINDS, required=False),
        "code": line(_("Name in files")),
        "label": line(_("Reason")),
        "needs": forms.ChoiceField(label=_("Needs"), choices=NEEDS, required=False),
    }


def _spread(criterion: Mapping[str, Any]) -> dict[str, Any]:
    anchors = criterion.get("anchors")
    found = anchors if isinstance(anchors, dict) else {}
    return {**criterion, **{f"anchor_{score}": found.get(score) for score in ANCHORS}}


def _gathered(row: dict[str, Any]) -> dict[str, Any]:
    anchors = {score: row.pop(f"anchor_{score}") for score in ANCHORS}
    return {**row, "anchors": anchors}
