"""Addresses of reviews and decisions."""

from django.urls import URLPattern, path

from frontend.urls import converters  # noqa: F401  # makes <idea_ref:ref> known
from frontend.views import (
    ballots,
    bounces,
    bulk,
    business_cases,
    decisions,
    early_stops,
    escalations,
    review_depth,
    reviews,
    risks,
    workload,
)

urlpatterns: list[URLPattern] = [
    path("reviews/", reviews.review_queue, name="review-queue"),
    path("reviews/several/<slug:which>/", bulk.reviews, name="review-bulk"),
    path("reviews/mine/", reviews.my_rows, name="review-mine"),
    path("reviews/queues/<uuid:department_id>/", reviews.claimable_rows, name="review-claimable"),
    path("reviews/<uuid:public_id>/", reviews.review, name="review"),
    path("reviews/<uuid:public_id>/save/", reviews.save, name="review-save"),
    path("reviews/<uuid:public_id>/claim/", reviews.claim, name="review-claim"),
    path("reviews/<uuid:public_id>/hand-over/", reviews.hand_over, name="review-hand-over"),
    path("reviews/<uuid:public_id>/revise/", review_depth.revise, name="review-revise"),
    path("reviews/<uuid:public_id>/reaffirm/", review_depth.reaffirm, name="review-reaffirm"),
    path("reviews/<uuid:public_id>/second-reading/", review_depth.second_reading, name="review-second-reading"),
    path("ideas/<idea_ref:ref>/decide/", decisions.decide, name="decision-new"),
    path("reviews/<uuid:public_id>/early-stop/", early_stops.ask, name="review-early-stop"),
    path("ideas/<idea_ref:ref>/early-stop/", early_stops.end, name="idea-early-stop"),
    path("reviews/<uuid:public_id>/extend/", escalations.extend, name="review-extend"),
    path("ideas/<idea_ref:ref>/escalate/", escalations.escalate, name="idea-escalate"),
    path("ideas/<idea_ref:ref>/apology/", escalations.apology, name="idea-apology"),
    path("escalated/", escalations.escalated, name="escalated"),
    path("ideas/<idea_ref:ref>/go-ahead/", risks.go_ahead, name="idea-go-ahead"),
    path("ideas/<idea_ref:ref>/ballot/", ballots.ballot, name="idea-ballot"),
    path("ideas/<idea_ref:ref>/departments/", decisions.departments, name="idea-departments"),
    path("ideas/<idea_ref:ref>/history/", decisions.history, name="idea-history"),
    path("ideas/<idea_ref:ref>/decision-pack.pdf", decisions.decision_pack_file, name="decision-pack"),
    path("ideas/<idea_ref:ref>/case/", business_cases.case, name="idea-case"),
    path("ideas/<idea_ref:ref>/case.pdf", business_cases.case_file, name="idea-case-file"),
    path("decisions/<uuid:public_id>/", decisions.decision, name="decision"),
    path("decisions/<uuid:public_id>/announce/", decisions.announce, name="decision-announce"),
    path("reviews/<uuid:public_id>/take-over/", bounces.take_over, name="review-take-over"),
    path("reviews/<uuid:public_id>/not-for-us/", bounces.bounce, name="review-bounce"),
    path("not-for-us/", bounces.bounces, name="bounces"),
    path("not-for-us/<uuid:public_id>/", bounces.settle, name="bounce-settle"),
    path("departments/load/", workload.departments_load, name="departments-load"),
    path("departments/<slug:slug>/load/", workload.department_load, name="department-load"),
]
