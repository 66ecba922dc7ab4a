"""A field in which a colleague is named: by address, or by full name where it is unique."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import User
from ideas.selectors.people import find_people


class PersonField(forms.CharField):
    """Holds the address while it is shown, the person when it is cleaned; empty is None.

    The page offers names in `<datalist id="people">` (partials/settings/people.html).
    """

    default_error_messages = {
        "required": _("Write a name or an e-mail address."),
        "unknown_person": _("Nobody here has this name or address."),
        "several_people": _("Several people have this name. Write the e-mail address."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Full name or e-mail address."))
        widget = forms.TextInput(attrs={"list": "people", "autocomplete": "off", "spellcheck": "false"})
        super().__init__(max_length=254, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a person by address."""
        return value.email if isinstance(value, User) else value

    def clean(self, value: Any) -> Any:
        """Return the person, None for an empty field."""
        text = super().clean(value)
        if not text:
            return None
        found = find_people(text=text)
        if len(found) != 1:
            code = "several_people" if found else "unknown_person"
            raise forms.ValidationError(self.error_messages[code], code=code)
        return found[0]
