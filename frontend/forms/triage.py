"""The lanes of triage as forms. The domain checks what is typed; the forms keep it."""

from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.forms.discussion import TypedText
from frontend.forms.people_field import PersonField
from ideas.models.triage import MAX_RESPONSE_CHARS

TEMPLATES: Final[tuple[tuple[str, Promise], ...]] = (
    ("clear", _("Thank you. It is clear what you mean; the departments below look at it now.")),
    ("known", _("Thank you. Others have met this too, so it comes at the right time; the departments look at it now.")),
    ("more", _("Thank you. Please add an example or a number if you have one; the departments begin meanwhile.")),
)
OWN: Final = "own"


def _response_field(label: Any, rows: int = 3) -> TypedText:
    return TypedText(
        label=label, required=False, widget=forms.Textarea({"rows": rows, "maxlength": MAX_RESPONSE_CHARS})
    )


class ResponseForm(forms.Form):
    """A first response: one of ours, or one's own words."""

    use_required_attribute = False

    template = forms.ChoiceField(
        label=_("First response to the author"),
        choices=[*TEMPLATES, (OWN, _("My own words:"))],
        widget=forms.RadioSelect,
        initial="clear",
        required=False,
    )
    text = _response_field(_("Own words"), rows=2)

    def words(self) -> str:
        """Return what the author is written; own words count before a chosen template."""
        typed: str = self.cleaned_data["text"]
        chosen = self.cleaned_data["template"]
        return typed if typed.strip() or chosen in {"", OWN} else str(dict(TEMPLATES)[chosen])


class MatchForm(forms.Form):
    """Somebody who can help, or an idea like it."""

    use_required_attribute = False

    colleague = PersonField(label=_("A colleague who knows about it"), required=False)
    similar = forms.CharField(
        label=_("or an idea like it"), help_text=_("Its number, as GS-000123."), max_length=12, required=False
    )
    text = _response_field(_("What you write to the author"), rows=2)
