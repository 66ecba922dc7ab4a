"""Every address of Groundswell with the methods it answers, read from the URL configuration itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters
from django.views.generic.edit import ProcessFormView

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Route:
    """One method of one address. `name` includes the namespaces; `converters` maps its parts to their kinds."""

    method: str
    name: str
    pattern: str
    converters: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


def all_routes() -> list[Route]:
    """Return every route, in the order of their names."""
    return sorted(
        _walk(get_resolver().url_patterns, (), "/", ()), key=lambda route: (route.name, METHODS.index(route.method))
    )


def _walk(
    patterns: list[URLPattern | URLResolver], names: tuple[str, ...], prefix: str, parts: tuple[tuple[str, str], ...]
) -> Iterator[Route]:
    for one in patterns:
        found = (*parts, *((name, _kind(kind)) for name, kind in one.pattern.converters.items()))
        address = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, (*names, *filter(None, [one.namespace])), address, found)
            continue
        name = ":".join((*names, one.name or "unnamed"))
        for method in methods_of(one.callback):
            yield Route(method, name, address, found)


def _kind(converter: Any) -> str:
    return next(name for name, known in get_converters().items() if known is converter or known == converter)


def methods_of(view: Any) -> list[str]:
    """Return the methods that a view answers: a class says so, a function by its `require_…` decorator."""
    view_class = getattr(view, "view_class", None)
    if view_class is not None:
        allowed = {name.upper() for name in view_class.http_method_names if hasattr(view_class, name)}
        if issubclass(view_class, ProcessFormView):
            allowed -= {"PUT"}  # Django's own second name for POST
        return [method for method in METHODS if method in allowed]
    required = _required_methods(view)
    return [method for method in METHODS if method in (required or {"GET", "POST"})]


def _required_methods(view: Any) -> set[str] | None:
    while view is not None:
        code = getattr(view, "__code__", None)
        if code is not None and "request_method_list" in code.co_freevars:
            return set(view.__closure__[code.co_freevars.index("request_method_list")].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return None
