"""Consumer `route`: opens the departments' reviews of an idea."""

from ideas.services.deliveries import Lease
from ideas.services.routing import Asked, open_reviews_of


def run(lease: Lease) -> None:
    """Make the reviews what the idea's routing asks for; running it again changes nothing."""
    run_many([lease])


def run_many(leases: list[Lease]) -> None:
    """Do it for several ideas, set by set.

    Raises:
        ValueError: one of them names no idea.
    """
    if any(lease.idea_id is None for lease in leases):
        raise ValueError("A routing without an idea.")
    open_reviews_of(asked=[Asked(lease.idea_id, lease.event_id, lease.request_id) for lease in leases if lease.idea_id])
