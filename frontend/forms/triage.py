"""The lanes of triage as forms. The domain checks what is typed; the forms keep it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.forms.discussion import TypedText
from frontend.forms.people_field import PersonField
from ideas.models import AnswerTemplate, RoutingOverride
from ideas.models.triage import MAX_RESPONSE_CHARS
from ideas.routing.ruleset import RuleSet
from ideas.selectors.answer_templates import templates_of
from ideas.selectors.overrides import Addition
from ideas.selectors.triage import doors_now
from ideas.services.moderation import MAX_REASON_CHARS
from ideas.services.overrides import Change


@dataclass(frozen=True)
class Offered:
    """A first response that is offered: its key in the form, its name, its words."""

    key: str
    name: str | Promise
    text: str | Promise


# What is offered as long as the organisation has written none of its own.
TEMPLATES: Final = (
    Offered(
        "clear",
        _("It is clear"),
        _("Thank you. It is clear what you mean; the departments below look at it now."),
    ),
    Offered(
        "known",
        _("Others have met it too"),
        _("Thank you. Others have met this too, so it comes at the right time; the departments look at it now."),
    ),
    Offered(
        "more",
        _("Please add an example"),
        _("Thank you. Please add an example or a number if you have one; the departments begin meanwhile."),
    ),
)
OWN: Final = "own"


def first_responses() -> tuple[Offered, ...]:
    """Return what triagers may choose from: the organisation's own templates, ours where it has none. One query."""
    own = templates_of(kind=AnswerTemplate.Kind.FIRST_RESPONSE)
    return tuple(Offered(str(one.public_id), one.name, one.text) for one in own) or TEMPLATES


def _response_field(label: Any, rows: int = 3) -> TypedText:
    return TypedText(
        label=label, required=False, widget=forms.Textarea({"rows": rows, "maxlength": MAX_RESPONSE_CHARS})
    )


class ResponseForm(forms.Form):
    """A first response: one of ours, or one's own words."""

    use_required_attribute = False

    template = forms.ChoiceField(
        label=_("First response to the author"),
        widget=forms.RadioSelect,
        required=False,
    )
    text = _response_field(_("Own words"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = first_responses()
        template = self.fields["template"]
        if isinstance(template, forms.ChoiceField):
            template.choices = [*((one.key, one.text) for one in self.offered), (OWN, _("My own words:"))]
            template.initial = self.offered[0].key

    def words(self) -> str:
        """Return what the author is written; own words count before a chosen template."""
        typed: str = self.cleaned_data["text"]
        chosen = self.cleaned_data["template"]
        if typed.strip() or chosen in {"", OWN}:
            return typed
        return str(next(one.text for one in self.offered if one.key == chosen))


class QuickFixForm(ResponseForm):
    """Why it is small enough to be just done, and the first response."""

    reason = TypedText(
        label=_("Why it is small enough"),
        initial=_("It stays in one team, costs almost nothing and is easy to undo."),
        widget=forms.TextInput({"maxlength": MAX_REASON_CHARS}),
    )
    field_order = ("reason", "template", "text")


class MatchForm(forms.Form):
    """Somebody who can help, or an idea like it."""

    use_required_attribute = False

    colleague = PersonField(label=_("A colleague who knows about it"), required=False)
    similar = forms.CharField(
        label=_("or an idea like it"), help_text=_("Its number, as GS-000123."), max_length=12, required=False
    )
    text = _response_field(_("What you write to the author"), rows=2)


class MergeForm(forms.Form):
    """Into which idea it goes, and why."""

    use_required_attribute = False

    target = forms.CharField(label=_("Into which idea?"), help_text=_("Its number, as GS-000123."), max_length=12)
    reason = TypedText(
        label=_("Why?"),
        help_text=_("Everybody who sees the ideas reads it."),
        widget=forms.TextInput({"maxlength": MAX_REASON_CHARS}),
    )


class RedirectForm(forms.Form):
    """Where it belongs, and what its author is told."""

    use_required_attribute = False

    door = forms.ChoiceField(label=_("Where it belongs"))
    words = _response_field(_("What you write to the author"), rows=2)
    is_hidden = forms.BooleanField(label=_("Hide it from everybody but its authors"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        door = self.fields["door"]
        if isinstance(door, forms.ChoiceField):
            door.choices = [(one.code, one.label) for one in doors_now()]


RULES: Final = "rules"
REQUIRED: Final = "required"
LEFT_OUT: Final = "left_out"
_ASKS: Final = ((RULES, _("as the rules say")), (REQUIRED, _("required")), (LEFT_OUT, _("not asked")))


class OverrideForm(forms.Form):
    """Another tier, other departments, and why."""

    use_required_attribute = False

    tier = forms.ChoiceField(label=_("Tier"), required=False)
    reason = TypedText(
        label=_("Why?"),
        help_text=_("The author reads it."),
        widget=forms.TextInput({"maxlength": MAX_REASON_CHARS}),
    )

    def __init__(self, rules: RuleSet, additions: Sequence[Addition], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked_by = {one.department.slug: one.by.name for one in additions}
        tier = self.fields["tier"]
        if isinstance(tier, forms.ChoiceField):
            tiers = sorted(rules.tiers, key=lambda one: one.number)
            tier.choices = [
                ("", _("as the rules say")),
                *((str(one.number), f"{one.number} {one.name}") for one in tiers),
            ]
        self.slugs = tuple(guide.slug for guide in rules.departments)
        for guide in rules.departments:
            self.fields[f"ask_{guide.slug}"] = forms.ChoiceField(
                label=guide.name, choices=_asks(asked_by.get(guide.slug)), required=False, initial=RULES
            )
        self.order_fields(["tier", *(f"ask_{slug}" for slug in self.slugs), "reason"])

    def change(self) -> Change:
        """Return what was chosen; call it on a valid form."""
        given = self.cleaned_data
        chosen = {slug: given[f"ask_{slug}"] for slug in self.slugs}
        return Change(
            tier=int(given["tier"]) if given["tier"] else None,
            required=frozenset(slug for slug, ask in chosen.items() if ask == REQUIRED),
            left_out=frozenset(slug for slug, ask in chosen.items() if ask == LEFT_OUT),
        )


def _asks(asked_by: str | None) -> Sequence[tuple[str, str | Promise]]:
    """What may hold of a department; where a reviewer asked it as well, that holds on or ends."""
    if asked_by is None:
        return _ASKS
    return ((RULES, _("required, as %(name)s asked") % {"name": asked_by}), (LEFT_OUT, _("not asked any more")))


def standing_choices(override: RoutingOverride | None, additions: Sequence[Addition]) -> dict[str, Any]:
    """Return what the form of an override shows first: what holds now."""
    if override is None:
        return {}
    asks = dict.fromkeys(override.added, REQUIRED) | dict.fromkeys(override.removed, LEFT_OUT)
    asks |= {one.department.slug: RULES for one in additions}
    tier = str(override.to_tier) if override.is_of_tier else ""
    return {"tier": tier, **{f"ask_{slug}": ask for slug, ask in asks.items()}}
