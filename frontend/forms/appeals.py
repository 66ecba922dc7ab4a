"""An appeal, and the answer to one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import Appeal
from ideas.services.appeals import MAX_APPEAL_CHARS


class AppealForm(forms.Form):
    """Why the authors appeal."""

    ground = forms.ChoiceField(label=_("What is it about?"), choices=Appeal.Ground.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In your words"),
        help_text=_("At least 40 characters. Say what is new, or what is wrong and how you know."),
        max_length=MAX_APPEAL_CHARS,
        widget=forms.Textarea({"class": "gs-voice", "rows": 5}),
        strip=False,
    )


class AppealAnswerForm(forms.Form):
    """What somebody who was not involved answers."""

    is_granted = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Granted: the idea is looked at again")), ("no", _("Refused: the answer stands"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label=_("Your reasons"),
        help_text=_("At least 40 characters. The author reads them, and everybody who sees the idea."),
        max_length=MAX_APPEAL_CHARS,
        widget=forms.Textarea({"class": "gs-voice", "rows": 5}),
        strip=False,
    )
