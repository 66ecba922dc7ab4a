"""Consumer `assign`: gives a department's waiting reviews their owners."""

from ideas.services.assignment import assign_department
from ideas.services.deliveries import Lease


def run(lease: Lease) -> None:
    """Serve the department that the delivery aims at, or that the event names; running it again changes nothing."""
    assign_department(department_id=lease.target_id or _named(lease))


def run_many(leases: list[Lease]) -> None:
    """Serve the one department that all these deliveries ask for: one run does what each of them wants."""
    run(leases[0])


def group_of(lease: Lease) -> str:
    """Return what deliveries for the same department have in common."""
    return str(lease.target_id or lease.payload.get("department_id"))


def _named(lease: Lease) -> int:
    named = lease.payload.get("department_id")
    if not isinstance(named, int):
        raise TypeError("An assignment without a department.")
    return named
