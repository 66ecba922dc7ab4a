"""The form of a vote for the board, and of its chair's deciding vote."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import BallotSeat


class BallotForm(forms.Form):
    """One choice and why."""

    choice = forms.ChoiceField(
        label=_("Should we do it?"),
        choices=BallotSeat.Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Needed for a no. It is kept, and shown with the decision if you are outvoted."),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class DecidingVoteForm(BallotForm):
    """What the chair says to a tie."""

    choice = forms.ChoiceField(
        label=_("The board is divided. Should we do it?"),
        choices=[one for one in BallotSeat.Choice.choices if one[0] != BallotSeat.Choice.ABSTAIN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("It is kept, and shown with the decision."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say why. It is kept with the decision.")},
    )
