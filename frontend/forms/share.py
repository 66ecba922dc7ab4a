"""The form of an idea: four texts, the short questions, and who may see it. The domain checks what is typed."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ideas.models import Campaign, Idea
from ideas.routing.rules import answers_from_text
from ideas.routing.ruleset import UNKNOWN, Question
from ideas.routing.ruleset import RuleSet as Rules
from ideas.selectors.drafts import fitting_answers
from ideas.selectors.named_people import people_named
from ideas.services.content import IdeaContent
from ideas.services.misplaced import is_let_through

PREFIX = "answers__"
VISIBILITIES = (
    (Idea.Visibility.OPEN, _("Everybody here")),
    (Idea.Visibility.RESTRICTED, _("The people who work on it")),
    (Idea.Visibility.CONFIDENTIAL, _("Only those who must")),
)


class TypedField(forms.CharField):
    """Text that the domain checks: a draft may lack it, and whatever was typed comes back."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)

    def validate(self, value: object) -> None:
        """Leave it to the domain."""


class AnswerField(forms.ChoiceField):
    """The answer to a short question; one that no longer fits falls away without losing the rest."""

    def validate(self, value: object) -> None:
        """Leave it to the domain."""


class IdeaForm(forms.Form):
    """An idea as its authors write it.

    Args:
        rules: the questions that hold now.
        campaigns: those that may be chosen.
    """

    use_required_attribute = False

    title = TypedField(
        label=_("Give it a short name"),
        widget=forms.TextInput({"class": "gs-voice gs-voice-title", "autocomplete": "off"}),
    )
    problem = TypedField(
        label=_("What is the problem?"),
        help_text=_("What happens, to whom, how often?"),
        widget=forms.Textarea({"class": "gs-voice", "rows": 4}),
    )
    proposal = TypedField(label=_("What is your idea?"), widget=forms.Textarea({"class": "gs-voice", "rows": 3}))
    expected_result = TypedField(
        label=_("What will be better, and how would we see it?"),
        widget=forms.Textarea({"class": "gs-voice", "rows": 3}),
    )
    is_small = forms.BooleanField(required=False)
    campaign = forms.ChoiceField(label=_("Does it answer a question that was asked?"), required=False)
    tags = TypedField(label=_("Tags"), help_text=_("Themes, separated by commas."), required=False)
    co_authors = TypedField(
        label=_("Who thought of it with you?"),
        help_text=_("Full names or e-mail addresses, one a line. They can change it too, and none of them reviews it."),
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )
    on_behalf_of = TypedField(
        label=_("Whose idea is it, if you write it down for somebody else?"),
        help_text=_("Full names or e-mail addresses, one a line."),
        widget=forms.Textarea({"rows": 1}),
        required=False,
    )
    visibility = forms.ChoiceField(
        label=_("Who can see it?"),
        choices=VISIBILITIES,
        widget=forms.RadioSelect,
        help_text=_("Whoever has to look at it can always see it."),
    )
    readers = TypedField(
        label=_("Who else may see it?"),
        help_text=_("Only for ideas that not everybody sees: full names or e-mail addresses, one a line."),
        widget=forms.Textarea({"rows": 1}),
        required=False,
    )
    author_shown = forms.BooleanField(
        label=_("Show my name"),
        help_text=_("Without it nobody but the authors sees who wrote this, in any page, message or file."),
        required=False,
    )
    is_improvement = forms.BooleanField(label=_("It is an improvement idea all the same"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rules: Rules, campaigns: Iterable[Campaign] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.rules = rules
        for question in rules.questions:
            self.fields[PREFIX + question.id] = _answer_field(question)
        choices = [("", _("None")), *((campaign.slug, campaign.title) for campaign in campaigns)]
        self.fields["campaign"].choices = choices  # type: ignore[attr-defined]

    @property
    def first_questions(self) -> list[BoundField]:
        """Questions that stand open on the page."""
        return [self[PREFIX + question.id] for question in self.rules.questions if question.is_first]

    @property
    def more_questions(self) -> list[BoundField]:
        """Questions that stand folded; they begin with "I don't know"."""
        return [self[PREFIX + question.id] for question in self.rules.questions if not question.is_first]

    @property
    def has_campaigns(self) -> bool:
        """Whether there is any campaign to choose."""
        return len(self.fields["campaign"].choices) > 1  # type: ignore[attr-defined]

    def clean_co_authors(self) -> tuple[UUID, ...]:
        """Read names or addresses."""
        return self._people("co_authors")

    def clean_on_behalf_of(self) -> tuple[UUID, ...]:
        """Read names or addresses."""
        return self._people("on_behalf_of")

    def clean_readers(self) -> tuple[UUID, ...]:
        """Read names or addresses."""
        return self._people("readers")

    def answers(self) -> dict[str, object]:
        """Return the answers chosen in this form that fit a question, whether the rest of it is right or not."""
        ids = [question.id for question in self.rules.questions]
        texts = {one: str(self.data.get(self.add_prefix(PREFIX + one), "")) for one in ids}
        chosen = answers_from_text(self.rules, {one: text for one, text in texts.items() if text})
        return fitting_answers(self.rules, chosen)[0]

    def content(self) -> IdeaContent:
        """Return what a valid form says."""
        given = self.cleaned_data
        return IdeaContent(
            **{field: given[field] for field in ("title", "problem", "proposal", "expected_result")},
            answers=self.answers(),
            is_small=given["is_small"],
            visibility=given["visibility"],
            author_shown=given["author_shown"],
            campaign=given["campaign"],
            tags=tuple(tag.strip() for tag in given["tags"].split(",") if tag.strip()),
            co_authors=given["co_authors"],
            on_behalf_of=given["on_behalf_of"],
            readers=given["readers"],
            is_improvement=given["is_improvement"],
        )

    def _people(self, field: str) -> tuple[UUID, ...]:
        found = people_named(words=self.cleaned_data[field].replace(",", "\n").splitlines())
        if found.unknown:
            raise forms.ValidationError(
                _now("Nobody here is called “%(name)s”."), code="unknown_person", params={"name": found.unknown[0]}
            )
        if found.ambiguous:
            raise forms.ValidationError(
                _now("More than one person is called “%(name)s”. Write the e-mail address."),
                code="ambiguous_person",
                params={"name": found.ambiguous[0]},
            )
        return tuple(person.public_id for person in found.people)


def initial_of(idea: Idea | None, answers: Mapping[str, object], *, is_small: bool, rules: Rules) -> dict[str, object]:
    """Return what an unbound form shows: the idea as it stands, or a new one."""
    folded = {PREFIX + question.id: UNKNOWN for question in rules.questions if not question.is_first}
    given = {PREFIX + question: str(answer) for question, answer in answers.items()}
    start: dict[str, object] = {"visibility": Idea.Visibility.OPEN, "author_shown": True, "is_small": is_small}
    return start | folded | given | (_written(idea) if idea else {})


def _written(idea: Idea) -> dict[str, object]:
    people: dict[str, list[str]] = {"co_author": [], "on_behalf_of": []}
    for row in idea.authors.all():
        people.setdefault(row.kind, []).append(row.person.name)
    readers = idea.readers.select_related("person").order_by("id")
    return {
        **{field: getattr(idea, field) for field in ("title", "problem", "proposal", "expected_result")},
        "visibility": idea.visibility,
        "author_shown": idea.author_shown,
        "campaign": idea.campaign.slug if idea.campaign else "",
        "tags": ", ".join(tag.name for tag in idea.tags.all()),
        "co_authors": "\n".join(people["co_author"]),
        "on_behalf_of": "\n".join(people["on_behalf_of"]),
        "readers": "\n".join(row.person.name for row in readers),
        "is_improvement": is_let_through(idea),
        "version": idea.version,
    }


def _answer_field(question: Question) -> AnswerField:
    return AnswerField(
        label=question.label,
        help_text=question.hint,
        choices=[(str(option.value), option.label) for option in question.options],
        widget=forms.RadioSelect,
    )


class WithdrawForm(forms.Form):
    """Why somebody takes an idea back."""

    reason = TypedField(
        label=_("Why, if you want to say?"),
        help_text=_("At most 500 characters. The improvement office reads it."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
