"""Addresses of questions about ideas."""

from django.urls import path

from api.v1.views import questions

urlpatterns = [
    path("ideas/<ref:ref>/questions", questions.QuestionList.as_view(), name="questions"),
    path("ideas/<ref:ref>/resume", questions.IdeaResumption.as_view(), name="idea-resume"),
    path("reviews/<uuid:public_id>/questions", questions.ReviewQuestions.as_view(), name="review-questions"),
    path("questions/<uuid:public_id>", questions.QuestionDetail.as_view(), name="question"),
    path("questions/<uuid:public_id>/answer", questions.QuestionAnswer.as_view(), name="question-answer"),
]
