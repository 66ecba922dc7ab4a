"""Addresses of sites."""

from django.urls import path

from api.v1.views import sites

urlpatterns = [
    path("sites", sites.SiteList.as_view(), name="sites"),
    path("sites/<uuid:public_id>", sites.SiteDetail.as_view(), name="site"),
]
