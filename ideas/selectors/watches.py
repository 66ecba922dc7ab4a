"""What ideas sleep for, for those who may wake them."""

import uuid
from typing import Final

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.models import Decision, Idea, IdeaAuthor, Reopening, User, Watch
from ideas.policies.watches import ASLEEP, can_wake_ideas_of_others
from ideas.querysets.keyset import Key, Ordering

NEWEST: Final = Ordering("-id", (Key("id", is_descending=True),))


def standing_watches() -> QuerySet[Watch]:
    """Return the watches that may still wake their ideas: told, of the present round, asleep; unevaluated."""
    return Watch.objects.filter(
        woken_at__isnull=True,
        decision__announced_at__isnull=False,
        decision__round=F("decision__idea__round"),
        decision__idea__stage__in=ASLEEP,
    )


def watches_for(*, viewer: User) -> QuerySet[Watch]:
    """Return what `viewer` may wake ideas by: what they decided; for triagers and programme managers everything.

    With decision, idea and department; never of ideas that they wrote or may not see. Unevaluated.
    """
    rows = standing_watches().filter(decision__idea__in=Idea.objects.visible_to(viewer))
    if not can_wake_ideas_of_others(viewer):
        rows = rows.filter(decision__decided_by=viewer)
    own = IdeaAuthor.objects.filter(person=viewer).values("idea")
    return rows.exclude(decision__idea__in=own).select_related("decision__idea", "decision__decided_by", "department")


def watch_for(*, viewer: User, public_id: uuid.UUID) -> Watch:
    """Return a watch of an idea that `viewer` may see, whose decision was told; whether it is over is not asked.

    Raises:
        NotFound: there is none, or it is not for them to know (404); the same for both.
    """
    rows = Watch.objects.select_related("decision__idea", "decision__decided_by", "department")
    told = rows.filter(decision__announced_at__isnull=False, decision__idea__in=Idea.objects.visible_to(viewer))
    found = told.filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such watch, or you may not see it."))
    return found


def earlier_decisions(*, idea: Idea) -> list[Decision]:
    """Return the decisions of the rounds before the present one, the latest first. At most one query."""
    if idea.round < 2:
        return []
    return list(Decision.objects.filter(idea=idea, round__lt=idea.round).order_by("-round"))


def reopening_of(*, idea: Idea) -> Reopening | None:
    """Return why the present round was begun; None in the first. At most one query."""
    if idea.round < 2:
        return None
    return Reopening.objects.filter(idea=idea, round=idea.round).select_related("by").first()
