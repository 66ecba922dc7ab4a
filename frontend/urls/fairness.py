"""Addresses of interests, suppliers and acting for somebody."""

from django.urls import URLPattern, path

from frontend.urls import converters  # noqa: F401  # makes <idea_ref:ref> known
from frontend.views import delegations, interests, stakes

urlpatterns: list[URLPattern] = [
    path("ideas/<idea_ref:ref>/interest/", interests.declare, name="idea-interest"),
    path("interests/", interests.interests, name="interests"),
    path("interests/<uuid:public_id>/", interests.interest, name="interest"),
    path("interests/<uuid:public_id>/strike/", interests.strike, name="interest-strike"),
    path("ideas/<idea_ref:ref>/suppliers/", interests.idea_suppliers, name="idea-suppliers"),
    path("profile/delegations/add/", delegations.add, name="delegation-add"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/<uuid:public_id>/approve/", delegations.approve, name="delegation-approve"),
    path("delegations/<uuid:public_id>/end/", delegations.end, name="delegation-end"),
    path("reviews/<uuid:public_id>/step-in/", delegations.take_in_place, name="review-step-in"),
    path("profile/suppliers/", stakes.own_suppliers, name="profile-suppliers"),
    path("profile/suppliers/strike/", stakes.ask_to_strike, name="profile-supplier-strike"),
    path("interests/suppliers/", stakes.stakes, name="stakes"),
    path("interests/suppliers/<uuid:public_id>/", stakes.stake, name="stake"),
]
