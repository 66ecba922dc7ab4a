"""Importing people: a dry run first, then the same list for good."""

import base64
from typing import Final

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from frontend.forms.settings import ImportForm
from frontend.http import MemberRequest, for_members
from frontend.refusals import refusal_page
from frontend.views.settings_people import refuse_others
from ideas.exceptions import InvalidValue
from ideas.people_file import MAX_FILE_BYTES
from ideas.services.people_import import import_people, plan_import

UNPROCESSABLE: Final = 422
SALT: Final = "people-import"
STILL_GOOD_SECONDS: Final = 60 * 60
SHOWN_ROWS: Final = 50


@for_members
@require_http_methods(["GET", "POST"])
def try_import(request: MemberRequest) -> HttpResponse:
    """Take a list and show what importing it would do; nothing is written."""
    refuse_others(request.user)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        status = UNPROCESSABLE if request.method == "POST" else 200
        return render(request, "frontend/pages/settings/import.html", {"form": form}, status=status)
    content = form.cleaned_data["file"].read(MAX_FILE_BYTES + 1)
    plan = plan_import(by=request.user, content=content)
    context = {
        "plan": plan,
        "shown_people": plan.people[:SHOWN_ROWS],
        "shown_problems": plan.problems[:SHOWN_ROWS],
        "sealed": _seal(request, content) if plan.people else "",
    }
    return render(request, "frontend/pages/settings/import_plan.html", context)


@for_members
@require_POST
def confirm_import(request: MemberRequest) -> HttpResponse:
    """Import the list that was tried."""
    refuse_others(request.user)
    content = _unseal(request, request.POST.get("list", ""))
    if content is None:
        messages.error(request, _("That list was tried too long ago. Choose the file again."))
        return redirect("settings-import")
    try:
        plan = import_people(by=request.user, content=content, is_inviting=bool(request.POST.get("invite")))
    except InvalidValue as refusal:
        return refusal_page(request, refusal)
    count = len(plan.people)
    words = ngettext("One person is added.", "%(count)d people are added.", count)
    messages.success(request, words % {"count": count})
    return redirect("settings-people")


def _seal(request: MemberRequest, content: bytes) -> str:
    """The list travels with the page, signed for this person, so that what was tried is what is imported."""
    packed = base64.b64encode(content).decode("ascii")
    return signing.dumps([request.user.pk, packed], salt=SALT, compress=True)


def _unseal(request: MemberRequest, sealed: str) -> bytes | None:
    try:
        owner, packed = signing.loads(sealed, salt=SALT, max_age=STILL_GOOD_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return base64.b64decode(packed) if owner == request.user.pk else None
