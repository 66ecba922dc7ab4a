"""The seats of the board: who speaks for each department."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.addresses import csv_address
from frontend.forms.settings import SeatForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import add_refusal
from frontend.views.settings_people import refuse_others
from ideas.exceptions import DomainError
from ideas.selectors.board_seats import SeatHolders, board_department, seat_of_department, seats_of_board
from ideas.selectors.people import names_to_offer
from ideas.services.board_seats import name_seat

UNPROCESSABLE: Final = 422


@for_members
@require_safe
def seats(request: MemberRequest) -> HttpResponse:
    """List the seats with whoever holds them now."""
    refuse_others(request.user)
    context = {"seats": seats_of_board(), "csv_url": csv_address(request, "settings-board-csv")}
    return render(request, "frontend/pages/settings/board.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: MemberRequest, slug: str) -> HttpResponse:
    """Show who is named for one seat, or name others."""
    refuse_others(request.user)
    row = seat_of_department(board_department(slug=slug))
    form = SeatForm(request.POST if request.method == "POST" else None, initial=_initial(row))
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_valid():
        try:
            name_seat(department=row.department, by=request.user, **form.cleaned_data)
        except DomainError as error:
            status = add_refusal(form, error)
        else:
            messages.success(request, _("Saved. Votes that are open keep their seats."))
            return redirect("settings-board")
    context = {
        "form": form,
        "heading": _("The seat of %(department)s") % {"department": row.department.name},
        "lead": _leads_words(row),
        "submit": _("Save"),
        "back_url": reverse("settings-board"),
        "back": _("Board"),
        "people": names_to_offer(),
    }
    return render(request, "frontend/pages/settings/form.html", context, status=status)


def _initial(row: SeatHolders) -> dict[str, object]:
    return {} if row.named is None else {"holder": row.named.holder, "deputy": row.named.deputy}


def _leads_words(row: SeatHolders) -> str:
    """Say who speaks for the department at this moment."""
    nobody = _("nobody")
    words = {"holder": row.holder.name if row.holder else nobody, "deputy": row.deputy.name if row.deputy else nobody}
    return _("Now: %(holder)s; standing in: %(deputy)s.") % words
