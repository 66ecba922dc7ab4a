"""Asking to stop an idea early, and saying what becomes of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import EarlyStop
from ideas.services.early_stop import MAX_REASON_CHARS


class _WithReason(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.CharField(
            label=_("Why?"),
            help_text=_("One line. Only whoever decides reads it now."),
            max_length=MAX_REASON_CHARS,
            error_messages={"required": _("Say in a few words why.")},
        )


class EarlyStopForm(_WithReason):
    """Which kind of block it is, and why."""

    kind = forms.ChoiceField(label=_("Why must it not be done?"), widget=forms.RadioSelect)

    def __init__(self, kinds: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [one for one in EarlyStop.Kind.choices if one[0] in kinds]


class VerdictForm(_WithReason):
    """Confirmed or lifted, and why."""

    verdict = forms.ChoiceField(
        label=_("What becomes of it?"), choices=EarlyStop.Verdict.choices, widget=forms.RadioSelect
    )
