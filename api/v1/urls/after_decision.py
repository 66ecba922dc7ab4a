"""Addresses of what follows a decision."""

from django.urls import path

from api.v1.views import appeals, conditions, precedents, progress, watches

urlpatterns = [
    path("appeals", appeals.AppealList.as_view(), name="appeals"),
    path("appeals/<uuid:public_id>", appeals.AppealDetail.as_view(), name="appeal"),
    path("appeals/<uuid:public_id>/answer", appeals.AppealAnswer.as_view(), name="appeal-answer"),
    path("conditions", conditions.ConditionList.as_view(), name="conditions"),
    path("conditions/<uuid:public_id>/meet", conditions.ConditionMeeting.as_view(), name="condition-meet"),
    path("decisions/<uuid:public_id>/appeals", appeals.DecisionAppeals.as_view(), name="decision-appeals"),
    path("ideas/<ref:ref>/progress", progress.IdeaProgress.as_view(), name="idea-progress"),
    path("ideas/<ref:ref>/owner", progress.IdeaOwnerView.as_view(), name="idea-owner"),
    path("ideas/<ref:ref>/outcomes", progress.IdeaOutcomes.as_view(), name="idea-outcomes"),
    path("precedents", precedents.PrecedentList.as_view(), name="precedents"),
    path("precedents/<uuid:public_id>/settle", precedents.PrecedentAnswer.as_view(), name="precedent-settle"),
    path("watches", watches.WatchList.as_view(), name="watches"),
    path("watches/<uuid:public_id>/wake", watches.WatchWaking.as_view(), name="watch-wake"),
]
