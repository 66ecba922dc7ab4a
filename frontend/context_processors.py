"""What every page knows: the reader's choices, and the counts beside the navigation."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from frontend.appearance import appearance_of
from frontend.navigation import section_of
from ideas.models import User
from ideas.selectors.navigation import Navigation, nav_for


def _navigation(request: HttpRequest) -> Navigation:
    reader = getattr(request, "user", None)
    return nav_for(reader) if isinstance(reader, User) else Navigation()


def page(request: HttpRequest) -> dict[str, object]:
    """Give templates `appearance`, `section` and `nav`; the counts are asked for when the masthead is drawn."""
    match = request.resolver_match
    return {
        "appearance": appearance_of(request),
        "section": section_of(match.url_name if match else None),
        "nav": SimpleLazyObject(lambda: _navigation(request)),
    }
