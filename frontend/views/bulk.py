"""Lists of reviews to work on together: rows are chosen, one act is done with each, and the page says what became of it."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from frontend.bulk import Report, chosen_keys, keep_outcomes, refused_keys, report_of, take_outcomes, ticked
from frontend.csv import count_export, csv_response
from frontend.desk import row_of
from frontend.forms.bulk import FilterForm, ReviewBulkForm, ids_of
from frontend.http import MemberRequest, for_members
from frontend.lists.reviews import NEXT_DUE, chosen_listing
from frontend.refusals import add_refusal
from ideas.exceptions import InvalidValue, NotFound
from ideas.models import AnswerTemplate
from ideas.policies.roles import standing_of
from ideas.querysets.keyset import take_page
from ideas.selectors.answer_templates import templates_of
from ideas.selectors.bulk import (
    REVIEW_LISTS,
    chosen_reviews,
    departments_of,
    people_to_assign,
    reviews_to_work_on,
)
from ideas.services.bulk import MOST_ROWS, act_on_reviews, refuse_wrong_number

EXPORT: Final = "export"


@dataclass(frozen=True)
class Words:
    """What a list is called, and what stands in it when nothing does."""

    heading: str | Promise
    nothing: str | Promise


WORDS: Final = {
    "mine": Words(gettext_lazy("My reviews, several at once"), gettext_lazy("Nothing of yours fits.")),
    "to-take": Words(gettext_lazy("Open to claim, several at once"), gettext_lazy("Nothing waits to be claimed.")),
    "departments": Words(
        gettext_lazy("My departments, several at once"), gettext_lazy("Nothing in your departments fits.")
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def reviews(request: MemberRequest, which: str) -> HttpResponseBase:
    """Show one list of reviews with its filters; posting does one act with those chosen, or sends them as a file.

    Raises:
        NotFound: there is no such list (404).
    """
    if which not in REVIEW_LISTS:
        raise NotFound(_("There is no such list."))
    places = people_to_assign(departments=standing_of(request.user).reviews_for)
    templates = templates_of(kind=AnswerTemplate.Kind.REVIEW)
    form = ReviewBulkForm(which, places, templates, request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _page(request, which, form)
    if not form.is_valid():
        return _page(request, which, form, status=422)
    try:
        return _done(request, which, form)
    except InvalidValue as refused:
        return _page(request, which, form, status=add_refusal(form, refused))


def _done(request: MemberRequest, which: str, form: ReviewBulkForm) -> HttpResponseBase:
    ids, act = ids_of(chosen_keys(request)), request.POST.get("act", "")
    if act == EXPORT:
        refuse_wrong_number(len(ids))
        count_export(request.user.pk)
        return csv_response(name="reviews", listing=chosen_listing(request.user, which, ids))
    rows = chosen_reviews(viewer=request.user, ids=ids)
    outcomes = act_on_reviews(reviews=rows, by=request.user, order=form.order(act))
    keep_outcomes(request, which, outcomes)
    return redirect(request.get_full_path())


def _page(request: MemberRequest, which: str, form: ReviewBulkForm, *, status: int = 200) -> HttpResponseBase:
    narrowed = FilterForm(departments_of(viewer=request.user), request.GET)
    filters = narrowed.filters()
    page = take_page(
        reviews_to_work_on(viewer=request.user, which=which, filters=filters),
        NEXT_DUE,
        limit=MOST_ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"bulk:{request.user.pk}:{which}:{filters}",
    )
    report = _report(request, which)
    context = {
        "which": which,
        "words": WORDS[which],
        "filters": narrowed,
        "page": page,
        "rows": [row_of(review) for review in page.rows],
        "form": form,
        "report": report,
        "ticked": ticked(request, report, [str(row.public_id) for row in page.rows]),
    }
    return render(request, "frontend/pages/reviews/bulk.html", context, status=status)


def _report(request: MemberRequest, which: str) -> Report | None:
    outcomes = take_outcomes(request, which) if request.method != "POST" else []
    refused = ids_of(refused_keys(outcomes))
    rows = chosen_reviews(viewer=request.user, ids=refused) if refused else {}
    names = {str(key): f"{row.idea.ref} {row.idea.title}" for key, row in rows.items() if row is not None}
    return report_of(outcomes, names)
