"""What an author was shown before sending, in a form that a page or a client can hand back."""

import re
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"(\d{1,9})\|([0-9])\|([a-z0-9:,_-]{0,500})\|(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True)
class ShownRouting:
    """Rule set version, tier, departments as `slug:mode` and the promised day. Equal values: nothing changed since."""

    rule_set: int
    tier: int
    departments: tuple[str, ...]
    promised_on: date

    def as_text(self) -> str:
        """Return the value of a hidden field."""
        return f"{self.rule_set}|{self.tier}|{','.join(self.departments)}|{self.promised_on.isoformat()}"

    @classmethod
    def from_text(cls, text: str) -> "ShownRouting | None":
        """Return what `as_text` wrote; None for anything else, which counts as nothing shown."""
        found = _FORM.fullmatch(text)
        if found is None:
            return None
        try:
            day = date.fromisoformat(found[4])
        except ValueError:
            return None
        return cls(int(found[1]), int(found[2]), tuple(filter(None, found[3].split(","))), day)
