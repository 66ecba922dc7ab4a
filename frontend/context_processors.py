"""What every page knows: the reader's choices, and the counts beside the navigation."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from frontend.appearance import appearance_of
from frontend.navigation import section_of


@dataclass(frozen=True)
class NavCounts:
    """What the masthead shows to one reader."""

    organisation_name: str = "Groundswell"
    unread_count: int = 0
    review_count: int = 0
    is_reviewer: bool = False
    is_administrator: bool = False
    live_version: int = 0


def nav_counts(request: HttpRequest) -> NavCounts:
    """Return the counts of the signed-in reader; one who is not signed in has none."""
    return NavCounts()


def page(request: HttpRequest) -> dict[str, object]:
    """Give templates `appearance`, `section` and `nav`; the counts are asked for when the masthead is drawn."""
    match = request.resolver_match
    return {
        "appearance": appearance_of(request),
        "section": section_of(match.url_name if match else None),
        "nav": SimpleLazyObject(lambda: nav_counts(request)),
    }
