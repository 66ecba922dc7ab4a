"""What the address of the list of ideas that wait for a decision says: its order."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.selectors.ranking import DecisionOrder

ORDERS: Final = {DecisionOrder.DUE: _("Answer due"), DecisionOrder.SCORE: _("Score")}
OTHER_PARAMETERS: Final = frozenset({"cursor"})


class WaitingForm(forms.Form):
    """The parameters of the list; an order that is not the reader's is as unknown as one that there is not."""

    order = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, orders: Sequence[DecisionOrder], **options: Any) -> None:
        super().__init__(*args, **options)
        self.orders = [(one.value, ORDERS[one]) for one in orders]
        self.fields["order"] = forms.ChoiceField(required=False, choices=self.orders)

    def clean(self) -> dict[str, Any]:
        """Refuse parameters that are not known here."""
        if set(self.data) - set(self.fields) - OTHER_PARAMETERS:
            raise forms.ValidationError(_("This list has no such filter."), code="unknown_parameter")
        return self.cleaned_data

    @property
    def chosen_order(self) -> DecisionOrder:
        """The order asked for; by date where none is."""
        return DecisionOrder(self.cleaned_data["order"] or DecisionOrder.DUE)
