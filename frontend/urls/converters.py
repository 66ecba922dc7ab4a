"""What stands for a thing in the addresses of pages."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class IdeaRefConverter(StringConverter):
    """An idea's ref, such as GS-000123; anything else is not found."""

    regex = r"GS-[0-9]{6,9}"


register_converter(IdeaRefConverter, "idea_ref")
