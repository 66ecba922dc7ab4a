"""Addresses of ideas."""

from django.urls import path

from api.v1.views import ideas, outlines

urlpatterns = [
    path("ideas", ideas.IdeaList.as_view(), name="ideas"),
    path("idea-outlines", outlines.IdeaOutlineList.as_view(), name="idea-outlines"),
    path("idea-outlines/<ref:ref>", outlines.IdeaOutlineDetail.as_view(), name="idea-outline"),
]
