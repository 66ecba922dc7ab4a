"""Addresses of triage."""

from django.urls import URLPattern, path

from frontend.urls import converters  # noqa: F401  # makes <idea_ref:ref> known
from frontend.views import routing_overrides, triage, triage_bulk

urlpatterns: list[URLPattern] = [
    path("triage/", triage_bulk.inbox, name="triage"),
    path("triage/<idea_ref:ref>/", triage.sort, name="triage-sort"),
    path("ideas/<idea_ref:ref>/routing/", routing_overrides.override, name="routing-override"),
    path("ideas/<idea_ref:ref>/unmerge/", routing_overrides.unmerge, name="idea-unmerge"),
]
