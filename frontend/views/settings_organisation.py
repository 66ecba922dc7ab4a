"""The organisation's own page: name, logo, time zone, currency, calendar."""

from pathlib import PurePosixPath

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.forms.settings import LogoForm, OrganisationForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from ideas.exceptions import DomainError, NotPermitted
from ideas.models import Organisation
from ideas.policies.settings import can_change_organisation
from ideas.selectors.calendars import organisation as the_organisation
from ideas.services.organisation import OrganisationFields, change_organisation, remove_logo, set_logo

UNPROCESSABLE = 422
MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}


@for_members
@require_http_methods(["GET", "POST"])
def organisation(request: MemberRequest) -> HttpResponse:
    """Show and change the organisation."""
    if not can_change_organisation(request.user):
        raise NotPermitted(_("Only administrators change the organisation."), code="not_administrator")
    here = the_organisation()
    if request.method != "POST":
        return _organisation_page(request, here, OrganisationForm(initial=_initial(here)))
    form = OrganisationForm(request.POST)
    if not form.is_valid():
        return _organisation_page(request, here, form, status=UNPROCESSABLE)
    try:
        change_organisation(by=request.user, fields=OrganisationFields(**form.cleaned_data))
    except DomainError as error:
        return _organisation_page(request, here, form, status=add_refusal(form, error))
    messages.success(request, _("Saved."))
    return redirect("settings-organisation")


@for_members
@require_POST
def change_logo(request: MemberRequest) -> HttpResponse:
    """Take a new logo, or none."""
    if request.POST.get("remove"):
        remove_logo(by=request.user)
        messages.success(request, _("The logo is removed."))
        return redirect("settings-organisation")
    here, form = the_organisation(), LogoForm(request.POST, request.FILES)
    initial = OrganisationForm(initial=_initial(here))
    if not form.is_valid():
        return _organisation_page(request, here, initial, logo_form=form, status=UNPROCESSABLE)
    try:
        set_logo(by=request.user, content=form.cleaned_data["logo"])
    except NotPermitted:
        raise
    except DomainError as error:
        status = add_refusal(form, error)
        return _organisation_page(request, here, initial, logo_form=form, status=status)
    messages.success(request, _("The logo is saved."))
    return redirect("settings-organisation")


@require_safe
def logo(request: HttpRequest) -> HttpResponse:
    """Send the logo; it stands on the sign-in page, so anybody may have it."""
    name = the_organisation().logo.name
    if not name or not default_storage.exists(name):
        raise Http404
    media_type = MEDIA_TYPES[PurePosixPath(name).suffix]
    with default_storage.open(name) as file:  # 2 MB at most
        response = HttpResponse(file.read(), content_type=media_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "public, max-age=300"
    return response


def _organisation_page(
    request: MemberRequest,
    here: Organisation,
    form: OrganisationForm,
    *,
    logo_form: LogoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "logo_form": logo_form or LogoForm(), "here": here}
    return render(request, "frontend/pages/settings/organisation.html", context, status=status)


def _initial(here: Organisation) -> dict[str, object]:
    return {
        "name": here.name,
        "time_zone": here.time_zone,
        "currency": here.currency,
        "calendar": here.calendar.key,
        "announce_delay_seconds": here.announce_delay_seconds,
    }
