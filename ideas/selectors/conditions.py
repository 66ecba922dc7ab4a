"""Conditions of a yes, for those who see to them."""

import uuid
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.models import Condition, Idea, User
from ideas.querysets.keyset import Key, Ordering
from ideas.routing.clock import local_day
from ideas.selectors.calendars import organisation, working_calendar

BY_DATE: Final = Ordering("due", (Key("due_on"), Key("id")))


def today_here() -> date:
    """Return the day on the organisation's calendar. Two queries."""
    return local_day(working_calendar(organisation().calendar), timezone.now())


def conditions_to_meet(*, viewer: User) -> QuerySet[Condition]:
    """Return the open conditions that `viewer` sees to, of decisions that were told; with decision and idea. Unevaluated."""
    rows = Condition.objects.filter(
        owner=viewer,
        met_at__isnull=True,
        due_on__isnull=False,
        decision__announced_at__isnull=False,
        decision__idea__in=Idea.objects.visible_to(viewer),
    )
    return rows.select_related("decision__idea")


def condition_for(*, viewer: User, public_id: uuid.UUID) -> Condition:
    """Return a condition of a decision that was told, of an idea that `viewer` may see.

    Raises:
        NotFound: there is none, or it is not for them to know (404); the same for both.
    """
    rows = Condition.objects.select_related("decision__idea", "owner", "met_by")
    told = rows.filter(decision__announced_at__isnull=False, decision__idea__in=Idea.objects.visible_to(viewer))
    found = told.filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such condition, or you may not see it."))
    return found
