"""Addresses of reviews, departments' lanes, timelines and decisions."""

from django.urls import path

from api.v1.views import (
    ballots,
    bounces,
    business_cases,
    early_stops,
    escalations,
    outcomes,
    review_depth,
    reviews,
    risks,
    waiting,
)

urlpatterns = [
    path("reviews", reviews.ReviewList.as_view(), name="reviews"),
    path("reviews/<uuid:public_id>", reviews.ReviewDetail.as_view(), name="review"),
    path("reviews/<uuid:public_id>/submit", reviews.ReviewSubmission.as_view(), name="review-submit"),
    path("reviews/<uuid:public_id>/claim", reviews.ReviewClaim.as_view(), name="review-claim"),
    path("reviews/<uuid:public_id>/hand-over", reviews.ReviewHandOver.as_view(), name="review-hand-over"),
    path("reviews/<uuid:public_id>/revise", review_depth.ReviewRevision.as_view(), name="review-revise"),
    path("reviews/<uuid:public_id>/reaffirm", review_depth.ReviewReaffirmation.as_view(), name="review-reaffirm"),
    path(
        "reviews/<uuid:public_id>/second-reading",
        review_depth.ReviewSecondReading.as_view(),
        name="review-second-reading",
    ),
    path("reviews/<uuid:public_id>/early-stop", early_stops.ReviewEarlyStop.as_view(), name="review-early-stop"),
    path("ideas/<ref:ref>/early-stop", early_stops.IdeaEarlyStop.as_view(), name="idea-early-stop"),
    path("reviews/<uuid:public_id>/extend", escalations.ReviewExtend.as_view(), name="review-extend"),
    path("ideas/<ref:ref>/escalations", escalations.IdeaEscalations.as_view(), name="idea-escalations"),
    path("ideas/<ref:ref>/apologies", escalations.IdeaApologies.as_view(), name="idea-apologies"),
    path("escalated-ideas", escalations.EscalatedIdeas.as_view(), name="escalated-ideas"),
    path("ideas-to-decide", waiting.IdeasToDecide.as_view(), name="ideas-to-decide"),
    path("ideas/<ref:ref>/risks", risks.IdeaRisks.as_view(), name="idea-risks"),
    path("ideas/<ref:ref>/ballot", ballots.IdeaBallot.as_view(), name="idea-ballot"),
    path("reviews/<uuid:public_id>/take-over", bounces.ReviewTakeOver.as_view(), name="review-take-over"),
    path("reviews/<uuid:public_id>/bounce", bounces.ReviewBounce.as_view(), name="review-bounce"),
    path("reviews/<uuid:public_id>/also-needs", bounces.ReviewAlsoNeeds.as_view(), name="review-also-needs"),
    path("bounces", bounces.BounceList.as_view(), name="bounces"),
    path("bounces/<uuid:public_id>/settle", bounces.BounceSettlement.as_view(), name="bounce-settle"),
    path("ideas/<ref:ref>/departments", outcomes.IdeaDepartments.as_view(), name="idea-departments"),
    path("ideas/<ref:ref>/timeline", outcomes.IdeaTimeline.as_view(), name="idea-timeline"),
    path("ideas/<ref:ref>/decision-pack", outcomes.IdeaDecisionPack.as_view(), name="idea-decision-pack"),
    path("ideas/<ref:ref>/case", business_cases.IdeaCase.as_view(), name="idea-case"),
    path("ideas/<ref:ref>/decisions", outcomes.IdeaDecisions.as_view(), name="idea-decisions"),
    path("decisions/<uuid:public_id>", outcomes.DecisionDetail.as_view(), name="decision"),
    path("decisions/<uuid:public_id>/announce", outcomes.DecisionAnnouncement.as_view(), name="decision-announce"),
]
