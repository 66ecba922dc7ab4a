"""Declined ideas that came before one that was approved: to be found, to be settled, and credited.

Source: docs/review-process.md 3.12 "Implemented later".
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.models import Decision, Idea, IdeaAuthor, Precedent, PrecedentSearch, User
from ideas.policies.outcomes import OWNED
from ideas.policies.triage import can_open_triage
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.authors import Byline, shown_author
from ideas.selectors.similar import ideas_like
from ideas.workflow import Stage

NEWEST: Final = Ordering("-id", (Key("id", is_descending=True),))
WITHIN: Final = timedelta(days=1096)  # 36 months
MIN_LIKENESS: Final = 0.45  # titles that share about half of their letters, or fewer and several rare words
AT_MOST: Final = 3
COMPARED: Final = OWNED | {Stage.IMPLEMENTED}
_CREDITED_STAGES: Final = COMPARED | {Stage.DECLINED, Stage.STOPPED_LEARNED, Stage.BENEFITS_CONFIRMED, Stage.CLOSED}


@dataclass(frozen=True)
class Credit:
    """That one idea came before another, as a reader of one of them sees it. `byline` is of the earlier one."""

    precedent: Precedent
    is_earlier: bool
    byline: Byline


def ideas_to_compare() -> QuerySet[Idea]:
    """Return approved ideas that were not compared with declined ones yet, unordered and unevaluated."""
    done = PrecedentSearch.objects.filter(idea=OuterRef("pk"))
    return Idea.objects.filter(~Exists(done), stage__in=COMPARED)


def earlier_ideas_like(*, idea: Idea) -> list[Idea]:
    """Return up to three ideas of others, sent before `idea` and declined in the past 36 months, that resemble it.

    The most alike first, each with `likeness` (0 to about 2). None for, or among, confidential ones. At most five queries.
    """
    if idea.visibility == Idea.Visibility.CONFIDENTIAL:
        return []
    refused = Decision.objects.filter(
        kind=Decision.Kind.DECLINED, round=F("idea__round"), announced_at__gte=timezone.now() - WITHIN
    )
    authors = IdeaAuthor.objects.filter(idea=idea).values("person")
    among = (
        Idea.objects.filter(stage=Stage.DECLINED, submitted_at__lt=idea.submitted_at, pk__in=refused.values("idea"))
        .exclude(visibility=Idea.Visibility.CONFIDENTIAL)
        .exclude(pk__in=IdeaAuthor.objects.filter(person__in=authors).values("idea"))
    )
    return ideas_like(among=among, text=idea.title, least=MIN_LIKENESS, limit=AT_MOST)


def precedents_to_settle(*, viewer: User) -> QuerySet[Precedent]:
    """Return what waits for `viewer`, a triager or programme manager; none for others, and none of their own ideas.

    With both ideas. Unevaluated; one query, and the one of `standing_of`.
    """
    rows = Precedent.objects.filter(state=Precedent.State.OPEN)
    if not can_open_triage(viewer):
        return rows.none()
    readable = Idea.objects.visible_to(viewer)
    own = IdeaAuthor.objects.filter(person=viewer).values("idea")
    return (
        rows.filter(idea__in=readable, earlier__in=readable)
        .exclude(Q(idea__in=own) | Q(earlier__in=own))
        .select_related("idea", "earlier")
    )


def precedent_for(*, viewer: User, public_id: uuid.UUID) -> Precedent:
    """Return what `viewer` may settle.

    Raises:
        NotFound: there is none, it is settled, or it is for somebody else (404); the same for all.
    """
    found = precedents_to_settle(viewer=viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is nothing of that kind for you to settle."))
    return found


def credits_of(*, idea: Idea, viewer: User) -> Sequence[Credit]:
    """Return which ideas came before `idea`, and before which it came, where `viewer` may see both.

    No query before it is decided; one then, and one for each credit.
    """
    if idea.stage not in _CREDITED_STAGES:
        return ()
    readable = Idea.objects.visible_to(viewer)
    rows = Precedent.objects.filter(
        Q(idea=idea, earlier__in=readable) | Q(earlier=idea, idea__in=readable), state=Precedent.State.CREDITED
    )
    return [
        Credit(row, row.earlier_id == idea.pk, shown_author(row.earlier, viewer))
        for row in rows.select_related("idea", "earlier").order_by("id")
    ]
