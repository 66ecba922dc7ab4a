"""Going ahead without an answer that is late."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.forms.risks import RiskForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from ideas.exceptions import Conflict, DomainError, NotFound, NotPermitted
from ideas.policies.risks import can_accept_risk
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.risks import reviews_to_do_without
from ideas.services.reads import record_read
from ideas.services.risks import RiskContent, accept_risk


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def go_ahead(request: MemberRequest, ref: str) -> HttpResponse:
    """Show whoever decides which late answers may be left out, and take the risk. Reading a confidential idea is logged."""
    idea = idea_for_reader(viewer=request.user, ref=ref)
    if not can_accept_risk(request.user, idea):
        raise NotPermitted(_("Somebody else decides this idea."), code="not_decider")
    late = reviews_to_do_without(idea=idea)
    if not late:
        raise Conflict(_("No answer is so late that it can be left out."), code="not_escalated")
    record_read(idea=idea, by=request.user)
    initial = {"department": late[0].department.slug}
    form = RiskForm(late, request.POST if request.method == "POST" else None, initial=initial)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        department = given.pop("department")
        try:
            accept_risk(idea=idea, department=department, by=request.user, content=RiskContent(**given))
        except (NotFound, NotPermitted):
            raise
        except DomainError as refused:
            status = add_refusal(form, refused)
        else:
            messages.success(request, _("Kept. The idea goes ahead, and everybody concerned is told."))
            return redirect("idea", ref=idea.ref)
    return render(request, "frontend/pages/reviews/go_ahead.html", {"idea": idea, "form": form}, status=status)
