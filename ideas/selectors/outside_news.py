"""What a channel or webhook may be told of a fact, from the present rows. No names of people, ever.

Open ideas are told with their title and facts, restricted ones without, confidential ones not at all.
Source: docs/notifications.md "Channels".
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.events import PUBLIC_EVENT_TYPES
from ideas.models import Comment, Decision, Event, Idea, Review
from ideas.outside import NotNeeded
from ideas.realtime import MIN_VOTES_FOR_BREADTH
from ideas.selectors.calendars import organisation
from ideas.selectors.news_words import shorten
from ideas.workflow import Stage

MAX_SUMMARY_CHARS: Final = 280


@dataclass(frozen=True)
class OutsideNews:
    """One fact for outside. `title` is None where it may not be told. `facts` are label and value, for people.

    `review_id`: the public id of the review it is about, where there is one.
    """

    type: str
    occurred_at: datetime
    ref: str
    stage: str
    tier: int | None
    visibility: str
    headline: str
    title: str | None
    summary: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    review_id: str | None = None
    votes: int | None = None
    departments: int | None = None
    comments: int | None = None
    decision: str | None = None
    department: str | None = None
    live_version: int = 0
    due_at: datetime | None = None


def outside_news(*, event_id: int) -> OutsideNews:
    """Return what may be told of an event now.

    Raises:
        NotNeeded: its idea became confidential or was taken away, or what it was about is gone.
    """
    event = Event.objects.select_related("idea__tally").get(pk=event_id)
    idea = event.idea
    if idea is None or event.type not in PUBLIC_EVENT_TYPES or idea.stage == Stage.DRAFT:
        raise NotNeeded("There is nothing to tell outside.")
    if idea.visibility == Idea.Visibility.CONFIDENTIAL:
        raise NotNeeded("The idea is confidential.")
    return _open_news(event, idea) if idea.is_open else _discreet_news(event, idea)


def _discreet_news(event: Event, idea: Idea) -> OutsideNews:
    review = _review(event)
    headline = _("A review is waiting") if event.type == "review.assigned" else _("There is news of an idea")
    return OutsideNews(
        type=event.type,
        occurred_at=event.occurred_at,
        ref=idea.ref,
        stage=idea.stage,
        tier=idea.tier,
        visibility=idea.visibility,
        headline=headline,
        title=None,
        review_id=str(review.public_id) if review else None,
        live_version=event.idea_version or 0,
    )


def _open_news(event: Event, idea: Idea) -> OutsideNews:
    review, decision = _review(event), _decision(event)
    _refuse_hidden_comment(event)
    tally = idea.tally
    shows_breadth = tally.vote_count >= MIN_VOTES_FOR_BREADTH
    return OutsideNews(
        type=event.type,
        occurred_at=event.occurred_at,
        ref=idea.ref,
        stage=idea.stage,
        tier=idea.tier,
        visibility=idea.visibility,
        headline=_headline(event, review, decision),
        title=idea.title,
        summary=shorten(_summary(idea, review, decision), MAX_SUMMARY_CHARS),
        facts=_facts(idea, review, decision),
        review_id=str(review.public_id) if review else None,
        votes=tally.vote_count,
        departments=tally.department_count if shows_breadth else None,
        comments=tally.comment_count,
        decision=decision.kind if decision else None,
        department=review.department.slug if review else None,
        live_version=event.idea_version or 0,
        due_at=review.due_at if review else None,
    )


def _review(event: Event) -> Review | None:
    number = event.payload.get("review_id")
    if not isinstance(number, int):
        return None
    return Review.objects.select_related("department").filter(pk=number).first()


def _decision(event: Event) -> Decision | None:
    number = event.payload.get("decision_id")
    if not isinstance(number, int):
        return None
    found = Decision.objects.filter(pk=number, announced_at__isnull=False).first()
    if found is None:
        raise NotNeeded("The decision is not announced.")
    return found


def _refuse_hidden_comment(event: Event) -> None:
    number = event.payload.get("comment_id")
    if not isinstance(number, int):
        return
    if not Comment.objects.filter(pk=number, deleted_at__isnull=True, hidden_at__isnull=True).exists():
        raise NotNeeded("The comment was taken away.")


def _headline(event: Event, review: Review | None, decision: Decision | None) -> str:
    if decision is not None:
        return str(Decision.Kind(decision.kind).label)
    name = review.department.name if review else ""
    headlines = {
        "idea.submitted": _("New idea"),
        "idea.edited": _("Idea changed"),
        "idea.withdrawn": _("Idea taken back"),
        "comment.posted": _("New comment"),
        "reviews.opened": _("In review"),
        "review.assigned": _("Review needed – %(department)s") % {"department": name},
        "review.submitted": _("%(department)s has answered") % {"department": name},
        "idea.ready_for_decision": _("Ready for decision"),
    }
    return headlines.get(event.type, _("News of an idea"))


def _summary(idea: Idea, review: Review | None, decision: Decision | None) -> str:
    if decision is not None:
        return decision.explanation
    if review is not None:
        return _("Asked because: %(why)s.") % {"why": review.why.rstrip(". ")}
    return idea.proposal


def _facts(idea: Idea, review: Review | None, decision: Decision | None) -> tuple[tuple[str, str], ...]:
    facts = [(_("Stage"), str(Stage(idea.stage).label))]
    if review is not None and review.submitted_at is None:
        facts.append((_("Due"), _local(review.due_at)))
    if idea.tier is not None:
        facts.append((_("Tier"), str(idea.tier)))
    waiting = _waiting_for(idea)
    if waiting and decision is None:
        facts.append((_("Waiting for"), waiting))
    facts.append((_("Support"), _support(idea)))
    return tuple(facts)


def _waiting_for(idea: Idea) -> str:
    open_states = (Review.State.QUEUED, Review.State.ASSIGNED, Review.State.DRAFTING)
    rows = Review.objects.filter(idea=idea, round=idea.round, state__in=open_states, mode=Review.Mode.REQUIRED)
    return ", ".join(rows.order_by("department__name_sort").values_list("department__name", flat=True))


def _support(idea: Idea) -> str:
    count = idea.tally.vote_count
    votes = ngettext("%(count)d vote", "%(count)d votes", count) % {"count": count}
    if count < MIN_VOTES_FOR_BREADTH:
        return votes
    departments = idea.tally.department_count
    breadth = ngettext("%(count)d department", "%(count)d departments", departments) % {"count": departments}
    return _("%(votes)s from %(departments)s") % {"votes": votes, "departments": breadth}


def _local(moment: datetime) -> str:
    local = moment.astimezone(ZoneInfo(organisation().calendar.time_zone))
    return f"{date_format(local)}, {date_format(local, 'H:i')}"
