"""Addresses of what follows a decision."""

from django.urls import URLPattern, path

from frontend.lists import after_decision as files
from frontend.urls import converters  # noqa: F401  # makes <idea_ref:ref> known
from frontend.views import appeals, conditions, outcomes, precedents, watches

urlpatterns: list[URLPattern] = [
    path("appeals/", appeals.appeals, name="appeals"),
    path("appeals.csv", files.appeals_csv, name="appeals-csv"),
    path("appeals/<uuid:public_id>/", appeals.appeal, name="appeal"),
    path("conditions/", conditions.conditions, name="conditions"),
    path("conditions.csv", files.conditions_csv, name="conditions-csv"),
    path("conditions/<uuid:public_id>/meet/", conditions.meet, name="condition-meet"),
    path("decisions/<uuid:public_id>/appeal/", appeals.appeal_new, name="appeal-new"),
    path("ideas/<idea_ref:ref>/owner/", outcomes.owner, name="idea-owner"),
    path("ideas/<idea_ref:ref>/outcome/", outcomes.outcome, name="idea-outcome"),
    path("precedents/", precedents.precedents, name="precedents"),
    path("precedents.csv", files.precedents_csv, name="precedents-csv"),
    path("precedents/<uuid:public_id>/", precedents.settle, name="precedent-settle"),
    path("watches/", watches.watches, name="watches"),
    path("watches.csv", files.watches_csv, name="watches-csv"),
    path("watches/<uuid:public_id>/wake/", watches.wake, name="watch-wake"),
]
