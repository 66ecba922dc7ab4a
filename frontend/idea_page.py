"""What the page of an idea shows besides its departments: who wrote it, support in words and bars, the next date."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from frontend.idea_parts import IdeaParts
from ideas.models import Idea, User
from ideas.routing.clock import working_days_between
from ideas.selectors.acts import standings_of
from ideas.selectors.authors import shown_author
from ideas.selectors.calendars import organisation, working_calendar
from ideas.selectors.comments import Discussion, ShownComment
from ideas.selectors.support import Breadth, FollowState, Support, support_of
from ideas.workflow import Stage


@dataclass(frozen=True)
class IdeaHead:
    """The head of the page."""

    names: str
    place: str
    on_behalf_of: str
    is_protected: bool
    is_own: bool
    edit_count: int
    acts: tuple[str, ...]


@dataclass(frozen=True)
class NextStep:
    """Who owes the next answer: `who` `words` `date`; `note` says how long it is to the promised date."""

    who: str = ""
    words: str = ""
    date: datetime | None = None
    is_late: bool = False
    is_promise_late: bool = False
    note: str = ""


@dataclass(frozen=True)
class Bar:
    """A department and its votes; `tone` is quiet for those counted together."""

    label: str
    value: int
    tone: str = ""


@dataclass(frozen=True)
class SupportView:
    """Support in words and bars."""

    support: Support
    words: str
    bars: list[Bar]
    most: int
    can_unfollow: bool
    is_muted: bool


@dataclass(frozen=True)
class CommentView:
    """Context of components/comment.html."""

    id: str
    author_name: str
    department_name: str
    created_at: datetime
    edited_at: datetime | None
    body_html: SafeString
    badge: str
    is_hidden: bool
    is_deleted: bool
    hidden_reason: str
    may: frozenset[str]
    replies: "list[CommentView]"


def head_of(*, idea: Idea, viewer: User) -> IdeaHead:
    """Return who wrote `idea`, as far as `viewer` may know, and what the reader may do with it. Six queries."""
    byline = shown_author(idea, viewer)
    author = byline.author
    place = [author.department.name if author.department else "", author.site] if author else []
    return IdeaHead(
        names=_listed([person.name for person in byline.people]),
        place=", ".join(filter(None, place)),
        on_behalf_of=_listed([person.name for person in byline.on_behalf_of]),
        is_protected=byline.is_protected,
        is_own=byline.is_own,
        edit_count=idea.edition - 1,
        acts=standings_of(viewer=viewer, ideas=[idea])[idea.pk].acts,
    )


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return pgettext("list of names", "%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def support_view(*, idea: Idea, viewer: User) -> SupportView:
    """Return the support of `idea` as its page shows it."""
    support = support_of(idea=idea, viewer=viewer)
    bars = [Bar(part.name, part.votes) for part in support.breadth.parts] + _others(support.breadth)
    return SupportView(
        support=support,
        words=_support_words(support),
        bars=bars,
        most=max((bar.value for bar in bars), default=0),
        can_unfollow=support.follow == FollowState.FOLLOWING,
        is_muted=support.follow == FollowState.MUTED,
    )


def _others(breadth: Breadth) -> list[Bar]:
    """Return the bar of what is counted together: departments under five votes, and people without one."""
    if not breadth.other_votes:
        return []
    label = _("People without a department")
    if breadth.others:
        words = ngettext("One more (under five votes)", "%(count)d more (under five votes each)", breadth.others)
        label = words % {"count": breadth.others}
    return [Bar(label, breadth.other_votes, "quiet")]


def _support_words(support: Support) -> str:
    if not support.votes:
        return _("Nobody has voted for it.")
    people = ngettext("%(count)d person", "%(count)d people", support.votes) % {"count": support.votes}
    if support.breadth.departments:
        departments = support.breadth.departments
        within = ngettext("in %(count)d department", "in %(count)d departments", departments)
        people = f"{people} {within % {'count': departments}}"
    verb = ngettext("%(people)s supports it.", "%(people)s support it.", support.votes)
    return verb % {"people": people}


def next_step_of(*, idea: Idea, parts: IdeaParts) -> NextStep:
    """Return who owes the next answer of an open idea, and how long it is to the promised date. Two queries."""
    departments = [line for line in parts.upcoming if line.text]  # the promise has a place of its own
    soonest = departments[-1] if departments else None
    now = timezone.now()
    is_late = soonest is not None and soonest.date is not None and soonest.date < now
    if soonest is not None:
        is_other = parts.ballot is not None or parts.waits_for_stop
        owed = ngettext("owed its answer by", "owed their answers by", soonest.who.count(",") + 1)
        words = soonest.text if is_other else owed
        step = NextStep(soonest.who, words if is_late else soonest.text, soonest.date, is_late=is_late)
    elif idea.stage == Stage.TRIAGE:
        step = NextStep(_("A triager"), pgettext("a person", "sorts it"))
    elif parts.decider is not None and parts.decider.person is not None and idea.stage == Stage.READY_FOR_DECISION:
        step = NextStep(parts.decider.person.name, pgettext("a person", "decides"))
    else:
        step = NextStep()
    is_promise_late = idea.next_answer_at is not None and idea.next_answer_at < now
    return replace(step, is_promise_late=is_promise_late, note="" if is_promise_late else _working_days(idea, now))


def _working_days(idea: Idea, now: datetime) -> str:
    if idea.next_answer_at is None:
        return ""
    days = working_days_between(working_calendar(organisation().calendar), now, idea.next_answer_at)
    return ngettext("in %(days)d working day", "in %(days)d working days", days) % {"days": days} if days > 0 else ""


def comment_view(shown: ShownComment) -> CommentView:
    """Return a comment for its template. Its HTML was made safe when it was written (ideas/markdown.py)."""
    person = shown.person
    return CommentView(
        id=str(shown.comment.public_id),
        author_name=person.name if person else "",
        department_name=person.department.name if person and person.department else "",
        created_at=shown.created_at,
        edited_at=shown.comment.edited_at,
        body_html=SafeString(shown.body_html),  # nosec B703 - rendered and cleaned by ideas/markdown.py
        badge=_("author") if shown.is_by_author else "",
        is_hidden=shown.is_hidden,
        is_deleted=shown.is_deleted,
        hidden_reason=shown.hidden_reason,
        may=shown.may,
        replies=[comment_view(reply) for reply in shown.replies],
    )


def threads_of(discussion: Discussion) -> list[CommentView]:
    """Return one page of threads for their template."""
    return [comment_view(thread) for thread in discussion.threads]
