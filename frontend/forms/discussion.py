"""Forms of the discussion. The domain checks what is typed; the forms keep it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models.support import MAX_COMMENT_CHARS
from ideas.services.moderation import MAX_REASON_CHARS


class TypedText(forms.CharField):
    """Text that the domain checks, so that pages and API say the same."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)

    def validate(self, value: object) -> None:
        """Leave it to the domain."""

    def run_validators(self, value: object) -> None:
        """Leave it to the domain."""


class CommentForm(forms.Form):
    """A new comment, or an answer to one."""

    use_required_attribute = False

    body = TypedText(
        label=_("Add to it"),
        help_text=_("Say what you know or have seen. Name people with @ and their full name."),
        widget=forms.Textarea({"rows": 3, "maxlength": MAX_COMMENT_CHARS}),
    )
    reply_to = forms.UUIDField(required=False, widget=forms.HiddenInput)


class CommentEditForm(forms.Form):
    """One's own comment again; `version` is the one that was read."""

    use_required_attribute = False

    body = TypedText(label=_("Your comment"), widget=forms.Textarea({"rows": 6, "maxlength": MAX_COMMENT_CHARS}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ReasonForm(forms.Form):
    """Why a moderator acts, or a reader reports."""

    use_required_attribute = False

    reason = TypedText(label=_("Why?"), widget=forms.TextInput({"maxlength": MAX_REASON_CHARS}))


class ReportForm(ReasonForm):
    """A report to the triagers."""

    reason = TypedText(
        label=_("What is wrong with it?"),
        help_text=_("Only triagers and programme managers read this."),
        widget=forms.TextInput({"maxlength": MAX_REASON_CHARS}),
    )
