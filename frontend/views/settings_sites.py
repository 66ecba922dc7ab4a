"""Sites: the places where people work, each with the calendar that counts there."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from frontend.addresses import csv_address
from frontend.forms.settings import SiteForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import refused_status
from ideas.exceptions import NotPermitted
from ideas.models import User
from ideas.policies.settings import can_edit_sites
from ideas.querysets.keyset import take_page
from ideas.selectors.sites import BY_NAME, site_for
from ideas.selectors.sites import sites as every_site
from ideas.services.sites import add_site, change_site, remove_site

ROWS: Final = 25


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def sites(request: MemberRequest) -> HttpResponse:
    """List the sites; posting adds one."""
    refuse_unless_keeper(request.user)
    form = SiteForm(request.POST if request.method == "POST" else None)
    status = refused_status(form, lambda given: add_site(by=request.user, **given))
    if not status:
        messages.success(request, _("The site is added."))
        return redirect("settings-sites")
    cursor = request.GET.get("cursor")
    page = take_page(every_site(), BY_NAME, limit=ROWS, cursor=cursor, bound_to=f"sites:{request.user.pk}")
    context = {"form": form, "page": page, "csv_url": csv_address(request, "settings-sites-csv")}
    return render(request, "frontend/pages/settings/sites.html", context, status=status)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def site(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show one site, or change its name and calendar."""
    refuse_unless_keeper(request.user)
    row = site_for(public_id=public_id)
    initial = {"name": row.name, "calendar": row.calendar.key}
    form = SiteForm(request.POST if request.method == "POST" else None, initial=initial)
    status = refused_status(form, lambda given: change_site(site=row, by=request.user, **given))
    if not status:
        messages.success(request, _("Saved. Dates that are open stay as they are."))
        return redirect("settings-sites")
    return render(request, "frontend/pages/settings/site.html", {"form": form, "site": row}, status=status)


@for_members
@require_POST
def remove(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Remove a site where no department is."""
    refuse_unless_keeper(request.user)
    remove_site(site=site_for(public_id=public_id), by=request.user)
    messages.success(request, _("The site is removed. People who name it work by the calendars of their departments."))
    return redirect("settings-sites")


def refuse_unless_keeper(person: User) -> None:
    """Raise where sites are none of the person's business.

    Raises:
        NotPermitted: (403, `not_calendar_editor`).
    """
    if not can_edit_sites(person):
        raise NotPermitted(
            _("Only triagers, programme managers and administrators change sites."), code="not_calendar_editor"
        )
