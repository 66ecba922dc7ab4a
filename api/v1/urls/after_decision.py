"""Addresses of what follows a decision."""

from django.urls import path

from api.v1.views import watches

urlpatterns = [
    path("watches", watches.WatchList.as_view(), name="watches"),
    path("watches/<uuid:public_id>/wake", watches.WatchWaking.as_view(), name="watch-wake"),
]
