"""Consumer `announce`: tells everybody a decision when its time has come."""

from ideas.services.decisions import announce_decision
from ideas.services.deliveries import Lease


def run(lease: Lease) -> None:
    """Announce the decision that the event names; one announced before stays as it is."""
    decision_id = lease.payload.get("decision_id")
    if not isinstance(decision_id, int):
        raise TypeError("An announcement without a decision.")
    announce_decision(decision_id=decision_id)
