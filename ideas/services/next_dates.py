"""Nothing is forgotten: an open idea with which nothing is to happen next is put on the list of escalated ideas.

Source: docs/review-process.md 3.14, invariant 20.
"""

from typing import Final

from django.db import transaction
from django.utils import timezone

from ideas import outbox
from ideas.attention import Attention
from ideas.events.reminders import IdeaWithoutDate
from ideas.models import Idea
from ideas.selectors.escalated import is_escalated
from ideas.selectors.next_dates import ideas_without_date

MOST_AT_ONCE: Final = 200


@transaction.atomic
def flag_ideas_without_date() -> int:
    """Put every open idea without a date to come on the list, at most 200 a run; return how many.

    Those that are on the list for another reason stay as they are; those that have a date again leave it. Run twice,
    or twice at once, each is flagged once.

    Emits: IdeaWithoutDate for each.
    """
    now = timezone.now()
    flagged = Idea.objects.filter(needs_attention=Attention.NO_DATE)
    flagged.exclude(pk__in=ideas_without_date(now=now).values("pk")).update(needs_attention="")
    wanted = ideas_without_date(now=now).exclude(is_escalated())
    keys = list(wanted.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    if not keys:
        return 0
    list(Idea.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    # Anew, because something may have happened before they were locked.
    found = sorted(wanted.filter(pk__in=keys).values_list("pk", flat=True))
    Idea.objects.filter(pk__in=found).update(needs_attention=Attention.NO_DATE)
    outbox.record_all([IdeaWithoutDate(idea_id=key) for key in found])
    return len(found)
