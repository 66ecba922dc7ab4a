"""Forms whose parts come in rows. The number of rows travels in a hidden field, so that adding one needs no script."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict

MOST_ROWS: Final = 60
MakeRow = Callable[[int], dict[str, forms.Field]]


def asked(field: forms.Field) -> forms.Field:
    """Draw a field without "(optional)", although the form lets it pass: the domain says what is missing."""
    field.is_asked = True  # type: ignore[attr-defined]
    return field


class RowsForm(forms.Form):
    """The base: fields are called `<rows>__<number>__<part>`; `was` remembers which stored row a row is."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)  # the revision of the draft that was read

    def add_rows(self, name: str, make: MakeRow, stored: Sequence[Mapping[str, Any]], *, spare: int = 0) -> None:
        """Add the fields of as many rows as were sent or, for a form nobody sent yet, are `stored`, and `spare` ones.

        Args:
            make: gives the fields of the row of a number; a row in which all of them are empty falls away.
        """
        count = min(self._sent_count(name) if self.is_bound else len(stored) + spare, MOST_ROWS)
        self.fields[f"{name}__count"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=count)
        for number in range(count):
            row = {**make(number), "was": forms.IntegerField(widget=forms.HiddenInput, required=False)}
            values = {**stored[number], "was": number} if number < len(stored) else {}
            for part, field in row.items():
                self.fields[f"{name}__{number}__{part}"] = asked(field)
                field.initial = values.get(part)

    def rows(self, name: str) -> list[list[BoundField]]:
        """Return the bound fields of each row, for the template."""
        return [[self[key] for key in self.fields if key.startswith(f"{name}__{n}__")] for n in self._numbers(name)]

    def read_rows(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a checked form in which something was entered."""
        found = [self._row(name, number) for number in self._numbers(name)]
        return [
            row for row in found if any(value not in ("", None, []) for part, value in row.items() if part != "was")
        ]

    def sent(self, key: str) -> str:
        """Return what was sent for a field, checked or not; of a form nobody sent, what it begins with."""
        if self.is_bound:
            return str(self.data.get(key, ""))
        return str(self.fields[key].initial or "") if key in self.fields else ""

    def without_errors(self) -> None:
        """Draw what was sent without saying yet what is wrong with it."""
        self._errors = ErrorDict()

    def _row(self, name: str, number: int) -> dict[str, Any]:
        start = f"{name}__{number}__"
        return {key.removeprefix(start): self.cleaned_data.get(key) for key in self.fields if key.startswith(start)}

    def _numbers(self, name: str) -> range:
        count = self.fields[f"{name}__count"]
        return range(self._sent_count(name) if self.is_bound else int(count.initial))

    def _sent_count(self, name: str) -> int:
        sent = str(self.data.get(f"{name}__count", ""))
        return min(int(sent), MOST_ROWS) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0
