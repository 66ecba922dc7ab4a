"""Whether a declined idea came first, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import Precedent


class PrecedentForm(forms.Form):
    """The answer and its reason."""

    state = forms.ChoiceField(
        label=_("Did it come first?"),
        choices=[
            (Precedent.State.CREDITED.value, _("Yes: its author is credited, on the pages of both ideas")),
            (Precedent.State.DISMISSED.value, _("No, it is something else")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("One line. Of a credit everybody who sees one of the two ideas reads it."),
        max_length=500,
        error_messages={"required": _("Say in a few words why.")},
    )
