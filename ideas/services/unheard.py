"""Where a date came near or passed and nobody may be told of it, whoever decides is let in, or somebody must look.

Source: docs/review-process.md 3.11.
"""

from collections.abc import Mapping, Sequence

from ideas.attention import Attention
from ideas.models import Event, Idea
from ideas.selectors.recipient_rules import WAITS, Recipient
from ideas.selectors.recipient_rules.naming import idea_of
from ideas.selectors.recipients import recipients_of
from ideas.selectors.unheard import is_heard
from ideas.services.readiness import let_decider_read
from ideas.workflow import OPEN_STAGES

Found = dict[int, list[Recipient]]


def see_to_unheard(*, events: Sequence[Event], found: Mapping[int, list[Recipient]]) -> Found:
    """Find somebody for the steps of ladders that reach nobody who could act; return whom they reach then, by event.

    Of an idea that is not open to all, whoever decides is named its reader. Where even that reaches nobody, the idea goes
    on the list of escalated ideas, until somebody can be told (`telling_again`). Part of a service that has a transaction.

    Args:
        found: whom each of `events` reaches.
    """
    unheard = [event for event in events if event.type in WAITS and not is_heard(found.get(event.pk, ()))]
    waiting = [event for event in unheard if WAITS[event.type](event)]
    return {event.pk: _find(event) for event in sorted(waiting, key=lambda event: event.idea_id or 0)}


def _find(event: Event) -> list[Recipient]:
    idea = Idea.objects.select_for_update(no_key=True).get(pk=idea_of(event).pk)
    event.idea = idea
    if idea.stage in OPEN_STAGES and not idea.is_open:
        let_decider_read(idea)
    people = recipients_of(event=event)
    if not is_heard(people) and not idea.needs_attention:
        idea.needs_attention = Attention.UNHEARD
        idea.save(update_fields=["needs_attention"])
    return people
