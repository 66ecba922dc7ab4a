"""More time for a late review, asking further up for an answer, and an apology."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.profile import DayInput
from ideas.models.escalations import MAX_APOLOGY_CHARS, MAX_REASON_CHARS


class ExtensionForm(forms.Form):
    """Until when, and why."""

    until = forms.DateField(
        label=_("Answer by"),
        help_text=_("A working day of the department, by closing time."),
        widget=DayInput(),
        error_messages={"required": _("Choose a day.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("One line. The author reads it, and it stands in the history of the idea."),
        max_length=MAX_REASON_CHARS,
        error_messages={"required": _("Say in a few words why.")},
    )


class EscalationForm(forms.Form):
    """Why it cannot wait."""

    reason = forms.CharField(
        label=_("Why can it not wait?"),
        help_text=_("One line. Those it reaches and everybody who sees the idea read it."),
        max_length=MAX_REASON_CHARS,
        error_messages={"required": _("Say in a few words why.")},
    )


class ApologyForm(forms.Form):
    """What happened, and the new day."""

    text = forms.CharField(
        label=_("What do you say to the author?"),
        help_text=_("Why it takes longer, in plain words. Everybody who sees the idea reads it."),
        max_length=MAX_APOLOGY_CHARS,
        widget=forms.Textarea({"rows": 4}),
        strip=False,
        error_messages={"required": _("Write a few words.")},
    )
    new_on = forms.DateField(
        label=_("By when does the answer come now?"),
        help_text=_("A working day. The missed promise stays missed."),
        widget=DayInput(),
        error_messages={"required": _("Choose a day.")},
    )
