"""Addresses of what belongs to every page: appearance, keys, help, and the gallery of parts."""

from django.conf import settings
from django.urls import URLPattern, path

from frontend.views import appearance, gallery
from frontend.views import help as help_views

urlpatterns: list[URLPattern] = [
    path("appearance/", appearance.change_appearance, name="appearance"),
    path("shortcuts/", appearance.change_shortcuts, name="shortcuts"),
    path("help/", help_views.help_page, {"page": "start"}, name="help"),
    path("help/decisions/", help_views.help_page, {"page": "decisions"}, name="help-decisions"),
    path("help/accessibility/", help_views.help_page, {"page": "accessibility"}, name="accessibility"),
    path("help/keyboard/", help_views.help_page, {"page": "keyboard"}, name="keyboard"),
]
if settings.MODE != "production":
    urlpatterns += [path("gallery/", gallery.gallery, name="gallery")]
