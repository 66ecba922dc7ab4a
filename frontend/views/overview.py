"""The overview: promises kept, what waits, what was answered; each number opens its list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from frontend.addresses import csv_address
from frontend.charts import Drawing, Series, draw_bars
from frontend.forms.overview import ListForm, PeriodForm
from frontend.http import MemberRequest, for_members
from frontend.views.errors import error_page
from ideas.exceptions import InvalidValue, NotFound
from ideas.policies.rule_sets import can_edit_rules
from ideas.querysets.ideas import IdeaQuerySet
from ideas.querysets.keyset import Key, Ordering, take_page
from ideas.selectors.calendars import organisation
from ideas.selectors.overview import AGES, Figure, Kept, Month, Overview, Span, ideas_behind, overview_for

ROWS: Final = 25
NEWEST = Ordering("new", (Key("submitted_at", is_descending=True), Key("id", is_descending=True)))
HEADINGS: Final[dict[str, str | Promise]] = {
    Figure.DUE: gettext_lazy("Answers that fell due"),
    Figure.KEPT: gettext_lazy("Promises kept"),
    Figure.MISSED: gettext_lazy("Promises missed"),
    Figure.RESPONSE_DUE: gettext_lazy("First responses that fell due"),
    Figure.RESPONSE_KEPT: gettext_lazy("First responses in time"),
    Figure.RESPONSE_MISSED: gettext_lazy("First responses missed"),
    Figure.WAITING: gettext_lazy("Waiting for an answer"),
    Figure.LATE: gettext_lazy("Late today"),
    Figure.SHARED: gettext_lazy("Shared"),
    Figure.ANSWERED: gettext_lazy("Answered"),
}


@dataclass(frozen=True)
class Number:
    """One figure as `components/figure.html` wants it."""

    label: str
    value: str
    note: str
    url: str
    url_label: str
    definition: str
    unit: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a chart's table; each number opens its list."""

    label: str
    cells: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class AskedFigure:
    """The list behind one figure as an address asks for it."""

    form: ListForm
    span: Span
    ideas: IdeaQuerySet


@for_members
@require_safe
def overview(request: MemberRequest) -> HttpResponse:
    """Show the figures of the last 3 or 12 months over the ideas that the reader may see."""
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return error_page(request, 400, sentence=_("There is no such period."))
    months = form.cleaned_data["months"]
    found = overview_for(viewer=request.user, months=months, zone=_zone())
    context = {
        "months": months,
        "overview": found,
        "numbers": _numbers(found, months),
        "ages": _age_chart(found),
        "age_rows": _age_rows(found),
        "answers": _month_chart(found.months),
        "can_edit_rules": can_edit_rules(request.user),
        "month_rows": [_month_row(month) for month in reversed(found.months)],
    }
    return render(request, "frontend/pages/overview/overview.html", context)


@for_members
@require_safe
def overview_list(request: MemberRequest, figure: str) -> HttpResponse:
    """Show the ideas behind one figure, the newest first."""
    try:
        asked = asked_figure(request, figure)
    except InvalidValue as refused:
        return error_page(request, 400, sentence=refused.sentence)
    form = asked.form
    page = take_page(
        asked.ideas,
        NEWEST,
        limit=ROWS,
        cursor=form.cleaned_data["cursor"] or None,
        bound_to=f"overview:{request.user.pk}:{figure}:{form.bound_to()}",
    )
    context = {
        "heading": HEADINGS[figure],
        "span": asked.span,
        "is_by_time": form.is_by_time(figure),
        "page": page,
        "csv_url": csv_address(request, "overview-csv", figure=figure),
    }
    return render(request, "frontend/pages/overview/list.html", context)


def asked_figure(request: MemberRequest, figure: str) -> AskedFigure:
    """Return the ideas behind `figure` that the address asks for.

    Raises:
        NotFound: there is no such figure (404).
        InvalidValue: a filter is wrong (422).
    """
    if figure not in HEADINGS:
        raise NotFound(_("There is no such list."))
    form = ListForm(request.GET)
    if not form.is_valid():
        raise InvalidValue(_("There is no such list."))
    span = form.span(_zone())
    ideas = ideas_behind(viewer=request.user, figure=Figure(figure), span=span, age=form.cleaned_data["age"])
    return AskedFigure(form, span, ideas.select_related("tally"))


def _zone() -> ZoneInfo:
    return ZoneInfo(organisation().time_zone)


def list_url(figure: Figure, **parameters: str | int | None) -> str:
    """Return the address of the list behind a figure."""
    query = urlencode({name: value for name, value in parameters.items() if value is not None})
    return reverse("overview-list", args=[figure.value]) + (f"?{query}" if query else "")


def _numbers(found: Overview, months: int) -> list[Number]:
    return [_kept(found, months), _responded(found, months), _waiting(found), _late(found), _answered(found, months)]


def _kept(found: Overview, months: int) -> Number:
    words = {"kept": found.decisions.kept, "due": found.decisions.due}
    return Number(
        label=_("Promises kept"),
        value=_percent(found.decisions),
        note=_("%(kept)s of %(due)s answers that fell due") % words,
        url=list_url(Figure.MISSED, months=months),
        url_label=_see_missed(found.decisions),
        definition=_(
            "Ideas decided by the promised date ÷ ideas whose date fell in the period. One that is still open past its "
            "date counts as missed; withdrawn, merged and redirected ideas do not count."
        ),
    )


def _responded(found: Overview, months: int) -> Number:
    words = {"kept": found.first_responses.kept, "due": found.first_responses.due}
    return Number(
        label=_("First responses in time"),
        value=_percent(found.first_responses),
        note=_("%(kept)s of %(due)s that fell due") % words,
        url=list_url(Figure.RESPONSE_MISSED, months=months),
        url_label=_see_missed(found.first_responses),
        definition=_(
            "Authors to whom somebody wrote, or who had their decision, by the date promised for a first response ÷ ideas "
            "whose date fell in the period. Withdrawn, merged and redirected ideas do not count."
        ),
    )


def _percent(kept: Kept) -> str:
    return "–" if kept.percent is None else _("%(percent)s %%") % {"percent": kept.percent}


def _see_missed(kept: Kept) -> str:
    return ngettext("See the %(count)s missed", "See the %(count)s missed", kept.missed) % {"count": kept.missed}


def _waiting(found: Overview) -> Number:
    return Number(
        label=_("Waiting for an answer"),
        value=str(found.waiting),
        note=_oldest(found.oldest_at),
        url=list_url(Figure.WAITING),
        url_label=_("See them"),
        definition=_("Ideas that were shared and have no announced answer yet."),
    )


def _oldest(oldest_at: datetime | None) -> str:
    if oldest_at is None:
        return _("nothing waits")
    return _("the oldest since %(day)s") % {"day": _day(oldest_at)}


def _day(moment: datetime) -> str:
    local = moment.astimezone(_zone())
    return f"{local.day} {MONTHS[local.month]} {local.year}"


def _late(found: Overview) -> Number:
    reviews = ngettext("and %(count)s department’s answer", "and %(count)s departments’ answers", found.late_reviews)
    return Number(
        label=_("Late today"),
        value=str(found.late),
        note=reviews % {"count": found.late_reviews},
        url=list_url(Figure.LATE),
        url_label=_("See them"),
        definition=_("Ideas past their promised date, and reviews past theirs."),
        tone="late" if found.late or found.late_reviews else "",
    )


def _answered(found: Overview, months: int) -> Number:
    shared, answered = (sum(getattr(month, name) for month in found.months) for name in ("shared", "answered"))
    return Number(
        label=_("In and answered"),
        value=_("%(shared)s in, %(answered)s out") % {"shared": shared, "answered": answered},
        note=ngettext("in %(count)s month", "in %(count)s months", months) % {"count": months},
        url=list_url(Figure.ANSWERED, months=months),
        url_label=_("See the answered"),
        definition=_("Ideas shared, and decisions announced, in the period and the running month."),
    )


def _age_label(place: int) -> str:
    youngest, oldest = AGES[place]
    if oldest is None:
        return _("over %(weeks)s weeks") % {"weeks": youngest // 7}
    if youngest == 0:
        return _("under a week")
    return _("%(first)s to %(last)s weeks") % {"first": youngest // 7, "last": oldest // 7}


def _age_chart(found: Overview) -> Drawing:
    labels = [_age_label(place) for place in range(len(AGES))]
    return draw_bars(labels, [Series(_("waiting"), "waiting", list(found.ages))])


def _age_rows(found: Overview) -> list[Row]:
    return [
        Row(_age_label(place), ((number, list_url(Figure.WAITING, age=place)),))
        for place, number in enumerate(found.ages)
    ]


def _month_chart(months: tuple[Month, ...]) -> Drawing:
    return draw_bars(
        [str(MONTHS[month.start.month])[:3] for month in months],
        [
            Series(_("shared"), "shared", [month.shared for month in months]),
            Series(_("answered"), "answered", [month.answered for month in months]),
        ],
    )


def _month_row(month: Month) -> Row:
    key = f"{month.start:%Y-%m}"
    return Row(
        f"{MONTHS[month.start.month]} {month.start.year}",
        (
            (month.shared, list_url(Figure.SHARED, month=key)),
            (month.answered, list_url(Figure.ANSWERED, month=key)),
        ),
    )
