"""What every fact has in common.

`consumers` names the handlers that must run once for each such event, `()` for none; `workers/registry.py` maps them.
Fields hold ids and codes only, no text and no names.
"""

from dataclasses import asdict, dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """The base of every fact. `idea_id`: the idea it is about; `actor_id`: who did it, None for the system."""

    type: ClassVar[str]
    consumers: ClassVar[tuple[str, ...]]
    # Whether the public figures of its idea say all that pages must learn; otherwise open pages fetch their words anew.
    is_told_by_figures: ClassVar[bool] = False
    idea_id: int | None = None
    actor_id: int | None = None

    def payload(self) -> dict[str, object]:
        """Return what is stored besides idea and actor."""
        return {key: value for key, value in asdict(self).items() if key not in {"idea_id", "actor_id"}}
