"""What a web process does once before its first request, so that no request pays for it."""

import gc
from importlib import import_module
from pathlib import Path
from typing import Final

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver

# New objects between two collections of the youngest generation (Python's own: 700), and how many of the younger ones
# come before an older one. What a request leaves behind costs the same however it is split; fewer rounds look less often
# at what is still in use.
_THRESHOLDS: Final = (20_000, 20, 50)


def warm_up() -> None:
    """Load every view and compile every page, then take what there is out of the garbage collector's rounds.

    The program itself is about two hundred thousand objects that never become garbage. Without this each full round looks
    at all of them again, a tenth of a second in the middle of somebody's request (docs/performance.md).
    """
    import_module(settings.ROOT_URLCONF)
    for found in (get_resolver(), get_resolver(settings.ROOT_URLCONF)):
        found.reverse_dict  # noqa: B018 reading it is what fills it
    for name in _page_names():
        get_template(name)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


def _page_names() -> list[str]:
    """Return the names of our own pages as templates know them."""
    home = Path(settings.BASE_DIR) / "frontend" / "templates"
    return sorted(str(path.relative_to(home)) for path in home.rglob("*.html"))
