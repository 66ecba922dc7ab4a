"""Roles for the whole organisation: who has which, granted and taken back."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from frontend.addresses import csv_address
from frontend.forms.settings import RoleForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from frontend.views.settings_people import refuse_others
from ideas.exceptions import DomainError
from ideas.selectors.people import names_to_offer, role_holders
from ideas.services.roles import grant_role, revoke_role

UNPROCESSABLE: Final = 422


@for_members
@require_http_methods(["GET", "POST"])
def roles(request: MemberRequest) -> HttpResponse:
    """List who has which role; posting gives somebody one."""
    refuse_others(request.user)
    form = RoleForm(request.POST if request.method == "POST" else None)
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_valid():
        wanted = form.cleaned_data
        try:
            grant = grant_role(person=wanted["person"], role=wanted["role"], by=request.user)
        except DomainError as error:
            status = add_refusal(form, error)
        else:
            words = {"name": wanted["person"].name, "role": grant.get_role_display()}
            messages.success(request, _("%(name)s is %(role)s now.") % words)
            return redirect("settings-roles")
    context = {"form": form, "grants": list(role_holders()), "people": names_to_offer()}
    context["csv_url"] = csv_address(request, "settings-roles-csv")
    return render(request, "frontend/pages/settings/roles.html", context, status=status)


@for_members
@require_POST
def revoke(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Take a role back."""
    refuse_others(request.user)
    grant = get_object_or_404(role_holders(), public_id=public_id)
    revoke_role(person=grant.person, role=grant.role, by=request.user)
    messages.success(request, _("The role is taken back."))
    return redirect("settings-roles")
