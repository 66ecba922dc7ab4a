"""Rows of conditions in a form: what must be true, who sees to it, by when."""

from collections.abc import Sequence

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from ideas.models import Condition
from ideas.services.review_content import MAX_CONDITIONS, ConditionEntry

_PARTS = ("text", "owner_name", "due_on")


class ConditionsForm(forms.Form):
    """The base of forms with conditions; the row count travels in a hidden field, so that adding one needs no script.

    `needed` are the fields that the domain asks for: it says so with its own sentences and all at once, so the form
    itself lets them pass; they are only drawn as fields that must be filled in.
    """

    needed: tuple[str, ...] = ()
    condition_rows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def add_condition_fields(self, wanted: int) -> None:
        """Add the fields of as many rows as were sent or, for an unbound form, are `wanted`."""
        self.row_count = min(max(self._sent_rows() if self.is_bound else wanted, 1), MAX_CONDITIONS)
        for number in range(self.row_count):
            prefix = f"conditions__{number}"
            self.fields[f"{prefix}__text"] = forms.CharField(label=_("What must be true"), required=False)
            self.fields[f"{prefix}__owner_name"] = forms.CharField(label=_("Who sees to it"), required=False)
            self.fields[f"{prefix}__due_on"] = forms.DateField(
                label=_("By"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
            )
        self.initial.setdefault("condition_rows", self.row_count)

    def let_needed_pass(self) -> None:
        """Ask for nothing while the form is read; call it when all fields are there."""
        for name in self.needed:
            self.fields[name].required = not self.is_bound

    def full_clean(self) -> None:
        """Check what was sent, then draw the needed fields as needed again."""
        super().full_clean()
        for name in self.needed:
            self.fields[name].required = True

    def condition_fields(self) -> list[list[BoundField]]:
        """Return the bound fields of each row, for the template."""
        return [[self[f"conditions__{number}__{part}"] for part in _PARTS] for number in range(self.row_count)]

    def conditions(self) -> tuple[ConditionEntry, ...]:
        """Return the rows in which something was written."""
        rows = [[self.cleaned_data.get(f"conditions__{number}__{part}") for part in _PARTS] for number in self._rows()]
        return tuple(
            ConditionEntry(text or "", owner or "", due_on) for text, owner, due_on in rows if _any(text, owner, due_on)
        )

    def _rows(self) -> range:
        return range(self.row_count)

    def _sent_rows(self) -> int:
        sent = str(self.data.get("condition_rows", ""))
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 1


def _any(*parts: object) -> bool:
    return any(parts)


def initial_conditions(conditions: Sequence[Condition]) -> dict[str, object]:
    """Return what stored conditions are in the fields of the form."""
    return {
        f"conditions__{number}__{part}": getattr(one, part) for number, one in enumerate(conditions) for part in _PARTS
    }
