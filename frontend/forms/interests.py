"""Forms in which people name an interest, leads decide about one, and suppliers are listed."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ideas.models import Interest, SupplierInterest
from ideas.models.interests import MAX_STRIKING_CHARS

DIRECT = "direct"


class InterestForm(forms.Form):
    """What somebody says of their interest in an idea; the domain says what lacks."""

    nature = forms.ChoiceField(
        label=_("Could this idea affect you or somebody close to you?"),
        choices=Interest.Nature.choices,
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label=_("What kind of interest is it?"),
        help_text=_("Needed for an interest, with what it is about."),
        choices=Interest.Kind.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    reach = forms.ChoiceField(
        label=_("Whose is it?"),
        choices=[(DIRECT, _("Mine")), ("indirect", _("Of somebody close to me"))],
        widget=forms.RadioSelect,
        initial=DIRECT,
        required=False,
    )
    text = forms.CharField(
        label=_("What is it about?"),
        help_text=_("Read by you, the lead of the department and programme managers, nobody else."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, may_deny: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_deny:  # an older page may still send it, and is told why it does not count
            offered = [one for one in Interest.Nature.choices if one[0] != Interest.Nature.NONE]
            self.fields["nature"].widget.choices = offered


class InterestDecisionForm(forms.Form):
    """Whether somebody may go on, and with which safeguard."""

    answer = forms.ChoiceField(
        label=_("May they go on?"),
        choices=[("go_on", _("Yes, with a safeguard")), ("step_aside", _("No, somebody else takes it"))],
        widget=forms.RadioSelect,
    )
    mitigation = forms.CharField(
        label=_("The safeguard"),
        help_text=_("Needed for a yes. For example: a colleague reads the answer before it is sent."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )


class InterestStrikeForm(forms.Form):
    """Why an interest that somebody named was a mistake."""

    reason = forms.CharField(
        label=_("Why was it a mistake?"),
        help_text=_("Read by the person, the lead of the department and programme managers. It stays in the record."),
        max_length=MAX_STRIKING_CHARS,
        error_messages={"required": _("Say in a few words why.")},
    )


class StakeStrikingForm(forms.Form):
    """Which supplier somebody named by mistake, and why it was one."""

    supplier = forms.ChoiceField(label=_("Which one did you name by mistake?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why was it a mistake?"),
        help_text=_("Read by programme managers, together with the name of this supplier."),
        max_length=MAX_STRIKING_CHARS,
        error_messages={"required": _("Say in a few words why.")},
    )

    def __init__(self, stakes: Sequence[SupplierInterest], data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="striking")
        choices = cast("forms.ChoiceField", self.fields["supplier"])
        choices.choices = [(one.name, one.name) for one in stakes]


class StakeSettlingForm(forms.Form):
    """Whether a supplier that somebody named by mistake is struck out."""

    answer = forms.ChoiceField(
        label=_("Was it a mistake?"),
        choices=[("strike", _("Yes, strike it out")), ("keep", _("No, it stays"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why does it stay?"),
        help_text=_("Needed for a no. The person reads it."),
        max_length=MAX_STRIKING_CHARS,
        required=False,
    )


class SuppliersForm(forms.Form):
    """Names of suppliers, one on each line."""

    names = forms.CharField(
        label=_("Suppliers, one on each line"), widget=forms.Textarea({"rows": 5}), required=False, max_length=12_000
    )

    def listed(self) -> list[str]:
        """Return the names; call it on a valid form."""
        lines: list[str] = self.cleaned_data["names"].splitlines()
        return [line for line in lines if line.strip()]
