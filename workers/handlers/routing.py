"""Consumer `route`: opens the departments' reviews of an idea."""

from ideas.models import Event
from ideas.services.deliveries import Lease
from ideas.services.routing import open_reviews


def run(lease: Lease) -> None:
    """Make the reviews what the idea's routing asks for; running it again changes nothing."""
    if lease.idea_id is None:
        raise ValueError("A routing without an idea.")
    open_reviews(idea_id=lease.idea_id, event=Event(pk=lease.event_id))
