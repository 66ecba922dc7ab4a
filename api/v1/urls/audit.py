"""Addresses of the audit trail."""

from django.urls import path

from api.v1.views import audit

urlpatterns = [
    path("audit/verify", audit.AuditVerify.as_view(), name="audit-verify"),
    path("ideas/<ref:ref>/audit", audit.IdeaAuditList.as_view(), name="idea-audit"),
]
