"""How the machinery is doing, and what to do with deliveries that were given up."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.addresses import csv_address
from frontend.forms.deliveries import CancelForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from ideas.exceptions import InvalidValue, NotPermitted
from ideas.models import Delivery, User
from ideas.policies.deliveries import can_manage_deliveries, can_read_deliveries
from ideas.querysets.deliveries import DeliveryQuerySet
from ideas.querysets.keyset import Key, Ordering, take_page
from ideas.selectors.audit import UNSEALED_IS_LATE_SECONDS
from ideas.selectors.given_up import given_up_consumers, given_up_deliveries
from ideas.selectors.outbox_health import OutboxHealth, Sign, outbox_health
from ideas.services.given_up import cancel_delivery, retry_delivery, retry_given_up
from ideas.services.heartbeats import BEAT, RELAY, WORKER, WORKER_OUTSIDE

ROWS = 25
LATEST = Ordering("-given_up", (Key("finished_at", is_descending=True), Key("id", is_descending=True)))
LATE_SECONDS = 60
# An idle worker is heard of once a minute, through the sweep that beat starts.
SILENT_SECONDS = 180
CONSUMERS: dict[str, str | Promise] = {
    "route": gettext_lazy("asking the departments"),
    "assign": gettext_lazy("finding a reviewer"),
    "notify": gettext_lazy("telling people here"),
    "account_mail": gettext_lazy("mail to sign in"),
    "announce": gettext_lazy("announcing a decision"),
    "email": gettext_lazy("e-mail"),
    "slack": gettext_lazy("Slack"),
    "teams": gettext_lazy("Microsoft Teams"),
    "webhook": gettext_lazy("webhook"),
}
PROCESSES: tuple[tuple[str, str | Promise], ...] = (
    (RELAY, gettext_lazy("Relay: sees to it that everything is tried")),
    (WORKER, gettext_lazy("Worker: routes, assigns and tells people here")),
    (WORKER_OUTSIDE, gettext_lazy("Worker for what goes outside: mail, chat, webhooks")),
    (BEAT, gettext_lazy("Clock of periodic work")),
)


@dataclass(frozen=True)
class Row:
    """One delivery that was given up, and what it was for."""

    delivery: Delivery
    label: str | Promise


@dataclass(frozen=True)
class Process:
    """One line of the table of processes; `sign` is None for one that was never heard of."""

    label: str | Promise
    sign: Sign | None
    is_silent: bool


@dataclass(frozen=True)
class AskedDeliveries:
    """Deliveries that were given up; `consumer` is what they were for, None for anything."""

    rows: DeliveryQuerySet
    consumer: str | None


@for_members
@require_safe
def health(request: MemberRequest) -> HttpResponse:
    """Show the figures of the outbox and what was given up, the latest first; `?consumer=` narrows the list."""
    asked = asked_deliveries(request)
    known, consumer = given_up_consumers(viewer=request.user), asked.consumer
    page = take_page(
        asked.rows,
        LATEST,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"given-up:{request.user.pk}:{consumer}",
    )
    figures = outbox_health()
    context = {
        "figures": figures,
        "is_late": figures.oldest_due_seconds > LATE_SECONDS,
        "is_audit_late": figures.unsealed_seconds > UNSEALED_IS_LATE_SECONDS,
        "processes": processes_of(figures),
        "page": page,
        "rows": [Row(delivery, CONSUMERS.get(delivery.consumer, delivery.consumer)) for delivery in page.rows],
        "consumers": [(name, CONSUMERS.get(name, name), name == consumer) for name in known],
        "consumer": consumer,
        "can_manage": can_manage_deliveries(request.user),
        "csv_url": csv_address(request, "settings-deliveries-csv"),
    }
    return render(request, "frontend/pages/deliveries/health.html", context)


def asked_deliveries(request: MemberRequest) -> AskedDeliveries:
    """Return the deliveries that were given up as the address asks for them.

    Raises:
        NotPermitted: the reader does not look after them (403).
    """
    _refuse_unless_reader(request.user)
    consumer = request.GET.get("consumer") or None
    return AskedDeliveries(given_up_deliveries(viewer=request.user, consumer=consumer), consumer)


def processes_of(figures: OutboxHealth) -> list[Process]:
    """Return the long-running processes with their last signs of life."""
    signs = {sign.process: sign for sign in figures.signs}
    return [
        Process(label, signs.get(name), name not in signs or signs[name].age_seconds > SILENT_SECONDS)
        for name, label in PROCESSES
    ]


@for_members
@require_safe
def inspect(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show one delivery that was given up: what it was for, its tries, and the last error without secrets."""
    context = {
        "delivery": (delivery := _given_up(request.user, public_id)),
        "label": CONSUMERS.get(delivery.consumer, delivery.consumer),
        "can_manage": can_manage_deliveries(request.user),
    }
    return render(request, "frontend/pages/deliveries/inspect.html", context)


@for_members
@require_POST
def retry(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Try one delivery again."""
    retry_delivery(delivery=_given_up(request.user, public_id), by=request.user)
    messages.success(request, _("It is being tried again."))
    return redirect("settings-health")


@for_members
@require_POST
def retry_all(request: MemberRequest) -> HttpResponse:
    """Try everything again that was given up, or everything to one consumer; 500 at a time."""
    number = retry_given_up(by=request.user, consumer=request.POST.get("consumer") or None)
    sentence = ngettext("%(number)d delivery is tried again.", "%(number)d deliveries are tried again.", number)
    messages.success(request, sentence % {"number": number})
    return redirect("settings-health")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Ask why a delivery is not needed any more, and cancel it."""
    delivery = _given_up(request.user, public_id)
    if not can_manage_deliveries(request.user):
        raise NotPermitted(_("Only administrators look after deliveries."))
    form = CancelForm(request.POST or None)
    status = 200
    if request.method == "POST" and not form.is_valid():
        status = 422
    elif request.method == "POST":
        try:
            cancel_delivery(delivery=delivery, by=request.user, reason=form.cleaned_data["reason"])
        except InvalidValue as error:
            status = add_refusal(form, error)
        else:
            messages.success(request, _("The delivery is cancelled."))
            return redirect("settings-health")
    context = {
        "heading": _("Cancel this delivery?"),
        "text": _("It is never tried again. What was written before stays as it is."),
        "yes_label": _("Cancel the delivery"),
        "back_url": reverse("settings-health"),
        "field": form["reason"],
        "is_danger": True,
    }
    return render(request, "frontend/pages/deliveries/cancel.html", context, status=status)


def _refuse_unless_reader(user: User) -> None:
    if not can_read_deliveries(user):
        raise NotPermitted(_("Administrators and programme managers see this page."))


def _given_up(user: User, public_id: UUID) -> Delivery:
    _refuse_unless_reader(user)
    return get_object_or_404(given_up_deliveries(viewer=user), public_id=public_id)
