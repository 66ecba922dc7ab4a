"""Addresses of the caller's own things."""

from django.urls import path

from api.v1.views import me

urlpatterns = [
    path("me", me.Profile.as_view(), name="me"),
    path("me/tokens", me.TokenList.as_view(), name="tokens"),
    path("me/tokens/<uuid:public_id>", me.TokenDetail.as_view(), name="token"),
]
