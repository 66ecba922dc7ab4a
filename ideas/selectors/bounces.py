"""Reviews that departments sent back, for whoever settles whose they are."""

import uuid
from typing import Final

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.models import Bounce, Department, Idea, IdeaAuthor, User
from ideas.policies.bounces import BOUNCES_FOR_TRIAGERS, is_in_reach
from ideas.policies.reviews import OPEN_STATES
from ideas.policies.triage import can_open_triage
from ideas.querysets.keyset import Key, Ordering
from ideas.workflow import OPEN_STAGES

FIRST_DUE: Final = Ordering("due", (Key("due_at"), Key("id")))


def bounces_to_settle(*, viewer: User) -> QuerySet[Bounce]:
    """Return what waits for `viewer` to settle it, the next due first; unevaluated. None for those who keep no order.

    Own ideas, and from the third bounce of a round on what is for programme managers, are left out. Each row has
    `idea`, `review`, its department, `suggested` and `by` loaded. One query, and the one of `standing_of`.
    """
    if not can_open_triage(viewer):
        return Bounce.objects.none()
    readable = Idea.objects.visible_to(viewer).filter(stage__in=OPEN_STAGES)
    rows = Bounce.objects.filter(
        settled_at__isnull=True, round=F("idea__round"), review__state__in=OPEN_STATES, idea__in=readable
    ).exclude(idea__in=IdeaAuthor.objects.filter(person=viewer).values("idea"))
    if not is_in_reach(viewer, BOUNCES_FOR_TRIAGERS + 1):
        rows = rows.filter(number__lte=BOUNCES_FOR_TRIAGERS)
    return rows.select_related("idea__tally", "review__department", "review__owner", "suggested", "by").order_by(
        "due_at", "id"
    )


def bounce_for(*, viewer: User, public_id: uuid.UUID) -> Bounce:
    """Return what `viewer` may settle.

    Raises:
        NotFound: there is none, it is settled, or it is for somebody else (404).
    """
    found = bounces_to_settle(viewer=viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is nothing of that kind for you to settle."))
    return found


def departments_to_suggest(*, instead_of: Department) -> QuerySet[Department]:
    """Return the other departments that review ideas, by name; unevaluated."""
    found = Department.objects.filter(is_active=True, kind=Department.Kind.CORE).exclude(pk=instead_of.pk)
    return found.order_by("name_sort", "id")
