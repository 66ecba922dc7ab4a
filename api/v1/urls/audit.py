"""Addresses of the audit trail."""

from django.urls import path

from api.v1.views import audit

urlpatterns = [
    path("audit/verify", audit.AuditVerify.as_view(), name="audit-verify"),
]
