"""Addresses of the description of the API."""

from django.urls import path

from api.v1.views import documents

urlpatterns = [
    path("schema", documents.Schema.as_view(), name="schema"),
    path("docs", documents.docs, name="docs"),
]
