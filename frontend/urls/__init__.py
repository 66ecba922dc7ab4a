"""Every page, one module of addresses a family."""

from frontend.urls import account, deliveries, design, notifications, overview, reviews, share

urlpatterns = [
    *account.urlpatterns,
    *deliveries.urlpatterns,
    *design.urlpatterns,
    *notifications.urlpatterns,
    *overview.urlpatterns,
    *share.urlpatterns,
    *reviews.urlpatterns,
]
