"""Addresses of interests and suppliers."""

from django.urls import path

from api.v1.views import interests

urlpatterns = [
    path("ideas/<ref:ref>/interest", interests.OwnInterest.as_view(), name="idea-interest"),
    path("ideas/<ref:ref>/suppliers", interests.IdeaSuppliers.as_view(), name="idea-suppliers"),
    path("interests", interests.InterestList.as_view(), name="interests"),
    path("interests/<uuid:public_id>", interests.InterestDetail.as_view(), name="interest"),
    path("interests/<uuid:public_id>/decision", interests.InterestDecision.as_view(), name="interest-decision"),
    path("me/suppliers", interests.OwnSuppliers.as_view(), name="own-suppliers"),
]
