"""Consumer `notify`: tells the people, channels and webhooks that a fact concerns."""

from ideas.services.channels import tell_channels_of
from ideas.services.deliveries import Lease
from ideas.services.notifications import tell_people_of


def run(lease: Lease) -> None:
    """Write the news and what must be sent because of it; running it again adds nothing."""
    run_many([lease])


def run_many(leases: list[Lease]) -> None:
    """Do it for several facts, set by set."""
    events = [lease.event_id for lease in leases]
    tell_people_of(event_ids=events)
    tell_channels_of(event_ids=events)
