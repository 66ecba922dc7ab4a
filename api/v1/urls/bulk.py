"""Addresses of acts on many rows, and of answer templates."""

from django.urls import path

from api.v1.views import bulk

urlpatterns = [
    path("reviews/bulk", bulk.ReviewsBulk.as_view(), name="reviews-bulk"),
    path("triage/bulk", bulk.TriageBulk.as_view(), name="triage-bulk"),
    path("answer-templates", bulk.AnswerTemplateList.as_view(), name="answer-templates"),
    path("answer-templates/<uuid:public_id>", bulk.AnswerTemplateDetail.as_view(), name="answer-template"),
]
