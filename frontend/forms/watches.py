"""What wakes an idea again: fields of the decision, and the reason for waking one."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from ideas.models import Watch
from ideas.routing.ruleset import RuleSet
from ideas.services.watch_content import MOST_AMOUNT, WatchEntry
from ideas.services.watches import MAX_REASON_CHARS

_Kind = Watch.Kind
_PARTS: dict[str, tuple[str, ...]] = {
    _Kind.CONTRACT_END.value: ("text", "on"),
    _Kind.COST_BELOW.value: ("text", "amount"),
    _Kind.POLICY_CHANGE.value: ("text",),
    _Kind.CAPACITY.value: ("department", "load_below"),
}


class WatchFields(forms.Form):
    """The base of forms with one optional watch of each kind besides the day; field `watches__<kind>__<part>`."""

    def add_watch_fields(self, rules: RuleSet) -> None:
        """Add the fields."""
        for name, field in _fields(rules).items():
            self.fields[f"watches__{name}"] = field

    def watch_fields(self) -> list[BoundField]:
        """Return the bound fields, for the template."""
        return [self[f"watches__{kind}__{part}"] for kind, parts in _PARTS.items() for part in parts]

    @property
    def has_watches(self) -> bool:
        """Whether something was written in one of them."""
        return any(field.errors or field.value() for field in self.watch_fields())

    def watches(self) -> tuple[WatchEntry, ...]:
        """Return the kinds in which something was written."""
        given = {
            kind: {part: self.cleaned_data.get(f"watches__{kind}__{part}") for part in parts}
            for kind, parts in _PARTS.items()
        }
        return tuple(
            WatchEntry(kind, **{part: value for part, value in parts.items() if value not in (None, "")})
            for kind, parts in given.items()
            if any(value not in (None, "") for value in parts.values())
        )


def _fields(rules: RuleSet) -> dict[str, forms.Field]:
    departments = [(one.slug, one.name) for one in rules.departments]
    return {
        "contract_end__text": _line(_("A contract ends"), _("Which one.")),
        "contract_end__on": forms.DateField(
            label=_("It ends on"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        ),
        "cost_below__text": _line(_("Something costs less"), _("What.")),
        "cost_below__amount": forms.IntegerField(
            label=_("Less than"),
            min_value=1,
            max_value=MOST_AMOUNT,
            required=False,
            help_text=_("In whole units of your currency."),
        ),
        "policy_change__text": _line(_("A law or policy changes"), _("Which one.")),
        "capacity__department": forms.ChoiceField(
            label=_("A department has room"), choices=[("", _("None")), *departments], required=False
        ),
        "capacity__load_below": forms.IntegerField(
            label=_("When it carries less than, in percent"),
            min_value=1,
            max_value=100,
            required=False,
            help_text=_("Of what its reviewers can hold."),
        ),
    }


def _line(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False)


class WakeForm(forms.Form):
    """Why an idea is woken."""

    reason = forms.CharField(
        label=_("What has happened"),
        help_text=_("Its author and everybody who follows it read this."),
        max_length=MAX_REASON_CHARS,
        widget=forms.Textarea({"rows": 3}),
        strip=False,
    )
