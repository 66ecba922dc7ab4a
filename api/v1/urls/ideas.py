"""Addresses of ideas."""

from django.urls import path

from api.v1.views import ideas

urlpatterns = [
    path("ideas", ideas.IdeaList.as_view(), name="ideas"),
]
