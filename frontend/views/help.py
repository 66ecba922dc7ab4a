"""Pages that explain; the same for everybody, with or without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

SHORTCUTS: tuple[tuple[tuple[str, ...], Promise], ...] = (
    (("?",), _("This page")),
    (("/",), _("Search")),
    (("C",), _("Share an idea")),
    (("G", "I"), _("Go to ideas")),
    (("G", "M"), _("Go to my ideas")),
    (("G", "R"), _("Go to my reviews")),
    (("G", "N"), _("Go to news")),
    (("G", "D"), _("Go to the overview")),
    (("G", "T"), _("Go to triage")),
    (("J",), _("Next in the list")),
    (("K",), _("Previous in the list")),
    (("O",), _("Open what is chosen in the list")),
    (("X",), _("Choose a row, where several can be chosen")),
    (("Shift", "X"), _("Choose every row up to this one")),
    (("U",), _("Back")),
    (("[",), _("Previous page of a list")),
    (("]",), _("Next page of a list")),
    (("V",), _("Give or take back your vote")),
    (("A",), _("Ask the author, while reviewing")),
    (("H",), _("Hand over, while reviewing")),
    (("I",), _("Say that you have an interest, while reviewing")),
    (("R",), _("Send for review, in triage")),
    (("Q",), _("Let it just be done, in triage")),
    (("M",), _("Merge, in triage")),
    (("D",), _("Choose another door, in triage")),
    (("T",), _("Bring together, in triage")),
    (("Z",), _("Undo what was just done")),
    (("Ctrl", "Enter"), _("Send the form you are in; works in fields too")),
)


@require_safe
def help_page(request: HttpRequest, page: str) -> HttpResponse:
    """Show one page of help; `page` comes from the URL configuration, never from the reader."""
    layout = "base" if request.user.is_authenticated else "open"
    context = {"layout": f"frontend/layouts/{layout}.html", "shortcuts": SHORTCUTS}
    return render(request, f"frontend/pages/help/{page}.html", context)
