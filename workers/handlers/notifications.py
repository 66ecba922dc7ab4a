"""Consumer `notify`: tells the people, channels and webhooks that a fact concerns."""

from ideas.services.channels import tell_channels
from ideas.services.deliveries import Lease
from ideas.services.notifications import tell_people


def run(lease: Lease) -> None:
    """Write the news and what must be sent because of it; running it again adds nothing."""
    tell_people(event_id=lease.event_id)
    tell_channels(event_id=lease.event_id)
