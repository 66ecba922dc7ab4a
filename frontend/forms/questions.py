"""What a reviewer asks, and the answers of whoever was asked."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.people_field import PersonField
from ideas.models import Department, Question
from ideas.models.questions import MAX_QUESTION_CHARS, MAX_REPLY_CHARS
from ideas.services.questions import QuestionContent

AUTHOR, EXPERT = "author", "expert"


class QuestionForm(forms.Form):
    """A question: to the author, a department, or somebody who knows about it."""

    text = forms.CharField(
        label=_("What do you need to know?"),
        help_text=_("One question at a time. Every department asked reads it, and the answer."),
        max_length=MAX_QUESTION_CHARS,
        widget=forms.Textarea({"class": "gs-voice", "rows": 3}),
        error_messages={"required": _("Write your question.")},
    )
    addressee = forms.ChoiceField(label=_("Whom do you ask?"))
    person = PersonField(
        label=_("Who?"),
        required=False,
        help_text=_("Only for somebody else who knows about it: full name or e-mail address."),
    )
    stops_clock = forms.BooleanField(
        label=_("I cannot go on without the author’s answer"),
        required=False,
        help_text=_("Your clock and the promised date stand until it is here. Other departments go on."),
    )

    def __init__(
        self, departments: Sequence[Department], *args: Any, may_stop: bool, may_ask_people: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.departments = {one.slug: one for one in departments}
        choices = [(AUTHOR, _("The author")), *((slug, one.name) for slug, one in self.departments.items())]
        if may_ask_people:
            choices.append((EXPERT, _("Somebody else who knows about it")))
        else:
            del self.fields["person"]
        addressee = self.fields["addressee"]
        if isinstance(addressee, forms.ChoiceField):
            addressee.choices = choices
        if not may_stop:
            del self.fields["stops_clock"]

    def content(self) -> QuestionContent:
        """Return what was typed; call it on a valid form."""
        given = self.cleaned_data
        chosen = given["addressee"]
        department = self.departments.get(chosen)
        return QuestionContent(
            text=given["text"],
            addressee=Question.Addressee.DEPARTMENT if department else chosen,
            department=department,
            person=given.get("person"),
            stops_clock=given.get("stops_clock", False),
        )


class AnswersForm(forms.Form):
    """One field for each open question; those left blank stay open."""

    def __init__(self, questions: Sequence[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for one in questions:
            self.fields[str(one.public_id)] = forms.CharField(
                label=one.text,
                max_length=MAX_REPLY_CHARS,
                required=False,
                widget=forms.Textarea({"class": "gs-voice", "rows": 3}),
            )

    def left_over(self) -> list[str]:
        """Return what was typed for questions that are not open any more."""
        return [
            text
            for name in self.data.keys() - self.fields.keys()
            if _is_question(name) and (text := self.data[name].strip())
        ]

    def rows(self) -> list[tuple[Question, forms.BoundField]]:
        """Return each question with its field."""
        return [(one, self[str(one.public_id)]) for one in self.questions]

    def answers(self) -> dict[uuid.UUID, str]:
        """Return what was typed, by question; call it on a valid form."""
        return {one.public_id: self.cleaned_data[str(one.public_id)] for one in self.questions}


def _is_question(name: str) -> bool:
    try:
        uuid.UUID(name)
    except ValueError:
        return False
    return True
