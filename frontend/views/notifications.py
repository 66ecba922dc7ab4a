"""What reached its reader, and how news reaches them."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.addresses import csv_address
from frontend.forms.notifications import QUIET, PreferencesForm
from frontend.http import MemberRequest, for_members
from frontend.news import grouped, path_to
from ideas.exceptions import NotFound
from ideas.models import Notification
from ideas.querysets.keyset import take_page
from ideas.selectors.news_words import story_of
from ideas.selectors.notifications import NEWEST, mail_choices, news_for, notification_for
from ideas.selectors.personal_days import zone_of
from ideas.services.notifications import mark_done, mark_read, save_mail_choices

ROWS = 40
VIEWS = (
    ("inbox", gettext_lazy("New and open")),
    ("unread", gettext_lazy("Unread")),
    ("done", gettext_lazy("Put away")),
)


@dataclass(frozen=True)
class AskedNews:
    """News of the reader; `show` is one of VIEWS."""

    rows: QuerySet[Notification]
    show: str


@for_members
@require_safe
def inbox(request: MemberRequest) -> HttpResponse:
    """Show the news of the reader, grouped by idea; `?show=` is inbox, unread or done."""
    return render(request, "frontend/pages/notifications/inbox.html", _inbox(request))


@for_members
@require_safe
def inbox_list(request: MemberRequest) -> HttpResponse:
    """Answer with the list alone, for a page that is open."""
    return render(request, "frontend/partials/notifications/list.html", _inbox(request))


def _inbox(request: MemberRequest) -> dict[str, object]:
    asked = asked_news(request)
    page = take_page(
        asked.rows,
        NEWEST,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"news:{request.user.pk}:{asked.show}",
    )
    groups = grouped(page.rows, viewer=request.user)
    return {
        "groups": groups,
        "page": page,
        "show": asked.show,
        "views": VIEWS,
        "is_first": "cursor" not in request.GET,
        "csv_url": csv_address(request, "notifications-csv"),
    }


def asked_news(request: MemberRequest) -> AskedNews:
    """Return the news that the address asks for.

    Raises:
        NotFound: there is no such list of news (404).
    """
    show = request.GET.get("show", "inbox")
    if show not in dict(VIEWS):
        raise NotFound(_("There is no such list of news."))
    return AskedNews(news_for(viewer=request.user, show=show), show)


@for_members
@require_safe
def bell(request: MemberRequest) -> HttpResponse:
    """Answer with the bell, for pages that are open."""
    return render(request, "frontend/components/bell.html")


@for_members
@require_POST
def open_news(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Mark one piece of news as read and go where it leads."""
    news = notification_for(viewer=request.user, public_id=public_id)
    mark_read(by=request.user, news=[public_id])
    return HttpResponseRedirect(path_to(story_of(news, zone=zone_of(person=request.user)).place))


@for_members
@require_POST
def read(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Mark one piece of news as read."""
    notification_for(viewer=request.user, public_id=public_id)
    mark_read(by=request.user, news=[public_id])
    return redirect("notifications")


@for_members
@require_POST
def read_all(request: MemberRequest) -> HttpResponse:
    """Mark everything as read."""
    mark_read(by=request.user)
    return redirect("notifications")


@for_members
@require_POST
def done(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put one piece of news away, or bring it back (`undo`)."""
    notification_for(viewer=request.user, public_id=public_id)
    mark_done(by=request.user, news=[public_id], is_done="undo" not in request.POST)
    return redirect("notifications")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: MemberRequest) -> HttpResponse:
    """Show and keep how each kind of news reaches the reader."""
    groups = mail_choices(person=request.user)
    initial = {QUIET: request.user.quiet_hours}
    form = PreferencesForm(groups, request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            save_mail_choices(person=request.user, choices=form.choices(), quiet_hours=form.cleaned_data[QUIET])
            messages.success(request, _("Kept. It holds from the next news on."))
            return redirect("notification-preferences")
    return render(request, "frontend/pages/notifications/preferences.html", {"form": form}, status=status)
