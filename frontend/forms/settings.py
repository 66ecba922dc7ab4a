"""What administrators and leads set for the organisation."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.people_field import PersonField
from frontend.forms.profile import time_zones
from ideas.models import Calendar, Department, RoleGrant, Site
from ideas.selectors.departments import calendar_choices
from ideas.selectors.directory import departments_for_directory
from ideas.selectors.sites import site_choices
from ideas.services.memberships import LEAST_CAPACITY, MOST_CAPACITY
from ideas.services.organisation import LONGEST_DELAY_SECONDS

MAX_LINE_CHARS = 200
WEEKDAYS = (
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
)


class _DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class _TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class OrganisationForm(forms.Form):
    """The organisation's own page."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=MAX_LINE_CHARS)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        help_text=_("Three letters, as GBP. The questions about money are asked in it."),
    )
    calendar: "forms.ModelChoiceField[Calendar]" = forms.ModelChoiceField(
        label=_("Working days"),
        queryset=None,
        to_field_name="key",
        empty_label=None,
        help_text=_("Promises to authors are counted on this calendar."),
    )
    announce_delay_seconds = forms.IntegerField(
        label=_("Seconds between a decision and its announcement"),
        min_value=0,
        max_value=LONGEST_DELAY_SECONDS,
        help_text=_("The author reads the decision first. 3600 is an hour."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calendar"].queryset = calendar_choices()  # type: ignore[attr-defined]


class LogoForm(forms.Form):
    """A picture for the sign-in page."""

    logo = forms.FileField(label=_("Logo"), help_text=_("png, jpg or webp, 2 MB at most."))


class PersonForm(forms.Form):
    """What is known about a person."""

    name = forms.CharField(label=_("Name"), max_length=MAX_LINE_CHARS)
    email = forms.CharField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    job_title = forms.CharField(label=_("Job title"), max_length=MAX_LINE_CHARS, required=False)
    department: "forms.ModelChoiceField[Department]" = forms.ModelChoiceField(
        label=_("Department"), queryset=None, to_field_name="slug", required=False, empty_label=_("none")
    )
    site = forms.CharField(
        label=_("Site"),
        max_length=MAX_LINE_CHARS,
        required=False,
        widget=forms.TextInput(attrs={"list": "sites", "autocomplete": "off"}),
        help_text=_("Where they work. The days off of a site that is in the settings are theirs."),
    )
    manager = PersonField(label=_("Manager"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = departments_for_directory().order_by("name_sort", "id")
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]


class NewPersonForm(PersonForm):
    """Somebody new, invited at once or later."""

    is_invited = forms.BooleanField(label=_("Send an invitation by mail at once"), required=False, initial=True)


class DeactivateForm(forms.Form):
    """Why an account is closed; kept in the audit trail."""

    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)


class ImportForm(forms.Form):
    """A list of people."""

    file = forms.FileField(
        label=_("List as CSV"),
        help_text=_(
            "The first line names the columns: email and name; also job_title, department, site, manager_email and "
            "external_ref."
        ),
    )


class DepartmentForm(forms.Form):
    """A department."""

    name = forms.CharField(label=_("Name"), max_length=MAX_LINE_CHARS)
    kind = forms.ChoiceField(label=_("What it does"), choices=Department.Kind.choices, widget=forms.RadioSelect)
    calendar: "forms.ModelChoiceField[Calendar]" = forms.ModelChoiceField(
        label=_("Working days"),
        queryset=None,
        to_field_name="key",
        required=False,
        empty_label=_("those of its site, else of the organisation"),
    )
    site: "forms.ModelChoiceField[Site]" = forms.ModelChoiceField(
        label=_("Site"), queryset=None, to_field_name="public_id", required=False, empty_label=_("none")
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calendar"].queryset = calendar_choices()  # type: ignore[attr-defined]
        self.fields["site"].queryset = site_choices()  # type: ignore[attr-defined]


class LeadersForm(forms.Form):
    """Who leads a department."""

    lead = PersonField(label=_("Lead"), required=False)
    deputy = PersonField(label=_("Deputy"), required=False)


class PlaceForm(forms.Form):
    """What a reviewer can take on."""

    capacity = forms.DecimalField(
        label=_("Capacity"),
        min_value=LEAST_CAPACITY,
        max_value=MOST_CAPACITY,
        decimal_places=2,
        initial=Decimal("1.0"),
        help_text=_("1 is somebody who does nothing else; 0.2 is a day a week."),
    )
    tags = forms.CharField(
        label=_("Knows about"), max_length=500, required=False, help_text=_("Words separated by commas.")
    )

    def clean_tags(self) -> tuple[str, ...]:
        """Return the words."""
        return tuple(word.strip() for word in self.cleaned_data["tags"].split(",") if word.strip())


class NewMemberForm(PlaceForm):
    """A new reviewer of a department."""

    person = PersonField(label=_("Who?"))
    field_order = ("person", "capacity", "tags")


class RoleForm(forms.Form):
    """A role for a person."""

    person = PersonField(label=_("Who?"))
    role = forms.ChoiceField(label=_("Role"), choices=RoleGrant.Role.choices, widget=forms.RadioSelect)


class CalendarForm(forms.Form):
    """Working days and hours."""

    name = forms.CharField(label=_("Name"), max_length=MAX_LINE_CHARS)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Working days"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    opens_at = forms.TimeField(label=_("Opens at"), widget=_TimeInput())
    closes_at = forms.TimeField(label=_("Closes at"), widget=_TimeInput(), help_text=_("Answers are due at this time."))


class HolidayForm(forms.Form):
    """A day on which nobody works."""

    on = forms.DateField(label=_("Day"), widget=_DayInput())
    name = forms.CharField(label=_("What for"), max_length=MAX_LINE_CHARS)


class SiteForm(forms.Form):
    """A place where people work."""

    name = forms.CharField(
        label=_("Name"), max_length=MAX_LINE_CHARS, help_text=_("As people’s records name it; case does not matter.")
    )
    calendar: "forms.ModelChoiceField[Calendar]" = forms.ModelChoiceField(
        label=_("Working days"), queryset=None, to_field_name="key", empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calendar"].queryset = calendar_choices()  # type: ignore[attr-defined]


class SeatForm(forms.Form):
    """Who sits on the board for a department."""

    holder = PersonField(
        label=_("Who holds the seat?"), required=False, help_text=_("Full name or e-mail address; empty for its lead.")
    )
    deputy = PersonField(
        label=_("Who stands in?"), required=False, help_text=_("Full name or e-mail address; empty for its deputy.")
    )
