"""The risk of going ahead without an answer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import Review
from ideas.models.risks import MAX_PART_CHARS


class RiskForm(forms.Form):
    """Which department is left out, what may happen, and until when that is accepted."""

    department = forms.ChoiceField(label=_("Go ahead without"), widget=forms.RadioSelect)
    cause = forms.CharField(
        label=_("Cause"), help_text=_("What nobody has looked at."), max_length=MAX_PART_CHARS, strip=False
    )
    event = forms.CharField(
        label=_("Event"), help_text=_("What may happen because of it."), max_length=MAX_PART_CHARS, strip=False
    )
    effect = forms.CharField(
        label=_("Effect"),
        help_text=_("Whom or what that would harm, and how much."),
        max_length=MAX_PART_CHARS,
        strip=False,
    )
    review_on = forms.DateField(label=_("Look at it again on"), widget=forms.DateInput({"type": "date"}))
    expires_on = forms.DateField(
        label=_("Accepted until"),
        help_text=_("You are reminded a week before."),
        widget=forms.DateInput({"type": "date"}),
    )

    def __init__(self, late: Sequence[Review], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(review.department.slug, review.department.name) for review in late]
