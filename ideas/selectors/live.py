"""Who may follow which live topic, and what changed while a page was not listening.

A client's topics are `idea:<ref>`, `board`, `me` and `queue:<department>`; whoever may not follow one hears the same
silence as for one that does not exist.
"""

import uuid
from collections.abc import Collection, Mapping
from typing import Final

from django.db.models import Max

from ideas import realtime
from ideas.models import Department, Idea, Review, User
from ideas.policies.roles import standing_of
from ideas.querysets.ideas import IdeaQuerySet
from ideas.realtime import Figures, LiveChange, version_at
from ideas.selectors.navigation import news_version
from ideas.workflow import Stage

ME: Final = "me"
_IDEA, _QUEUE = "idea:", "queue:"


def changes_of(*, viewer: User, topics: frozenset[str]) -> dict[str, LiveChange]:
    """Return the present state of those of `topics` that `viewer` may follow, by the client's name of each.

    One query for all open ideas, two more where there are others, one for each other topic; an unknown or forbidden topic is left out.
    """
    if not viewer.is_active:
        return {}
    found = _ideas(viewer, topics)
    if ME in topics:
        found[ME] = LiveChange(realtime.person_topic(viewer.public_id), news_version(viewer=viewer))
    if realtime.board_topic() in topics:
        found[realtime.board_topic()] = LiveChange(realtime.board_topic(), board_version())
    for topic in topics:
        queue = _queue(viewer, topic)
        if queue is not None:
            found[topic] = queue
    return found


def changes_since(*, viewer: User, shown: Mapping[str, int]) -> dict[str, LiveChange]:
    """Return the topics of `shown` (client's name → version on the page) that stand at a later version by now."""
    present = changes_of(viewer=viewer, topics=frozenset(shown))
    return {topic: change for topic, change in present.items() if change.version > shown[topic]}


def personal_topics(*, topics: frozenset[str]) -> frozenset[str]:
    """Return those of the hub's `topics` that not everybody may follow now: queues, and ideas that are not open. One query."""
    refs = [topic.removeprefix(_IDEA) for topic in topics if topic.startswith(_IDEA)]
    known = {realtime.idea_topic(ref) for ref in _open_ideas(refs).values_list("ref", flat=True)}
    return frozenset(topic for topic in topics if topic.startswith((_IDEA, _QUEUE)) and topic not in known)


def board_version() -> int:
    """Return the version of the board: when the newest open idea was sent, in milliseconds since 1970. One query."""
    newest = Idea.objects.sent().filter(visibility=Idea.Visibility.OPEN).aggregate(at=Max("submitted_at"))["at"]
    return version_at(newest)


def queue_version(*, department: Department) -> int:
    """Return the version of a department's queue: when a review of it last changed hands, in milliseconds since 1970."""
    latest = Review.objects.filter(department=department).aggregate(
        opened=Max("opened_at"), assigned=Max("assigned_at"), submitted=Max("submitted_at")
    )
    return max(version_at(moment) for moment in latest.values())


def _ideas(viewer: User, topics: frozenset[str]) -> dict[str, LiveChange]:
    """Open ideas are everybody's; only of others it is asked who the viewer is. Thousands of pages may come at once."""
    refs = {topic.removeprefix(_IDEA) for topic in topics if topic.startswith(_IDEA)}
    rows = list(_open_ideas(refs).select_related("tally")) if refs else []
    others = refs - {idea.ref for idea in rows}
    if others:
        rows += Idea.objects.visible_to(viewer).filter(ref__in=others).select_related("tally")
    return {realtime.idea_topic(idea.ref): _idea_change(idea) for idea in rows}


def _open_ideas(refs: Collection[str]) -> "IdeaQuerySet":
    """Those of `refs` that every active member of staff may read (`Idea.is_open`)."""
    return Idea.objects.sent().filter(ref__in=refs, visibility=Idea.Visibility.OPEN)


def _idea_change(idea: Idea) -> LiveChange:
    tally = idea.tally
    stage = Stage(idea.stage).value
    figures = Figures(
        tally.vote_count, tally.department_count, tally.comment_count, stage, content_version=tally.content_version
    )
    return LiveChange(realtime.idea_topic(idea.ref), tally.live_version, figures if idea.is_open else None)


def _queue(viewer: User, topic: str) -> LiveChange | None:
    """The queue is for the people of its department."""
    number = _uuid(topic.removeprefix(_QUEUE)) if topic.startswith(_QUEUE) else None
    if number is None:
        return None
    department = Department.objects.filter(public_id=number, pk__in=standing_of(viewer).reviews_for).first()
    if department is None:
        return None
    return LiveChange(realtime.queue_topic(department.public_id), queue_version(department=department))


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
