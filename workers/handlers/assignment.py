"""Consumer `assign`: gives a department's waiting reviews their owners."""

from ideas.services.assignment import assign_department
from ideas.services.deliveries import Lease


def run(lease: Lease) -> None:
    """Serve the department that the delivery aims at, or that the event names; running it again changes nothing."""
    assign_department(department_id=lease.target_id or _named(lease))


def _named(lease: Lease) -> int:
    named = lease.payload.get("department_id")
    if not isinstance(named, int):
        raise TypeError("An assignment without a department.")
    return named
