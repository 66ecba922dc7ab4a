"""Forms of taking over, sending back, and settling whose a review is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import Bounce, Department
from ideas.models.workload import MAX_REASON_CHARS


def _reason(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=MAX_REASON_CHARS,
        error_messages={"required": _("Say in a few words why.")},
    )


class TakeOverForm(forms.Form):
    """Why a lead does it."""

    reason = _reason(_("Why?"), _("One line. It stands in the history of the idea."))


class BounceForm(forms.Form):
    """Whose it is, and why."""

    department = forms.ChoiceField(label=_("Whose is it?"), error_messages={"required": _("Choose a department.")})
    reason = _reason(_("Why is it theirs?"), _("One line. It stands in the history of the idea."))

    def __init__(self, departments: list[Department], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.departments = {one.slug: one for one in departments}
        field = self.fields["department"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose one")), *((one.slug, one.name) for one in departments)]


class AlsoNeedsForm(BounceForm):
    """Who must be asked as well, and why."""

    reason = _reason(
        _("Why are they needed?"), _("One line. The author reads it, and it stands in the history of the idea.")
    )

    def __init__(self, departments: list[Department], *args: Any, **kwargs: Any) -> None:
        super().__init__(departments, *args, **kwargs)
        self.fields["department"].label = _("Who is needed as well?")


class SettleForm(forms.Form):
    """Where the review goes, and why."""

    outcome = forms.ChoiceField(
        label=_("Where does it go?"),
        choices=Bounce.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say where the review goes.")},
    )
    reason = _reason(_("Why?"), _("One line. Both departments and the author read it."))

    def __init__(self, bounce: Bounce, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (Bounce.Outcome.MOVED.value, _("Ask %(name)s instead") % {"name": bounce.suggested.name}),
                (Bounce.Outcome.KEPT.value, _("It stays with %(name)s") % {"name": bounce.review.department.name}),
            ]
