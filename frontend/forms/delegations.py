"""The form in which somebody is named to act for a colleague."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.people_field import PersonField
from frontend.forms.profile import DayInput

_SCOPES = [("", _("every idea")), ("0", _("tier 0")), ("1", _("up to tier 1")), ("2", _("up to tier 2"))]


class DelegationForm(forms.Form):
    """Who acts, on which days, up to which tier."""

    to = PersonField(label=_("Who acts for you?"))
    starts_on = forms.DateField(label=_("First day"), widget=DayInput())
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput())
    scope_tier = forms.TypedChoiceField(
        label=_("On which ideas?"), choices=_SCOPES, coerce=int, empty_value=None, required=False
    )
