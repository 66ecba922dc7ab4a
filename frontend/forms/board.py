"""What the address of the board says: search, filters, order."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ideas.search_words import MAX_SEARCH_CHARS
from ideas.selectors.board import BREADTHS, BoardFilters, Due, Order, View
from ideas.workflow import Stage

STAGES = [(stage.value, stage.label) for stage in Stage if stage != Stage.DRAFT]
DUES = (
    (Due.LATE.value, _("Late")),
    (Due.SOON.value, _("Today or tomorrow")),
    (Due.WEEK.value, _("Within a week")),
    (Due.LATER.value, _("Later")),
)
VIEWS = (
    (View.ALL.value, _("All ideas")),
    (View.WAITING.value, _("Waiting for an answer")),
    (View.MINE.value, _("My own")),
    (View.SUPPORTED.value, _("I support")),
    (View.FOLLOWED.value, _("I follow")),
)
ORDERS = (
    (Order.HOT.value, _("Hot")),
    (Order.NEW.value, _("New")),
    (Order.TOP.value, _("Top")),
    (Order.DUE.value, _("Answer due")),
)
BEST = (Order.BEST.value, _("Best match"))
OTHER_PARAMETERS = frozenset({"cursor"})


class SlugList(forms.Field):
    """Short names; those that nothing has leave nothing, which is the truth."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> tuple[str, ...]:
        slugs = tuple(dict.fromkeys(value or ()))
        if len(slugs) > 20 or not all(slug and all(char.isalnum() or char in "-_" for char in slug) for slug in slugs):
            raise forms.ValidationError(_("This list has no such filter."))
        return slugs


class BoardForm(forms.Form):
    """The parameters of the board; unknown ones and unknown values are mistakes, not ignored."""

    q = forms.CharField(
        required=False,
        max_length=MAX_SEARCH_CHARS,
        error_messages={"max_length": _("At most %(limit_value)d characters can be searched for.")},
    )
    view = forms.ChoiceField(required=False, choices=VIEWS)
    stage = forms.MultipleChoiceField(required=False, choices=STAGES)
    asked = SlugList(required=False)
    breadth = forms.ChoiceField(required=False, choices=[("", "")] + [(str(one), str(one)) for one in BREADTHS])
    due = forms.MultipleChoiceField(required=False, choices=DUES)
    campaign = forms.SlugField(required=False, allow_unicode=True)
    tag = SlugList(required=False)
    order = forms.ChoiceField(required=False, choices=[*ORDERS, BEST])

    def clean(self) -> dict[str, Any]:
        """Refuse parameters that are not known here."""
        unknown = set(self.data) - set(self.fields) - OTHER_PARAMETERS
        if unknown:
            raise forms.ValidationError(_("This list has no such filter."), code="unknown_parameter")
        return self.cleaned_data

    @property
    def filters(self) -> BoardFilters:
        """What the list is narrowed to; nothing where the address is wrong."""
        if not self.is_valid():
            return BoardFilters()
        chosen = self.cleaned_data
        return BoardFilters(
            text=chosen["q"],
            view=View(chosen["view"] or View.ALL),
            stages=tuple(chosen["stage"]),
            asked=chosen["asked"],
            breadth=int(chosen["breadth"]) if chosen["breadth"] else None,
            due=tuple(Due(one) for one in chosen["due"]),
            campaign=chosen["campaign"] or None,
            tags=chosen["tag"],
        )

    @property
    def chosen_order(self) -> Order:
        """The order: as chosen, else the best matches of a search, else hot."""
        chosen = self.cleaned_data["order"] if self.is_valid() else ""
        searched = self.filters.search.has_text
        if chosen:
            return Order(chosen) if searched or chosen != Order.BEST else Order.HOT
        return Order.BEST if searched else Order.HOT


def without(query: QueryDict, *names: str, value: str | None = None) -> str:
    """Return the address's query without some parameters, or without one value of the first of them."""
    rest = query.copy()
    rest.pop("cursor", None)
    for name in names:
        kept = [one for one in rest.getlist(name) if value is not None and one != value]
        rest.setlist(name, kept)
    return _written(rest)


def with_order(query: QueryDict, order: str) -> str:
    """Return the address's query in another order, from the first page on."""
    rest = query.copy()
    rest.pop("cursor", None)
    rest["order"] = order
    return _written(rest)


def with_cursor(query: QueryDict, cursor: str) -> str:
    """Return the address's query at another page."""
    rest = query.copy()
    rest["cursor"] = cursor
    return _written(rest)


def carried(query: QueryDict, names: Iterable[str]) -> list[tuple[str, str]]:
    """Return the parameters that a form of other fields has to send along."""
    return [(name, one) for name in names for one in query.getlist(name) if one]


def _written(query: QueryDict) -> str:
    filled = QueryDict(mutable=True)
    for name, values in query.lists():
        filled.setlist(name, [value for value in values if value])
    return f"?{filled.urlencode()}"
