"""Signing in as somebody of the demonstration. Its address exists in evaluation mode only."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from frontend.peers import is_at_this_machine
from frontend.views.account import sign_in
from ideas.selectors.calendars import organisation
from ideas.selectors.personas import demo_people, personas


@require_http_methods(["GET", "POST"])
@never_cache
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Show who one may be, and sign in as the one who was chosen.

    There is nothing here unless the mode is evaluation, the database holds the demonstration, and the visitor sits at
    this machine.
    """
    here = organisation()
    if settings.MODE != "evaluation" or not here.is_demo or not is_at_this_machine(request):
        raise Http404
    everybody = list(demo_people())
    if request.method == "POST":
        chosen = next((one for one in everybody if str(one.public_id) == request.POST.get("person")), None)
        if chosen is None:
            raise Http404
        return sign_in(request, chosen)
    context = {"personas": personas(), "everybody": everybody, "organisation_name": here.name}
    return render(request, "frontend/pages/account/sign_in_as.html", context)
