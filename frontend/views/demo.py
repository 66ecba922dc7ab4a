"""What an evaluation sends nowhere: its mails, and what the demo's webhook receiver got.

Their addresses exist in evaluation mode only, and answer only whoever sits at this machine.
"""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from frontend import demo_files
from frontend.peers import is_at_this_machine
from ideas.models import User
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of
from ideas.selectors.calendars import organisation
from ideas.selectors.notifications import waiting_mail
from ideas.services.digests import open_digests_early


@require_safe
@never_cache
def mail(request: HttpRequest) -> HttpResponse:
    """Show the mails that would have gone out, and how many wait: for working hours, or for half past eight."""
    _refuse_unless_evaluating(request)
    context = {"mails": demo_files.mails(), "waiting": waiting_mail(), "layout": _layout(request)}
    context["is_demo"] = organisation().is_demo
    return render(request, "frontend/pages/demo/mail.html", context)


@require_POST
def send_daily_mail(request: HttpRequest) -> HttpResponse:
    """Send now what waits for half past eight, so that it can be looked at."""
    _refuse_unless_evaluating(request)
    count = open_digests_early()
    if count:
        words = ngettext(
            "%(count)d daily mail is on its way: it is here within seconds.",
            "%(count)d daily mails are on their way: they are here within seconds.",
            count,
        )
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("Nothing waits for anybody who is here."))
    return redirect("demo-mail")


@require_safe
@never_cache
def receiver(request: HttpRequest) -> HttpResponse:
    """Show what the demo's receiver got."""
    _refuse_unless_evaluating(request)
    context = {"messages_received": demo_files.messages(), "layout": _layout(request)}
    return render(request, "frontend/pages/demo/receiver.html", context)


@require_safe
@never_cache
def receiver_list(request: HttpRequest) -> HttpResponse:
    """Answer with the list alone, for a page that is open."""
    _refuse_unless_evaluating(request)
    return render(request, "frontend/partials/demo/received.html", {"messages_received": demo_files.messages()})


def _refuse_unless_evaluating(request: HttpRequest) -> None:
    """Mails hold links that open accounts: without the demo only those see them who look after accounts anyway."""
    if settings.MODE != "evaluation" or not is_at_this_machine(request):
        raise Http404
    reader = request.user
    may_see_all = isinstance(reader, User) and standing_of(reader).has(Permission.MANAGE_PEOPLE)
    if not (may_see_all or organisation().is_demo):
        raise Http404


def _layout(request: HttpRequest) -> str:
    return f"frontend/layouts/{'base' if request.user.is_authenticated else 'open'}.html"
