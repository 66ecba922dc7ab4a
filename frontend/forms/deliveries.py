"""Forms about deliveries that were given up."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.retries import MAX_ERROR_CHARS


class CancelForm(forms.Form):
    """Why nobody needs a delivery any more; the domain asks for it."""

    reason = forms.CharField(
        label=_("Why does nobody need it any more?"),
        help_text=_("It is kept with your name."),
        max_length=MAX_ERROR_CHARS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
