"""Addresses in templates: `{% load addresses %}`."""

from django import template

from frontend import addresses

register = template.Library()


@register.filter
def idea_address(ref: str) -> str:
    """Return the address of the idea `ref`."""
    return addresses.idea_address(ref)
