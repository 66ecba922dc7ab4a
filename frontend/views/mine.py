"""My ideas: drafts, what waits for an answer, what was answered."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from frontend.addresses import csv_address, idea_address
from frontend.http import MemberRequest, for_members
from ideas.models import Idea, User
from ideas.querysets.keyset import Key, Ordering, take_page
from ideas.selectors.authors import shown_author
from ideas.selectors.ideas import my_ideas
from ideas.workflow import OPEN_STAGES, Stage

ROWS = 50
LAST_CHANGED = Ordering("-updated", (Key("updated_at", is_descending=True), Key("id", is_descending=True)))


@dataclass(frozen=True)
class MyIdea:
    """One row; `with_others`: the names of the other authors."""

    idea: Idea
    url: str
    with_others: str
    is_late: bool


@dataclass(frozen=True)
class Group:
    """Rows that wait for the same thing."""

    code: str
    heading: str | Promise
    lead: str | Promise
    rows: list[MyIdea]


GROUPS = (
    ("draft", _("Drafts"), _("Only you and your co-authors see these.")),
    ("waiting", _("Waiting for an answer"), _("Each has a date by which you hear from us.")),
    ("answered", _("Answered"), _("Decided, withdrawn or done.")),
)


@for_members
@require_safe
def my_ideas_page(request: MemberRequest) -> HttpResponse:
    """Show the reader's own ideas, the last changed first, by what they wait for."""
    page = take_page(
        my_ideas(viewer=request.user),
        LAST_CHANGED,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"my-ideas:{request.user.pk}",
    )
    groups = [
        Group(code, heading, lead, [_row(idea, request.user) for idea in page.rows if _group_of(idea) == code])
        for code, heading, lead in GROUPS
    ]
    context = {"groups": [group for group in groups if group.rows], "page": page, "share_url": reverse("idea-new")}
    context["csv_url"] = csv_address(request, "my-ideas-csv")
    return render(request, "frontend/pages/share/mine.html", context)


def _group_of(idea: Idea) -> str:
    if idea.stage == Stage.DRAFT:
        return "draft"
    has_answer: bool = getattr(idea, "has_answer", False)
    return "waiting" if idea.stage in OPEN_STAGES and not has_answer else "answered"


def _row(idea: Idea, viewer: User) -> MyIdea:
    byline = shown_author(idea, viewer)
    others = ", ".join(one.name for one in (*byline.people, *byline.on_behalf_of) if one.pk != viewer.pk)
    is_late = idea.next_answer_at is not None and idea.next_answer_at < timezone.now()
    url = reverse("draft", args=[idea.ref]) if idea.stage == Stage.DRAFT else idea_address(idea.ref)
    return MyIdea(idea, url, others, is_late)
