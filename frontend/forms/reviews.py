"""The form of a department's answer, made of its questionnaire, and the one to hand a review over."""

import uuid
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.forms.conditions import ConditionsForm, initial_conditions
from frontend.widgets import ScoreSelect
from ideas.models import Review
from ideas.routing.ruleset import Criterion, DepartmentGuide
from ideas.selectors.reviews import ReviewSheet
from ideas.selectors.takers import Taker
from ideas.services.review_content import ReviewContent, ScoreEntry

CANNOT_SAY = "0"
_SCORES = [*((str(number), str(number)) for number in range(1, 6)), (CANNOT_SAY, "?")]


class ReviewForm(ConditionsForm):
    """Everything a reviewer fills in; the domain says what lacks at the end."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    recommendation = forms.ChoiceField(
        label=_("Do you support it?"), choices=Review.Recommendation.choices, widget=forms.RadioSelect
    )
    confidence = forms.ChoiceField(
        label=_("How sure are you?"), choices=Review.Confidence.choices, widget=forms.RadioSelect
    )
    plain_answer = forms.CharField(
        label=_("In plain words, for the author"),
        help_text=_("One paragraph. The author reads this, and so does everyone once it is decided."),
        widget=forms.Textarea({"class": "gs-voice", "rows": 4}),
    )
    yes_if = forms.CharField(
        label=_("Could we say yes if …?"),
        help_text=_("Needed for a no: what would make it a yes."),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    internal_note = forms.CharField(
        label=_("Note for reviewers only"),
        help_text=_("Needed for “not for us”: who should be asked instead, and why."),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, guide: DepartmentGuide, *args: Any, rows: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guide = guide
        for question in guide.questions:
            self.fields[f"answers__{question.id}"] = forms.CharField(
                label=question.text, required=False, widget=forms.Textarea({"class": "gs-auto", "rows": 1})
            )
        for criterion in guide.criteria:
            self.fields[f"scores__{criterion.id}"] = _score_field(criterion)
            self.fields[f"scores__{criterion.id}__comment"] = forms.CharField(
                label=_("Why is it low?"), help_text=_("Needed for 1 and 2."), required=False
            )
        self.add_condition_fields(rows)
        scored = [name for name in self.fields if name.startswith("scores__")]
        self.needed = ("recommendation", "confidence", "plain_answer", *scored)
        self.let_needed_pass()

    def questions(self) -> list[BoundField]:
        """Return the fields of the department's questions."""
        return [self[f"answers__{question.id}"] for question in self.guide.questions]

    def answered_count(self) -> int:
        """Return how many questions have an answer so far."""
        return sum(bool(field.value()) for field in self.questions())

    def scores(self) -> list[tuple[BoundField, BoundField, Criterion]]:
        """Return, for each criterion, the fields of its score and of the comment, and the criterion."""
        names = [(f"scores__{one.id}", one) for one in self.guide.criteria]
        return [(self[name], self[f"{name}__comment"], criterion) for name, criterion in names]

    def content(self) -> ReviewContent:
        """Return what was typed; call it on a valid form."""
        given = self.cleaned_data
        return ReviewContent(
            **{name: given.get(name, "") for name in _TEXTS},
            answers={one.id: given.get(f"answers__{one.id}", "") for one in self.guide.questions},
            scores={
                one.id: _entry(given[f"scores__{one.id}"], given.get(f"scores__{one.id}__comment", ""))
                for one in self.guide.criteria
                if given.get(f"scores__{one.id}")
            },
            conditions=self.conditions(),
        )


_TEXTS = ("recommendation", "confidence", "plain_answer", "internal_note", "yes_if")


def _score_field(criterion: Criterion) -> forms.ChoiceField:
    anchors: dict[int, str | Promise] = {**dict(criterion.anchors), int(CANNOT_SAY): _("Cannot say")}
    return forms.ChoiceField(
        label=criterion.name,
        help_text=criterion.higher_is_better,
        choices=_SCORES,
        required=False,
        widget=ScoreSelect(anchors),
    )


def _entry(score: str, comment: str) -> ScoreEntry:
    return ScoreEntry(None if score == CANNOT_SAY else int(score), comment)


def initial_review(sheet: ReviewSheet) -> dict[str, object]:
    """Return what was saved so far, as the form's first values."""
    review = sheet.review
    scores = {
        f"scores__{key}": CANNOT_SAY if one.value is None else str(one.value) for key, one in sheet.scores.items()
    }
    comments = {f"scores__{key}__comment": one.comment for key, one in sheet.scores.items()}
    answers = {f"answers__{key}": text for key, text in sheet.answers.items()}
    texts = {name: getattr(review, name) for name in _TEXTS}
    return {"version": review.version, **texts, **answers, **scores, **comments, **initial_conditions(sheet.conditions)}


class HandOverForm(forms.Form):
    """Who takes a review over, and why."""

    to = forms.TypedChoiceField(
        label=_("Who takes it over?"), coerce=uuid.UUID, error_messages={"required": _("Choose a person.")}
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("One line. It stands in the history of the idea."),
        max_length=500,
        error_messages={"required": _("Say in a few words why.")},
    )

    def __init__(self, takers: list[Taker], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {taker.person.public_id: taker.person for taker in takers}
        choices = [(str(taker.person.public_id), _named(taker)) for taker in takers]
        to = self.fields["to"]
        if isinstance(to, forms.TypedChoiceField):
            to.choices = [("", _("Choose one")), *choices]


def _named(taker: Taker) -> str:
    """Return the name of somebody who may take a review over, and what becomes of it where they are away."""
    name = taker.person.name
    if not taker.is_away:
        return name
    if taker.stand_in is None:
        return str(_("%(name)s (away)") % {"name": name})
    return str(_("%(name)s (away; %(other)s acts for them)") % {"name": name, "other": taker.stand_in.name})
