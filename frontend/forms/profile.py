"""What people set for themselves."""

import zoneinfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from frontend.forms.people_field import PersonField
from ideas.models import Absence, ApiToken

MAX_TOKEN_NAME_CHARS = 100


def time_zones() -> list[tuple[str, str]]:
    """Return every time zone with a town, by name."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [(name, name.replace("_", " ")) for name in ["UTC", *names]]


class PreferencesForm(forms.Form):
    """Language and time zone."""

    locale = forms.ChoiceField(label=_("Language"))
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Dates and times are shown in it."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["locale"].choices = settings.LANGUAGES  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = time_zones()  # type: ignore[attr-defined]


class DayInput(forms.DateInput):
    """A day, chosen in a calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AbsenceForm(forms.Form):
    """Days away, both included, or half of one day; a lead also says whose."""

    from_on = forms.DateField(label=_("First day away"), widget=DayInput())
    to_on = forms.DateField(label=_("Last day away"), widget=DayInput())
    part = forms.TypedChoiceField(
        label=_("Which part of the day?"),
        choices=Absence.Part.choices,
        required=False,
        empty_value=Absence.Part.WHOLE.value,
        initial=Absence.Part.WHOLE.value,
        help_text=_(
            "Who is away for half a day is at work that day: their reviews stay with them. "
            "Morning and afternoon told one after the other are a day away."
        ),
    )


class MemberAbsenceForm(AbsenceForm):
    """An absence that a lead tells for a member of the department."""

    person = PersonField(label=_("Who is away?"))
    field_order = ("person", "from_on", "to_on", "part")


class TokenForm(forms.Form):
    """A new key to the REST API."""

    name = forms.CharField(
        label=_("What is it for?"), max_length=MAX_TOKEN_NAME_CHARS, help_text=_("As “report in Excel”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=ApiToken.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=["read"],
        help_text=_("Never more than you may yourself."),
    )
    days = forms.TypedChoiceField(
        label=_("For how long?"),
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("one year"))],
        coerce=int,
        initial=90,
        widget=forms.RadioSelect,
    )
