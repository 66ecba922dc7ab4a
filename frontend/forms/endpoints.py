"""Forms of channels and webhooks."""

from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ideas.addresses import MAX_URL_CHARS
from ideas.events import PUBLIC_EVENT_TYPES
from ideas.models import Department, Endpoint
from ideas.services.endpoint_content import EndpointContent

EVENT_WORDS: Final[dict[str, Promise]] = {
    "idea.submitted": _("An idea was sent"),
    "idea.edited": _("An idea was changed"),
    "idea.withdrawn": _("An idea was taken back"),
    "comment.posted": _("Somebody commented"),
    "reviews.opened": _("An idea goes to its departments"),
    "review.assigned": _("A review got its reviewer"),
    "review.submitted": _("A department has answered"),
    "idea.ready_for_decision": _("An idea is ready for decision"),
    "decision.announced": _("A decision was announced"),
    "audit.head_published": _("The end of the audit trail, once a day, to be compared later"),
}
ADDRESS_HELP: Final[dict[str, Promise]] = {
    "slack": _("In Slack, add “Incoming Webhooks” to the channel and copy the address, https://hooks.slack.com/…"),
    "teams": _(
        "In Teams, open the channel’s menu, choose Workflows, then “Post to a channel when a webhook request is "
        "received”, and copy the address. The workflow belongs to whoever made it: give it a second owner."
    ),
    "webhook": _("An address that begins with https:// and is reachable from the internet."),
}


class EndpointForm(forms.Form):
    """Name, address, events and department of one receiver; the domain checks the address."""

    name = forms.CharField(label=_("Name"), help_text=_("As people here call it: “Ideas channel”."), max_length=200)
    address = forms.CharField(
        label=_("Address"),
        max_length=MAX_URL_CHARS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
    )
    event_types = forms.MultipleChoiceField(
        label=_("What it is told"),
        choices=[(name, EVENT_WORDS[name]) for name in PUBLIC_EVENT_TYPES],
        error_messages={"required": _("Choose one event at least.")},
        widget=forms.CheckboxSelectMultiple,
    )
    department: "forms.ModelChoiceField[Department]" = forms.ModelChoiceField(
        label=_("For one department alone"),
        help_text=_("Then it hears of that department’s reviews and of ideas that the department was asked about."),
        queryset=None,
        required=False,
        empty_label=_("everything in the organisation"),
        to_field_name="slug",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, kind: str, departments: Any, *arguments: Any, has_address: bool = False, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["address"].required = not has_address
        how = str(ADDRESS_HELP[kind])
        kept = _("Leave it empty to keep the present one. %(how)s")
        self.fields["address"].help_text = str(kept) % {"how": how} if has_address else how
        department = self.fields["department"]
        if isinstance(department, forms.ModelChoiceField):
            department.queryset = departments

    def content(self) -> EndpointContent:
        """Return what was entered, for the domain."""
        data = self.cleaned_data
        return EndpointContent(
            name=data["name"],
            event_types=tuple(data["event_types"]),
            address=data["address"],
            department=data["department"],
        )


def initial_of(endpoint: Endpoint) -> dict[str, object]:
    """Return what the form of a stored receiver begins with; its address never comes back."""
    department: Department | None = endpoint.department
    return {
        "name": endpoint.name,
        "event_types": endpoint.event_types,
        "department": department.slug if department else None,
        "version": endpoint.version,
    }


class StopForm(forms.Form):
    """Why a receiver gets no more messages."""

    reason = forms.CharField(label=_("Why?"), max_length=300, required=False)
