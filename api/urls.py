"""Every version of the API, and the addresses of ideas in them."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter


class RefConverter(StringConverter):
    """An idea's ref, such as GS-000123; anything else is not found."""

    regex = r"GS-[0-9]{6,9}"


register_converter(RefConverter, "ref")

app_name = "api"
urlpatterns = [path("v1/", include("api.v1.urls"))]
