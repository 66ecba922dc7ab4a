"""Who sees to an approved idea, and what becomes of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.people_field import PersonField
from ideas.models import Outcome
from ideas.services.outcomes import MAX_NOTE_CHARS, OutcomeContent


class OwnerForm(forms.Form):
    """The person who sees to it."""

    person = PersonField(label=_("Who sees to it?"))


class OutcomeForm(forms.Form):
    """One step, with a note, a day and a picture."""

    stage = forms.ChoiceField(label=_("Where does it stand?"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("In a few words"),
        help_text=_("Its author and everybody who supported it read this: what was done, or what was learned."),
        max_length=MAX_NOTE_CHARS,
        widget=forms.Textarea({"class": "gs-voice", "rows": 4}),
        strip=False,
    )
    happened_on = forms.DateField(label=_("Since when?"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    picture = forms.FileField(
        label=_("A picture, if you have one"),
        help_text=_("png, jpg or webp, 10 MB at most."),
        required=False,
        widget=forms.ClearableFileInput({"accept": "image/png,image/jpeg,image/webp"}),
    )

    def __init__(self, steps: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stage = self.fields["stage"]
        if isinstance(stage, forms.ChoiceField):
            stage.choices = [(step, Outcome.Step(step).label) for step in steps]
        if len(steps) == 1:
            self.initial.setdefault("stage", steps[0])

    def content(self) -> OutcomeContent:
        """Return what was typed; call it on a valid form."""
        given = self.cleaned_data
        return OutcomeContent(given["stage"], given["note"], given["happened_on"])
