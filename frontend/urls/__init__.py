"""Every page, one module of addresses a family."""

from frontend.urls import account, board, deliveries, design, discussion, notifications, overview, reviews, share

urlpatterns = [
    *account.urlpatterns,
    *board.urlpatterns,
    *deliveries.urlpatterns,
    *design.urlpatterns,
    *discussion.urlpatterns,
    *notifications.urlpatterns,
    *overview.urlpatterns,
    *reviews.urlpatterns,
    *share.urlpatterns,
]
