"""Where things stand that many pages point to."""

from django.urls import reverse


def idea_address(ref: str) -> str:
    """Return the address of an idea's page."""
    return reverse("idea", args=[ref])
