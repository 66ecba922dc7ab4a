"""Forms about versions of the rules: activate, try, import; and what the report on the rules is asked for."""

import json
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.selectors.rule_report import PERIODS
from ideas.selectors.simulation import FEWEST_IDEAS, MOST_IDEAS
from ideas.services.rule_sets import MAX_BODY_BYTES, MAX_REASON_CHARS

USUAL_IDEAS: Final = 200


class ActivateForm(forms.Form):
    """Why the rules change, and from when."""

    reason = forms.CharField(
        label=_("Why do the rules change?"),
        help_text=_("One sentence. Everybody can read it beside the version."),
        max_length=MAX_REASON_CHARS,
    )
    active_from = forms.DateTimeField(
        label=_("From when?"),
        help_text=_("Empty: at once. Ideas sent before keep the rules by which they were sent on."),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    # No `version`, which a refusal would bring up to date: who activates has read what they let hold.
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def wanted(self) -> dict[str, Any]:
        """Return what the service takes."""
        data = self.cleaned_data
        return {"reason": data["reason"], "active_from": data["active_from"], "expected_revision": data["revision"]}


class TrialForm(forms.Form):
    """On how many ideas rules are tried."""

    ideas = forms.IntegerField(
        label=_("Newest ideas"), min_value=FEWEST_IDEAS, max_value=MOST_IDEAS, initial=USUAL_IDEAS
    )


class ReportForm(forms.Form):
    """How many whole weeks the report looks back."""

    weeks = forms.TypedChoiceField(
        choices=[(str(one), one) for one in PERIODS], coerce=int, required=False, empty_value=None
    )

    def clean_weeks(self) -> int:
        """Take the last week where none is named."""
        return cast("int | None", self.cleaned_data["weeks"]) or PERIODS[0]


class SuggestionForm(ReportForm):
    """Which suggestion of the report."""

    suggestion = forms.CharField(max_length=200)


class RulesFileForm(forms.Form):
    """A rule set as JSON: a file, or pasted text, which comes back when something is wrong with it."""

    file = forms.FileField(
        label=_("File"), required=False, widget=forms.FileInput({"accept": "application/json,.json"})
    )
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 14, "class": "gs-mono", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Read the JSON into `body`."""
        data: dict[str, Any] = super().clean() or {}
        content = data["file"].read(MAX_BODY_BYTES + 1) if data.get("file") else data.get("text", "").encode()
        if not content.strip():
            raise forms.ValidationError(_("Choose a file, or paste its text."), code="required")
        if len(content) > MAX_BODY_BYTES:
            raise forms.ValidationError(_("A rule set has at most 256 KiB."), code="too_large")
        data["body"] = read_json(content)
        return data


def read_json(content: bytes | str) -> Any:
    """Return the JSON in `content`.

    Raises:
        ValidationError: it is none, or names a key twice.
    """
    try:
        return json.loads(content, object_pairs_hook=_without_repeats, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        words = _("This is no JSON: %(reason)s")
        raise forms.ValidationError(words, code="malformed_json", params={"reason": error}) from None


def _without_repeats(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        raise ValueError("a key is there twice")
    return found


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")
