"""The audit trail: whether it is as it was written."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.http import MemberRequest, for_members
from frontend.limits import count_act
from ideas.exceptions import NotPermitted
from ideas.policies.audit import can_verify_audit
from ideas.rates import AUDIT_CHECKS
from ideas.selectors.audit import audit_chain, chain_end


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def audit(request: MemberRequest) -> HttpResponse:
    """Show where the chain ends; a POST checks all of it."""
    if not can_verify_audit(request.user):
        raise NotPermitted(_("Administrators and programme managers see this page."))
    report = None
    if request.method == "POST":
        count_act(request, AUDIT_CHECKS)
        report = audit_chain()
    context = {"end": chain_end(), "report": report}
    return render(request, "frontend/pages/settings/audit.html", context)
