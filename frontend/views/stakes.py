"""The suppliers in which people have a stake, and those named by mistake."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.addresses import csv_address
from frontend.forms.interests import StakeSettlingForm, StakeStrikingForm, SuppliersForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import refused_status
from ideas.querysets.keyset import take_page
from ideas.selectors.stakes import OLDEST, stake_to_strike, stakes_held_fast, stakes_to_strike, supplier_interests_of
from ideas.services.stakes import ask_to_strike_stake, settle_stake
from ideas.services.suppliers import declare_supplier_interests

ROWS = 50


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def own_suppliers(request: MemberRequest) -> HttpResponse:
    """Show in which suppliers one has a stake, and change it."""
    initial = {"names": "\n".join(one.name for one in supplier_interests_of(person=request.user))}
    form = SuppliersForm(request.POST if request.method == "POST" else None, initial=initial)
    status = refused_status(form, lambda _given: declare_supplier_interests(person=request.user, names=form.listed()))
    if status:
        return _own_page(request, form=form, status=status)
    messages.success(request, _("Kept. Ideas that name one of them do not come to you."))
    return redirect("profile")


@for_members
@require_POST
def ask_to_strike(request: MemberRequest) -> HttpResponse:
    """Say that one of the suppliers was named by mistake."""
    form = StakeStrikingForm(list(stakes_held_fast(person=request.user)), request.POST)
    status = refused_status(
        form, lambda given: ask_to_strike_stake(person=request.user, name=given["supplier"], reason=given["reason"])
    )
    if status:
        return _own_page(request, striking=form, status=status)
    messages.success(request, _("Asked. A programme manager strikes it out, or says why it stays."))
    return redirect("profile-suppliers")


def _own_page(
    request: MemberRequest,
    *,
    form: SuppliersForm | None = None,
    striking: StakeStrikingForm | None = None,
    status: int,
) -> HttpResponse:
    stakes = list(supplier_interests_of(person=request.user))
    held = list(stakes_held_fast(person=request.user))
    context = {
        "stakes": stakes,
        "form": form or SuppliersForm(initial={"names": "\n".join(one.name for one in stakes)}),
        "striking": (striking or StakeStrikingForm(held)) if held else None,
    }
    return render(request, "frontend/pages/profile/suppliers.html", context, status=status)


@for_members
@require_safe
def stakes(request: MemberRequest) -> HttpResponse:
    """List the suppliers that people named by mistake."""
    page = take_page(
        stakes_to_strike(viewer=request.user),
        OLDEST,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"stakes:{request.user.pk}",
    )
    context = {"page": page, "csv_url": csv_address(request, "stakes-csv")}
    return render(request, "frontend/pages/interests/stakes.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def stake(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show one of them; a programme manager strikes it out here, or lets it stand."""
    sheet = stake_to_strike(viewer=request.user, public_id=public_id)
    form = StakeSettlingForm(request.POST if request.method == "POST" else None)
    status = refused_status(
        form,
        lambda given: settle_stake(
            stake=sheet.stake, by=request.user, is_struck=given["answer"] == "strike", reason=given["reason"]
        ),
    )
    if status:
        context = {"sheet": sheet, "stake": sheet.stake, "form": form}
        return render(request, "frontend/pages/interests/stake.html", context, status=status)
    is_struck = form.cleaned_data["answer"] == "strike"
    words = _("Struck out. %(person)s can be asked again.") if is_struck else _("It stays. %(person)s hears why.")
    messages.success(request, words % {"person": sheet.stake.person.name})
    return redirect("stakes")
