"""Addresses of triage: what waits, and what a triager does with an idea."""

from django.urls import path

from api.v1.views import triage

urlpatterns = [
    path("triage", triage.TriageList.as_view(), name="triage"),
    path("ideas/<ref:ref>/triage", triage.IdeaTriage.as_view(), name="idea-triage"),
    path("ideas/<ref:ref>/triage/review", triage.IdeaToReview.as_view(), name="idea-triage-review"),
    path("ideas/<ref:ref>/triage/quick-fix", triage.IdeaQuickFix.as_view(), name="idea-triage-quick-fix"),
    path("ideas/<ref:ref>/triage/match", triage.IdeaMatch.as_view(), name="idea-triage-match"),
    path("ideas/<ref:ref>/triage/merge", triage.IdeaMerge.as_view(), name="idea-triage-merge"),
    path("ideas/<ref:ref>/triage/unmerge", triage.IdeaUnmerge.as_view(), name="idea-triage-unmerge"),
    path("ideas/<ref:ref>/triage/redirect", triage.IdeaRedirect.as_view(), name="idea-triage-redirect"),
    path("ideas/<ref:ref>/first-response", triage.IdeaFirstResponse.as_view(), name="idea-first-response"),
    path("ideas/<ref:ref>/routing/overrides", triage.IdeaOverrides.as_view(), name="idea-overrides"),
]
