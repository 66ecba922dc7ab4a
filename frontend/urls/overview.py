"""Addresses of the overview and the lists behind its figures."""

from django.urls import URLPattern, path

from frontend.views import overview

urlpatterns: list[URLPattern] = [
    path("overview/", overview.overview, name="overview"),
    path("overview/<slug:figure>/", overview.overview_list, name="overview-list"),
]
