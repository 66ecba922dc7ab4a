"""How a condition was met."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.services.conditions import MAX_NOTE_CHARS


class MetForm(forms.Form):
    """A few words."""

    note = forms.CharField(
        label=_("How was it met?"),
        help_text=_("Everybody who sees the idea reads this."),
        max_length=MAX_NOTE_CHARS,
        widget=forms.Textarea({"rows": 3}),
        strip=False,
    )
