"""Addresses of figures over ideas."""

from django.urls import path

from api.v1.views import figures

urlpatterns = [path("overview", figures.OverviewFigures.as_view(), name="overview")]
