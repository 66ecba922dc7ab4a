"""What shall be done with the rows that were chosen."""

import uuid
from itertools import groupby
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.discussion import TypedText
from frontend.forms.triage import OWN, first_responses
from ideas.models import AnswerTemplate, Department, Membership, Review
from ideas.models.triage import MAX_RESPONSE_CHARS
from ideas.selectors.bulk import ReviewFilters
from ideas.services.bulk import ReviewOrder
from ideas.services.review_owners import MAX_REASON_CHARS

# What is done in each list, besides taking it as a file.
ACTS: Final[dict[str, tuple[str, ...]]] = {
    "mine": ("hand_over", "answer"),
    "to-take": ("claim",),
    "departments": ("hand_over", "take_over", "remind"),
}


def _tick() -> forms.CheckboxInput:
    return forms.CheckboxInput({"class": "form-check-input"})


class FilterForm(forms.Form):
    """What narrows a list. Words that are not known narrow nothing."""

    department = forms.ChoiceField(label=_("Department"), required=False, widget=forms.Select({"class": "form-select"}))
    late = forms.BooleanField(label=_("Late only"), required=False, widget=_tick())
    unheld = forms.BooleanField(label=_("Only what nobody holds"), required=False, widget=_tick())

    def __init__(self, departments: list[Department], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("all")), *((one.slug, one.name) for one in departments)]

    def filters(self) -> ReviewFilters:
        """Return what was asked for."""
        self.is_valid()
        given = self.cleaned_data
        return ReviewFilters(
            department=given.get("department", ""),
            is_late=given.get("late", False),
            is_unheld=given.get("unheld", False),
        )


class ReviewBulkForm(forms.Form):
    """One act on reviews; the domain says what it lacks."""

    use_required_attribute = False

    to = forms.ChoiceField(label=_("Who gets them?"), required=False)
    reason = TypedText(
        label=_("Why?"),
        help_text=_("Needed to hand over or take over. One line; it stands in the history of each idea."),
        required=False,
        widget=forms.TextInput({"maxlength": MAX_REASON_CHARS}),
    )
    template = forms.ChoiceField(
        label=_("Support them with these words"),
        help_text=_(
            "Scores that you have not given say “cannot say”. What you have begun in your own words is left alone."
        ),
        required=False,
    )
    confidence = forms.ChoiceField(
        label=_("How sure are you?"),
        choices=Review.Confidence.choices,
        initial=Review.Confidence.MEDIUM,
        required=False,
    )

    def __init__(
        self, which: str, places: list[Membership], templates: list[AnswerTemplate], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.acts = tuple(act for act in ACTS[which] if act != "answer" or templates)
        self.people = {str(place.person.public_id): place.person for place in places}
        self.templates = {str(one.public_id): one for one in templates}
        self._choose("to", _by_department(places))
        self._choose("template", [(key, one.name) for key, one in self.templates.items()])
        if "answer" not in self.acts:
            del self.fields["template"], self.fields["confidence"]
        if not {"hand_over", "take_over"} & set(self.acts):
            del self.fields["to"], self.fields["reason"]

    def order(self, act: str) -> ReviewOrder:
        """Return what was asked for; call it on a valid form."""
        given = self.cleaned_data
        return ReviewOrder(
            act=act if act in self.acts else "",
            to=self.people.get(given.get("to", "")),
            reason=given.get("reason", ""),
            template=self.templates.get(given.get("template", "")),
            confidence=given.get("confidence", ""),
        )

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose one")), *choices]


class TriageBulkForm(forms.Form):
    """What is written to the authors of ideas that are sent on together."""

    use_required_attribute = False

    template = forms.ChoiceField(label=_("First response to each author"), required=False)
    text = TypedText(
        label=_("Own words"),
        required=False,
        widget=forms.Textarea({"rows": 2, "maxlength": MAX_RESPONSE_CHARS}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = first_responses()
        field = self.fields["template"]
        if isinstance(field, forms.ChoiceField):
            named = [(one.key, one.name) for one in self.offered]
            field.choices = [("", _("none now")), *named, (OWN, _("My own words:"))]

    def words(self) -> str:
        """Return what the authors are written; own words count before a chosen template."""
        typed: str = self.cleaned_data["text"]
        chosen = self.cleaned_data["template"]
        return typed if typed.strip() else next((str(one.text) for one in self.offered if one.key == chosen), "")


class AnswerWordsForm(forms.Form):
    """Name and words of an answer that is offered. The domain checks what is typed."""

    use_required_attribute = False

    name = TypedText(label=_("Name in the list"), widget=forms.TextInput({"maxlength": 80}))
    text = TypedText(
        label=_("Words"),
        help_text=_("The author reads them."),
        widget=forms.Textarea({"rows": 4, "maxlength": MAX_RESPONSE_CHARS}),
    )


class AnswerTemplateForm(AnswerWordsForm):
    """One answer that is offered."""

    kind = forms.ChoiceField(label=_("What is it for?"), choices=AnswerTemplate.Kind.choices)
    field_order = ("kind", "name", "text")


def ids_of(keys: list[str]) -> list[uuid.UUID]:
    """Return the keys that are ids."""
    found = []
    for key in keys:
        try:
            found.append(uuid.UUID(key))
        except ValueError:
            continue
    return found


def _by_department(places: list[Membership]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = groupby(places, key=lambda place: place.department.name)
    return [(name, [(str(one.person.public_id), _named(one)) for one in group]) for name, group in groups]


def _named(place: Membership) -> str:
    name = place.person.name
    return str(_("%(name)s (away)") % {"name": name}) if getattr(place, "is_away", False) else name
