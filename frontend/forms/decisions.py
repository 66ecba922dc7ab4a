"""The form of a decision, with the reasons of the rule set that routed the idea."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.conditions import ConditionsForm
from frontend.forms.people_field import PersonField
from frontend.forms.watches import WatchFields
from ideas.models import Decision
from ideas.routing.ruleset import ReasonKind, RuleSet
from ideas.services.decision_content import DecisionContent

_GROUPS = {
    ReasonKind.YES: _("For a yes"),
    ReasonKind.NO: _("For a no"),
    ReasonKind.WAIT: _("For not now"),
}


def _date_field(label: Any, hint: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=False, widget=widget)


class DecisionForm(ConditionsForm, WatchFields):
    """Answer, reason, plain words, what would change it, next step. The domain says what belongs to which answer."""

    needed = ("kind", "reason_code", "explanation")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("Your answer"),
        choices=Decision.Kind.choices,
        widget=forms.RadioSelect,
    )
    reason_code = forms.ChoiceField(label=_("Reason"), widget=forms.Select)
    reason_detail = forms.CharField(
        label=_("Link, date or words that go with the reason"),
        help_text=_("Some reasons need one: a link or the number of an idea, a date as 2027-04-01, or a name."),
        required=False,
    )
    explanation = forms.CharField(
        label=_("In plain words"),
        help_text=_("The author reads this first. At least 40 characters; say why, and say it to them."),
        widget=forms.Textarea({"class": "gs-voice", "rows": 5}),
    )
    what_would_change = forms.CharField(
        label=_("What would change the answer"),
        help_text=_("Needed for a no and for not now."),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    next_step = forms.CharField(
        label=_("What happens next"), help_text=_("Needed for a yes: the first step, and who does it."), required=False
    )
    next_step_on = _date_field(_("By when"), _("Needed for a yes."))
    owner = PersonField(
        label=_("Who sees to it"),
        help_text=_("For a yes: full name or e-mail address. It can be named later."),
        required=False,
    )
    wakes_on = _date_field(_("We look at it again on"), _("Needed for not now: the idea wakes by itself on that day."))

    def __init__(self, rules: RuleSet, *args: Any, rows: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = self.fields["reason_code"]
        if isinstance(reasons, forms.ChoiceField):
            groups = [
                (words, [(one.code, one.label) for one in rules.reason_codes if one.kind == kind])
                for kind, words in _GROUPS.items()
            ]
            reasons.choices = [("", _("Choose one")), *groups]
        self.add_condition_fields(rows)
        self.add_watch_fields(rules)
        self.let_needed_pass()

    def content(self) -> DecisionContent:
        """Return what was typed; call it on a valid form."""
        given = self.cleaned_data
        parts = {name: given[name] for name in _FIELDS}
        return DecisionContent(**parts, conditions=self.conditions(), watches=self.watches())


_FIELDS = (
    "kind",
    "reason_code",
    "reason_detail",
    "explanation",
    "what_would_change",
    "next_step",
    "next_step_on",
    "owner",
    "wakes_on",
)
