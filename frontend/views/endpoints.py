"""Settings of chat channels and webhooks: connect, change, test, stop, with what their receivers said."""

import uuid
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.addresses import csv_address
from frontend.forms.endpoints import EVENT_WORDS, EndpointForm, StopForm, initial_of
from frontend.http import MemberRequest, for_members
from frontend.once import made_at
from frontend.refusals import add_refusal, refused_status
from ideas.exceptions import DomainError, NotFound
from ideas.models import Endpoint
from ideas.selectors.directory import departments_for_directory
from ideas.selectors.endpoints import attempts_of, endpoint_for, endpoints_for, needs_secret_again
from ideas.services.endpoints import (
    EndpointWithSecret,
    create_endpoint,
    delete_endpoint,
    edit_endpoint,
    rotate_secret,
    start_endpoint,
    stop_endpoint,
    test_endpoint,
)

KINDS: Final = {
    "slack": ("brand-slack", gettext_lazy("Slack")),
    "teams": ("brand-teams", gettext_lazy("Microsoft Teams")),
    "webhook": ("webhook", gettext_lazy("Webhook")),
}


@for_members
@require_safe
def endpoints(request: MemberRequest) -> HttpResponse:
    """Show every channel and webhook, with how each is doing."""
    rows = [(one, *KINDS[one.kind], needs_secret_again(one)) for one in endpoints_for(viewer=request.user)]
    context = {"rows": rows, "kinds": [(kind, *look) for kind, look in KINDS.items()]}
    context["csv_url"] = csv_address(request, "settings-endpoints-csv")
    return render(request, "frontend/pages/endpoints/list.html", context)


@for_members
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, kind: str) -> HttpResponse:
    """Connect a receiver; the secret of a webhook is shown in the answer, and never again."""
    endpoints_for(viewer=request.user)
    if kind not in KINDS:
        raise NotFound(_("There is no such kind of receiver."))
    form = EndpointForm(kind, departments_for_directory(), request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = create_endpoint(by=request.user, kind=kind, content=form.content())
            except DomainError as refused:
                status = add_refusal(form, refused)
            else:
                return _made(request, made)
    context = {"form": form, "heading": _("Connect %(kind)s") % {"kind": KINDS[kind][1]}, "kind": kind}
    return render(request, "frontend/pages/endpoints/form.html", context, status=status)


def _made(request: MemberRequest, made: EndpointWithSecret) -> HttpResponse:
    if not made.secret:
        messages.success(request, _("Connected. Send a test to see that messages arrive."))
        return redirect("settings-endpoint", made.endpoint.public_id)
    context = {"endpoint": made.endpoint, "secret": made.secret}
    shown = render(request, "frontend/pages/endpoints/secret.html", context)
    return made_at(shown, reverse("settings-endpoint", args=[made.endpoint.public_id]))


@for_members
@require_safe
def endpoint(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one receiver with its last tries and what may be done with it."""
    return render(request, "frontend/pages/endpoints/detail.html", _detail(request, public_id))


@for_members
@require_safe
def attempts(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answer with the last tries alone, for a page that waits for a test."""
    return render(request, "frontend/partials/endpoints/attempts.html", _detail(request, public_id))


def _detail(request: MemberRequest, public_id: uuid.UUID) -> dict[str, object]:
    row = endpoint_for(viewer=request.user, public_id=public_id)
    icon_name, kind = KINDS[row.kind]
    return {
        "endpoint": row,
        "kind": kind,
        "icon_name": icon_name,
        "events": [EVENT_WORDS[name] for name in row.event_types if name in EVENT_WORDS],
        "attempts": attempts_of(endpoint=row),
        "csv_url": csv_address(request, "settings-endpoint-tries-csv", public_id=public_id),
        "needs_secret": needs_secret_again(row),
        "is_webhook": row.kind == Endpoint.Kind.WEBHOOK,
        "is_waiting": "tested" in request.GET,
    }


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change name, address, events and department."""
    row = endpoint_for(viewer=request.user, public_id=public_id)
    sent = request.POST if request.method == "POST" else None
    form = EndpointForm(row.kind, departments_for_directory(), sent, has_address=True, initial=initial_of(row))
    status = refused_status(
        form,
        lambda given: edit_endpoint(
            endpoint=row, by=request.user, content=form.content(), expected_version=given["version"] or 0
        ),
    )
    if not status:
        messages.success(request, _("Saved."))
        return redirect("settings-endpoint", row.public_id)
    context = {"form": form, "heading": _("Change “%(name)s”") % {"name": row.name}, "endpoint": row}
    return render(request, "frontend/pages/endpoints/form.html", context, status=status)


@for_members
@require_POST
def test(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Send a test message; the page then waits for how its try went."""
    row = endpoint_for(viewer=request.user, public_id=public_id)
    test_endpoint(endpoint=row, by=request.user)
    messages.success(request, _("A test is on its way. Its result appears below within seconds."))
    return redirect(reverse("settings-endpoint", args=[row.public_id]) + "?tested=1")


@for_members
@never_cache
@require_POST
def rotate(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give a webhook a new secret and show it, this once."""
    return _made(
        request, rotate_secret(endpoint=endpoint_for(viewer=request.user, public_id=public_id), by=request.user)
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask why, then send nothing more to a receiver."""
    row = endpoint_for(viewer=request.user, public_id=public_id)
    form = StopForm(request.POST if request.method == "POST" else None)
    status = refused_status(form, lambda given: stop_endpoint(endpoint=row, by=request.user, **given))
    if not status:
        messages.success(request, _("It gets no more messages."))
        return redirect("settings-endpoint", row.public_id)
    context = {
        "heading": _("Stop “%(name)s”?") % {"name": row.name},
        "text": _("It gets no more messages until somebody starts it again; what waits for it is dropped."),
        "yes_label": _("Stop it"),
        "field": form["reason"],
    }
    return _confirm(request, row, context, status)


@for_members
@require_POST
def start(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Send messages to a stopped receiver again."""
    row = start_endpoint(endpoint=endpoint_for(viewer=request.user, public_id=public_id), by=request.user)
    messages.success(request, _("It gets messages again, from now on."))
    return redirect("settings-endpoint", row.public_id)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: MemberRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask, then forget a receiver."""
    row = endpoint_for(viewer=request.user, public_id=public_id)
    if request.method == "POST":
        delete_endpoint(endpoint=row, by=request.user)
        messages.success(request, _("“%(name)s” is deleted.") % {"name": row.name})
        return redirect("settings-endpoints")
    context = {
        "heading": _("Delete “%(name)s”?") % {"name": row.name},
        "text": _("Its address, its secret and the record of its tries are forgotten. This cannot be undone."),
        "yes_label": _("Delete it"),
        "is_danger": True,
    }
    return _confirm(request, row, context, 200)


def _confirm(request: MemberRequest, row: Endpoint, context: dict[str, object], status: int) -> HttpResponse:
    back = reverse("settings-endpoint", args=[row.public_id])
    return render(request, "frontend/pages/confirm.html", {**context, "back_url": back}, status=status)
