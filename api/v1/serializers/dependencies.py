"""Bodies of what departments wait for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from ideas.selectors.dependencies import Wait


@dataclass(frozen=True, slots=True)
class WaitBody:
    """A department that answers before this one."""

    department: Annotated[str, _("slug of the department")]
    name: str
    rule: str
    why: str
    until: Annotated[datetime, _("from then on nobody waits for it")]
    arrived_at: Annotated[datetime | None, _("when it had answered before then")]
    is_over: Annotated[bool, _("nobody waits for it any more")]


def wait_body(wait: Wait) -> WaitBody:
    """Return one department that answers first."""
    return WaitBody(wait.slug, wait.name, wait.rule_id, wait.why, wait.until, wait.arrived_at, wait.is_over)
