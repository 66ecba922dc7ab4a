"""Tells of late or soon due steps once there is somebody to tell, and takes the idea off the list of escalated ones then.

Source: docs/review-process.md 3.11.
"""

from typing import Final

from django.db import transaction

from ideas.attention import Attention
from ideas.each import for_each
from ideas.models import Idea
from ideas.selectors.unheard import unheard_steps
from ideas.services.notifications import tell_people_of

MOST_AT_ONCE: Final = 20


def tell_unheard_again() -> int:
    """Try again to tell of steps that reached nobody who could act; return how many ideas leave the list by it.

    An idea leaves it once somebody was told of each thing that waits, or nothing of it waits any more. At most 20 ideas a
    run, chosen by chance, so that none is left out for good. Run twice, or twice at once, each piece of news is written once.
    """
    flagged = Idea.objects.filter(needs_attention=Attention.UNHEARD).order_by("?")
    return for_each(list(flagged.values_list("pk", flat=True)[:MOST_AT_ONCE]), _settle)


@transaction.atomic
def _settle(key: int) -> bool:
    rows = Idea.objects.select_for_update(no_key=True, skip_locked=True)
    idea = rows.filter(pk=key, needs_attention=Attention.UNHEARD).first()
    if idea is None:
        return False
    waiting = unheard_steps(idea=idea)
    if waiting:
        tell_people_of(event_ids=[event.pk for event in waiting])
    if waiting and unheard_steps(idea=idea):
        return False
    idea.needs_attention = ""
    idea.save(update_fields=["needs_attention"])
    return True
