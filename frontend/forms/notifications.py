"""How news reaches somebody: one choice for each kind, and whether mail waits for working hours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from ideas.models import Preference
from ideas.selectors.notifications import ChoiceGroup

QUIET = "quiet_hours"


@dataclass(frozen=True)
class FieldGroup:
    """Fields under one heading."""

    title: str
    fields: list[BoundField]


class PreferencesForm(forms.Form):
    """A radio group for each kind of news that can concern the person."""

    quiet_hours = forms.BooleanField(
        label=_("Mail me in working hours only"),
        help_text=_("From 08:00 to 18:00 on your working days, and not while you are away. The rest waits."),
        required=False,
    )

    def __init__(self, groups: Iterable[ChoiceGroup], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.groups = tuple(groups)
        for group in self.groups:
            for choice in group.choices:
                self.fields[choice.kind.value] = forms.ChoiceField(
                    label=choice.kind.label,
                    choices=Preference.Mail.choices,
                    initial=choice.mail,
                    widget=forms.RadioSelect,
                )

    def field_groups(self) -> Iterator[FieldGroup]:
        """Return the fields as the page shows them."""
        for group in self.groups:
            yield FieldGroup(group.title, [self[choice.kind.value] for choice in group.choices])

    def choices(self) -> dict[str, str]:
        """Return the kinds whose choice differs from what holds now."""
        present = {choice.kind.value: choice.mail for group in self.groups for choice in group.choices}
        return {kind: self.cleaned_data[kind] for kind, mail in present.items() if self.cleaned_data[kind] != mail}
