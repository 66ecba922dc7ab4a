"""What stands around the list on the board: views, filters with their counts, filters in use."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frontend.forms.board import BEST, DUES, ORDERS, STAGES, VIEWS, BoardForm, with_order, without
from ideas.selectors.board import BREADTHS, Order
from ideas.selectors.facets import MAX_FOUND, Facet, Facets

HEADINGS: Mapping[str, str | Promise] = {
    "due": gettext_lazy("Answer due"),
    "stage": gettext_lazy("Stage"),
    "asked": gettext_lazy("Department asked"),
    "breadth": gettext_lazy("Breadth of support"),
    "campaign": gettext_lazy("Campaign"),
    "tag": gettext_lazy("Tag"),
}
OPEN_GROUPS = frozenset({"due", "stage", "asked", "breadth"})
FILTERS = tuple(HEADINGS)


@dataclass(frozen=True)
class Option:
    """One value of a filter."""

    value: str
    label: str
    count: str
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """One filter. `is_single`: only one of its values can be chosen."""

    name: str
    heading: str | Promise
    options: list[Option]
    is_open: bool
    is_single: bool


@dataclass(frozen=True)
class Link:
    """A view, an order or a filter in use; `url` leads to it, or to the list without it."""

    label: str
    url: str
    count: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Surroundings:
    """Context of the board's rail and head."""

    views: list[Link]
    groups: list[Group]
    chips: list[Link]
    orders: list[Link]
    found: str
    total: str
    waiting: int


def surroundings_of(form: BoardForm, query: QueryDict, facets: Facets) -> Surroundings:
    """Return what stands around the list that `form` asks for."""
    groups = [_group(name, form, facets) for name in FILTERS]
    shown = [group for group in groups if group.options]
    return Surroundings(
        views=_views(form, facets),
        groups=shown,
        chips=_chips(form, query, groups),
        orders=_orders(form, query),
        found=_found(facets),
        total=_counted(facets.all, is_capped=facets.is_capped),
        waiting=facets.waiting,
    )


def _counted(number: int, *, is_capped: bool) -> str:
    return number_format(number) + ("+" if is_capped else "")


def _found(facets: Facets) -> str:
    found = min(facets.found, MAX_FOUND)
    words = ngettext("%(count)s idea", "%(count)s ideas", found)
    return words % {"count": _counted(found, is_capped=facets.is_found_capped)}


def _views(form: BoardForm, facets: Facets) -> list[Link]:
    counts = {"all": facets.all, "waiting": facets.waiting, "mine": facets.mine, "supported": facets.supported}
    current = form.filters.view
    return [
        Link(
            str(label),
            f"?view={code}",
            _counted(counts[code], is_capped=facets.is_capped) if code in counts else "",
            is_current=code == current,
        )
        for code, label in VIEWS
    ]


def _orders(form: BoardForm, query: QueryDict) -> list[Link]:
    offered = [BEST, *ORDERS] if form.filters.search.has_text else list(ORDERS)
    return [
        Link(str(label), with_order(query, code), is_current=Order(code) == form.chosen_order)
        for code, label in offered
    ]


def _group(name: str, form: BoardForm, facets: Facets) -> Group:
    chosen = set(_chosen(name, form))
    counted = {facet.code: facet for facet in facets.groups.get(name, [])}
    options = [
        Option(code, label, _counted(_count(counted.get(code)), is_capped=facets.is_capped), code in chosen)
        for code, label in _labels(name, counted, chosen)
        if code in counted or code in chosen
    ]
    is_open = name in OPEN_GROUPS or bool(chosen)
    return Group(name, HEADINGS[name], options, is_open, is_single=name in {"breadth", "campaign"})


def _count(facet: Facet | None) -> int:
    return facet.count if facet else 0


def _chosen(name: str, form: BoardForm) -> tuple[str, ...]:
    if not form.is_valid():
        return ()
    value = form.cleaned_data[name]
    return tuple(value) if not isinstance(value, str) else (value,) if value else ()


def _labels(name: str, counted: Mapping[str, Facet], chosen: set[str]) -> list[tuple[str, str]]:
    """Return values and words of a filter in their order."""
    if name in {"due", "stage"}:
        return [(code, str(label)) for code, label in (DUES if name == "due" else STAGES)]
    if name == "breadth":
        words = _("%(count)d or more departments")
        return [(str(number), words % {"count": number}) for number in BREADTHS]
    known = [(facet.code, facet.label) for facet in counted.values()]
    return [*known, *((code, code) for code in sorted(chosen - set(counted)))]


def _chips(form: BoardForm, query: QueryDict, groups: list[Group]) -> list[Link]:
    chips = []
    text = form.filters.text
    if text:
        chips.append(Link(_("“%(words)s”") % {"words": text}, without(query, "q")))
    for group in groups:
        for option in group.options:
            if option.is_chosen:
                label = _("%(filter)s: %(value)s") % {"filter": group.heading, "value": option.label}
                chips.append(Link(label, without(query, group.name, value=option.value)))
    return chips
