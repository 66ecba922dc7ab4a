"""Lists of what follows decisions, as files."""

from typing import Final

from django.utils.translation import gettext_lazy

from frontend import design
from frontend.csv import Column, Listing, csv_view
from frontend.http import MemberRequest
from frontend.views.triage import refuse_unless_triager
from frontend.watch_words import watch_words
from ideas.models import Appeal, Condition, Precedent, Watch
from ideas.selectors import conditions, precedents, watches
from ideas.selectors.appeals import BY_DATE, appeals_to_decide
from ideas.selectors.conditions import conditions_to_meet
from ideas.selectors.precedents import precedents_to_settle
from ideas.selectors.watches import watches_for

WATCHES: Final[tuple[Column[Watch], ...]] = (
    Column(gettext_lazy("Number"), lambda row: row.decision.idea.ref),
    Column(gettext_lazy("Title"), lambda row: row.decision.idea.title),
    Column(gettext_lazy("Stage"), lambda row: design.look_of(design.STAGES, row.decision.idea.stage).words),
    Column(gettext_lazy("We look at it again when"), watch_words),
    Column(gettext_lazy("Decided by"), lambda row: row.decision.decided_by.name),
    Column(gettext_lazy("Decided"), lambda row: row.decision.decided_at),
)


def _watches(request: MemberRequest) -> Listing[Watch]:
    return Listing(watches_for(viewer=request.user), watches.NEWEST, WATCHES)


APPEALS: Final[tuple[Column[Appeal], ...]] = (
    Column(gettext_lazy("Number"), lambda row: row.decision.idea.ref),
    Column(gettext_lazy("Title"), lambda row: row.decision.idea.title),
    Column(gettext_lazy("Decided by"), lambda row: row.decision.decided_by.name),
    Column(gettext_lazy("About"), lambda row: row.get_ground_display()),
    Column(gettext_lazy("Answer by"), lambda row: row.due_at),
)


def _appeals(request: MemberRequest) -> Listing[Appeal]:
    return Listing(appeals_to_decide(viewer=request.user), BY_DATE, APPEALS)


CONDITIONS: Final[tuple[Column[Condition], ...]] = (
    Column(gettext_lazy("Condition"), lambda row: row.text),
    Column(gettext_lazy("Number"), lambda row: row.decision.idea.ref if row.decision else ""),
    Column(gettext_lazy("By"), lambda row: row.due_on),
)


def _conditions(request: MemberRequest) -> Listing[Condition]:
    return Listing(conditions_to_meet(viewer=request.user), conditions.BY_DATE, CONDITIONS)


PRECEDENTS: Final[tuple[Column[Precedent], ...]] = (
    Column(gettext_lazy("Approved"), lambda row: row.idea.ref),
    Column(gettext_lazy("Title"), lambda row: row.idea.title),
    Column(gettext_lazy("Declined before"), lambda row: row.earlier.ref),
    Column(gettext_lazy("Its title"), lambda row: row.earlier.title),
    Column(gettext_lazy("Found"), lambda row: row.created_at),
)


def _precedents(request: MemberRequest) -> Listing[Precedent]:
    refuse_unless_triager(request.user)
    return Listing(precedents_to_settle(viewer=request.user), precedents.NEWEST, PRECEDENTS)


conditions_csv = csv_view("conditions", _conditions)
appeals_csv = csv_view("appeals", _appeals)
precedents_csv = csv_view("precedents", _precedents)
watches_csv = csv_view("watches", _watches)
