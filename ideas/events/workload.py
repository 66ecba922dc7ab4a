"""Facts about how much work departments have."""

from dataclasses import dataclass

from ideas.events.base import DomainEvent


@dataclass(frozen=True, kw_only=True)
class LoadWarned(DomainEvent):
    """In one of the weeks to come more falls due than a department can do without haste; told once a week."""

    type = "department.load_warned"
    consumers = ("notify",)
    department_id: int
