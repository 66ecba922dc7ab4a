"""Every page, one module of addresses a family."""

from frontend.urls import (
    account,
    after_decision,
    board,
    deliveries,
    design,
    discussion,
    endpoints,
    fairness,
    lists,
    notifications,
    overview,
    profile,
    reviews,
    settings,
    share,
    triage,
)

urlpatterns = [
    *account.urlpatterns,
    *after_decision.urlpatterns,
    *board.urlpatterns,
    *deliveries.urlpatterns,
    *design.urlpatterns,
    *discussion.urlpatterns,
    *endpoints.urlpatterns,
    *fairness.urlpatterns,
    *lists.urlpatterns,
    *notifications.urlpatterns,
    *overview.urlpatterns,
    *profile.urlpatterns,
    *reviews.urlpatterns,
    *settings.urlpatterns,
    *share.urlpatterns,
    *triage.urlpatterns,
]
