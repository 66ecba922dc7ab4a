"""Reads one part of a rule set at a time, so that a wrong part can be named exactly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self, TypeGuard


class RuleSetError(ValueError):
    """A rule set that cannot be used; `place` and `field` say where it is wrong.

    `place` is the part in the file's own words ("rule FIN-1", "question data"), `field` the
    path inside it ("when.any[2].gte"), empty when the part as a whole is wrong.
    """

    code = "rule_set_invalid"

    def __init__(self, place: str, field: str, detail: str) -> None:
        super().__init__(f"{place}, {field}: {detail}" if field else f"{place}: {detail}")
        self.place = place
        self.field = field
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON object of a rule set, with the words and the path that lead to it."""

    data: Mapping[str, object]
    place: str = "rule set"
    path: str = ""

    @classmethod
    def of(cls, value: object, place: str, path: str = "") -> Self:
        if not isinstance(value, Mapping):
            raise RuleSetError(place, path, "must be an object")
        return cls(value, place, path)

    def named(self, place: str) -> "Node":
        """The same object under a name of its own, from which paths start afresh."""
        return Node(self.data, place)

    def at(self, field: str) -> str:
        return f"{self.path}.{field}" if self.path else field

    def error(self, field: str, detail: str) -> RuleSetError:
        return RuleSetError(self.place, self.at(field) if field else self.path, detail)

    def allow(self, *fields: str) -> None:
        """Refuse every field that is not in `fields`, because a misspelt one would do nothing."""
        for field in self.data:
            if field not in fields:
                raise self.error(str(field), "is not a known field")

    def value(self, field: str) -> object:
        if field not in self.data:
            raise self.error(field, "is missing")
        return self.data[field]

    def text(self, field: str) -> str:
        value = self.value(field)
        if not isinstance(value, str) or not value.strip():
            raise self.error(field, "must be a text that is not empty")
        return value

    def optional_text(self, field: str) -> str:
        return self.text(field) if field in self.data else ""

    def number(self, field: str, *, least: int = 0) -> int:
        value = self.value(field)
        if not is_whole(value) or value < least:
            raise self.error(field, f"must be a whole number of {least} or more")
        return value

    def flag(self, field: str) -> bool:
        value = self.value(field)
        if not isinstance(value, bool):
            raise self.error(field, "must be true or false")
        return value

    def items(self, field: str) -> list[object]:
        value = self.value(field)
        if not isinstance(value, list):
            raise self.error(field, "must be a list")
        return value

    def node(self, field: str) -> "Node":
        return Node.of(self.value(field), self.place, self.at(field))

    def nodes(self, field: str) -> list["Node"]:
        """The objects of the list `field`, which must hold at least one."""
        found = [Node.of(item, self.place, f"{self.at(field)}[{n}]") for n, item in enumerate(self.items(field))]
        if not found:
            raise self.error(field, "must not be empty")
        return found

    def unique(self, field: str, keys: Iterable[object]) -> None:
        """Refuse a list `field` in which two parts have the same key."""
        seen: set[object] = set()
        for key in keys:
            if key in seen:
                raise self.error(field, f"names {key} twice")
            seen.add(key)


def is_whole(value: object) -> TypeGuard[int]:
    """Is it an integer? Python counts True as 1, a rule set does not."""
    return isinstance(value, int) and not isinstance(value, bool)
