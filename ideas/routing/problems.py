"""What can be wrong with a rule set: which part, which field of it, and a sentence that can be translated."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


def gettext_noop(message: str) -> str:
    """Marks words for translation; whoever shows them translates them, with the same placeholders."""
    return message


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a rule set: `words` in the file's own terms ("rule %(name)s"), `name` its id, empty where it needs none."""

    words: str
    name: str = ""

    def __str__(self) -> str:
        return self.words % {"name": self.name} if self.name else self.words


WHOLE = Place(gettext_noop("rule set"))


@dataclass(frozen=True, slots=True)
class RuleSetProblem:
    """One thing that is wrong.

    `field` is the path inside the part ("when.any[2].gte"), empty when the part as a whole is wrong; `words` with
    `values` say what is wrong.
    """

    place: Place
    field: str
    words: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)

    @property
    def detail(self) -> str:
        return self.words % self.values if self.values else self.words

    def __str__(self) -> str:
        return f"{self.place}, {self.field}: {self.detail}" if self.field else f"{self.place}: {self.detail}"


Log = list[RuleSetProblem]


class RuleSetError(ValueError):
    """A rule set that cannot be used; `problems` holds all that is wrong, `place`, `field`, `detail` are the first's."""

    code = "rule_set_invalid"

    def __init__(self, problems: Iterable[RuleSetProblem], log: Log | None = None) -> None:
        self.problems = without_echoes(problems)
        super().__init__(str(self.problems[0]))
        self.log = log

    @property
    def place(self) -> str:
        return str(self.problems[0].place)

    @property
    def field(self) -> str:
        return self.problems[0].field

    @property
    def detail(self) -> str:
        return self.problems[0].detail


def without_echoes(problems: Iterable[RuleSetProblem]) -> tuple[RuleSetProblem, ...]:
    """The problems in their order, without those of a field, or of a part of one, of which an earlier problem speaks."""
    kept: dict[tuple[Place, str], RuleSetProblem] = {}
    for one in problems:
        if not any(place == one.place and _is_in(one.field, path) for place, path in kept):
            kept[one.place, one.field] = one
    return tuple(kept.values())


def _is_in(field_path: str, whole: str) -> bool:
    return field_path == whole or (bool(whole) and field_path.startswith((f"{whole}.", f"{whole}[")))
