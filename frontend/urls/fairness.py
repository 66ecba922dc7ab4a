"""Addresses of interests and suppliers."""

from django.urls import URLPattern, path

from frontend.urls import converters  # noqa: F401  # makes <idea_ref:ref> known
from frontend.views import interests

urlpatterns: list[URLPattern] = [
    path("ideas/<idea_ref:ref>/interest/", interests.declare, name="idea-interest"),
    path("interests/", interests.interests, name="interests"),
    path("interests/<uuid:public_id>/", interests.interest, name="interest"),
    path("ideas/<idea_ref:ref>/suppliers/", interests.idea_suppliers, name="idea-suppliers"),
    path("profile/suppliers/", interests.own_suppliers, name="profile-suppliers"),
]
