"""Every page, one module of addresses a family."""

from frontend.urls import (
    account,
    board,
    deliveries,
    design,
    discussion,
    endpoints,
    notifications,
    overview,
    reviews,
    share,
)

urlpatterns = [
    *account.urlpatterns,
    *board.urlpatterns,
    *deliveries.urlpatterns,
    *design.urlpatterns,
    *discussion.urlpatterns,
    *endpoints.urlpatterns,
    *notifications.urlpatterns,
    *overview.urlpatterns,
    *reviews.urlpatterns,
    *share.urlpatterns,
]
