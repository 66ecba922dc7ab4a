"""Every page, one module of addresses a family."""

from frontend.urls import account, design, overview, reviews, share

urlpatterns = [
    *account.urlpatterns,
    *design.urlpatterns,
    *overview.urlpatterns,
    *share.urlpatterns,
    *reviews.urlpatterns,
]
