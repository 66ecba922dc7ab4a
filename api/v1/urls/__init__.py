"""Version 1 of the API: every address is written down, one module a resource family; nothing is found by itself."""

from django.urls import URLPattern

from api.v1.urls import (
    after_decision,
    audit,
    authoring,
    board_seats,
    bulk,
    calendars,
    deliveries,
    directory,
    documents,
    endpoints,
    fairness,
    figures,
    ideas,
    me,
    notifications,
    questions,
    reviews,
    rules,
    sites,
    support,
    triage,
)

app_name = "v1"
urlpatterns: list[URLPattern] = [
    *documents.urlpatterns,
    *directory.urlpatterns,
    *me.urlpatterns,
    *ideas.urlpatterns,
    *authoring.urlpatterns,
    *support.urlpatterns,
    *deliveries.urlpatterns,
    *notifications.urlpatterns,
    *endpoints.urlpatterns,
    *reviews.urlpatterns,
    *rules.urlpatterns,
    *fairness.urlpatterns,
    *questions.urlpatterns,
    *audit.urlpatterns,
    *after_decision.urlpatterns,
    *triage.urlpatterns,
    *bulk.urlpatterns,
    *figures.urlpatterns,
    *board_seats.urlpatterns,
    *sites.urlpatterns,
    *calendars.urlpatterns,
]
