"""Addresses of interests, suppliers and acting for somebody."""

from django.urls import path

from api.v1.views import delegations, interests, stakes

urlpatterns = [
    path("ideas/<ref:ref>/interest", interests.OwnInterest.as_view(), name="idea-interest"),
    path("ideas/<ref:ref>/suppliers", interests.IdeaSuppliers.as_view(), name="idea-suppliers"),
    path("interests", interests.InterestList.as_view(), name="interests"),
    path("interests/<uuid:public_id>", interests.InterestDetail.as_view(), name="interest"),
    path("interests/<uuid:public_id>/strike", interests.InterestStriking.as_view(), name="interest-strike"),
    path("interests/<uuid:public_id>/decision", interests.InterestDecision.as_view(), name="interest-decision"),
    path("me/delegations", delegations.OwnDelegations.as_view(), name="own-delegations"),
    path("delegations", delegations.DelegationList.as_view(), name="delegations"),
    path("delegations/<uuid:public_id>", delegations.DelegationDetail.as_view(), name="delegation"),
    path("delegations/<uuid:public_id>/approval", delegations.DelegationApproval.as_view(), name="delegation-approval"),
    path("reviews/<uuid:public_id>/step-in", delegations.ReviewStepIn.as_view(), name="review-step-in"),
    path("me/suppliers", stakes.OwnSuppliers.as_view(), name="own-suppliers"),
    path("me/suppliers/strike", stakes.OwnSupplierStriking.as_view(), name="own-supplier-strike"),
    path("supplier-stakes", stakes.StakeList.as_view(), name="stakes"),
    path("supplier-stakes/<uuid:public_id>", stakes.StakeDetail.as_view(), name="stake"),
    path("supplier-stakes/<uuid:public_id>/settle", stakes.StakeSettling.as_view(), name="stake-settle"),
]
