"""The sections of a draft of the rules, and the form of each."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from frontend.forms.rule_guides import DepartmentForm, GeneralForm, OtherForm, ReasonsForm, SmallIdeaForm
from frontend.forms.rule_parts import PartForm, QuestionForm, RuleForm, TierForm


@dataclass(frozen=True)
class Parts:
    """A section that is a list of parts: where they are in the data, and what a line of the list says of one."""

    label: str | Promise
    form: type[PartForm]
    key: str
    says: tuple[str, ...]
    one: str | Promise


PARTS: Final[dict[str, Parts]] = {
    "questions": Parts(
        gettext_lazy("Questions"), QuestionForm, "questions", ("id", "text"), gettext_lazy("Add a question")
    ),
    "tiers": Parts(gettext_lazy("Tiers"), TierForm, "tiers", ("tier",), gettext_lazy("Add a tier")),
    "rules": Parts(gettext_lazy("Rules"), RuleForm, "rules", ("id", "why"), gettext_lazy("Add a rule")),
    "departments": Parts(
        gettext_lazy("Departments and what they are asked"),
        DepartmentForm,
        "departments",
        ("slug", "name"),
        gettext_lazy("Add a department"),
    ),
}
SINGLE: Final[dict[str, tuple[str | Promise, type[Any]]]] = {
    "reasons": (gettext_lazy("Reasons of decisions"), ReasonsForm),
    "small-idea": (gettext_lazy("The one tick"), SmallIdeaForm),
    "general": (gettext_lazy("Name and limits"), GeneralForm),
    "other": (gettext_lazy("Other data"), OtherForm),
}
SECTIONS: Final = {
    **{slug: parts.label for slug, parts in PARTS.items()},
    **{slug: label for slug, (label, _form) in SINGLE.items()},
}
