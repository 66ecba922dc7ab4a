"""Addresses of questions and answers."""

from django.urls import URLPattern, path

from frontend.lists import questions as lists
from frontend.urls import converters  # noqa: F401  # makes <idea_ref:ref> known
from frontend.views import questions

urlpatterns: list[URLPattern] = [
    path("ideas/<idea_ref:ref>/questions/", questions.questions, name="questions"),
    path("ideas/<idea_ref:ref>/questions.csv", lists.questions_csv, name="questions-csv"),
    path("ideas/<idea_ref:ref>/resume/", questions.resume, name="idea-resume"),
    path("reviews/<uuid:public_id>/ask/", questions.ask, name="question-new"),
]
