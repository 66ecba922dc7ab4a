"""Forms for changing an answer that was given, and for reading one a second time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.reviews import ReviewForm
from ideas.models import SecondReading
from ideas.routing.ruleset import DepartmentGuide
from ideas.services.review_versions import MAX_REASON_CHARS


class RevisionForm(ReviewForm):
    """The whole answer anew, and why it changes."""

    reason = forms.CharField(
        label=_("Why does your answer change?"),
        help_text=_("One line. Both versions are kept, and shown with it."),
        max_length=MAX_REASON_CHARS,
    )

    def __init__(self, guide: DepartmentGuide, *args: Any, rows: int = 1, **kwargs: Any) -> None:
        super().__init__(guide, *args, rows=rows, **kwargs)
        self.needed = (*self.needed, "reason")
        self.let_needed_pass()


class SecondReadingForm(forms.Form):
    """Whether the second reader agrees, and what they see differently."""

    verdict = forms.ChoiceField(
        label=_("Do you agree with this answer?"),
        choices=SecondReading.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you agree.")},
    )
    text = forms.CharField(
        label=_("In a few words"),
        help_text=_("Needed if you do not agree: what you see differently."),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class ReaffirmationForm(forms.Form):
    """Which version of the idea was read when the answer was said to stand."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
