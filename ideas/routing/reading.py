"""Reads one part of a rule set at a time, so that a wrong part can be named exactly.

A node without a log raises at the first problem. A node with one writes down what is wrong, gives a harmless value
instead and goes on, so that all problems are found in one reading; `each` then leaves out parts that raised.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self, TypeGuard, TypeVar

from ideas.routing.problems import WHOLE, Log, Place, RuleSetError, RuleSetProblem, gettext_noop

T = TypeVar("T")
KEY = re.compile("[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON object of a rule set, with the words and the path that lead to it."""

    data: Mapping[str, object]
    place: Place = WHOLE
    path: str = ""
    log: Log | None = None

    @classmethod
    def of(cls, value: object, place: Place, path: str = "", log: Log | None = None) -> Self:
        if not isinstance(value, Mapping):
            raise RuleSetError([RuleSetProblem(place, path, gettext_noop("must be an object"))], log)
        return cls(value, place, path, log)

    def named(self, words: str, name: str = "") -> "Node":
        """The same object under a name of its own, from which paths start afresh; `words` hold "%(name)s"."""
        return Node(self.data, Place(words, name), log=self.log)

    def at(self, field: str) -> str:
        return f"{self.path}.{field}" if self.path else field

    def error(self, field: str, words: str, **values: object) -> RuleSetError:
        """What to raise where nothing more can be read of this part; `words` are marked by `gettext_noop`."""
        problem = RuleSetProblem(self.place, self.at(field) if field else self.path, words, values)
        return RuleSetError([problem], self.log)

    def wrong(self, field: str, words: str, **values: object) -> None:
        """Write a problem down and go on; without a log, raise it."""
        error = self.error(field, words, **values)
        if self.log is None:
            raise error
        self.log.extend(error.problems)

    def allow(self, *fields: str) -> None:
        """Refuse every field that is not in `fields`, because a misspelt one would do nothing."""
        for field in self.data:
            if field not in fields:
                self.wrong(str(field), gettext_noop("is not a known field"))

    def has(self, field: str) -> bool:
        """Whether there is `field`; it is wrong where there is none."""
        if field not in self.data:
            self.wrong(field, gettext_noop("is missing"))
        return field in self.data

    def value(self, field: str) -> object:
        return self.data[field] if self.has(field) else None

    def text(self, field: str) -> str:
        value = self.value(field)
        if isinstance(value, str) and value.strip():
            return value
        self.wrong(field, gettext_noop("must be a text that is not empty"))
        return ""

    def optional_text(self, field: str) -> str:
        return self.text(field) if field in self.data else ""

    def word(self, field: str, words: Iterable[str]) -> str:
        """One of `words`; of a wrong one, the first of them."""
        known = list(words)
        found = self.text(field)
        if found in known:
            return found
        self.wrong(field, gettext_noop("must be one of %(choices)s"), choices=", ".join(known))
        return known[0]

    def key(self, field: str) -> str:
        """A name by which other parts, stored answers and addresses know this part."""
        value = self.text(field)
        if not KEY.fullmatch(value):
            self.wrong(field, gettext_noop("must be at most 40 letters without accents, digits, “_” and “-”"))
        return value

    def number(self, field: str, *, least: int = 0, most: int = 10**12) -> int:
        value = self.value(field)
        if not is_whole(value) or value < least:
            self.wrong(field, gettext_noop("must be a whole number of %(least)s or more"), least=least)
            return least
        if value > most:
            self.wrong(field, gettext_noop("must be at most %(most)s"), most=most)
        return min(value, most)

    def flag(self, field: str) -> bool:
        value = self.value(field)
        if not isinstance(value, bool):
            self.wrong(field, gettext_noop("must be true or false"))
        return value is True

    def items(self, field: str) -> list[object]:
        value = self.value(field)
        if isinstance(value, list):
            return value
        self.wrong(field, gettext_noop("must be a list"))
        return []

    def node(self, field: str) -> "Node":
        """The object `field`; of a wrong one, an empty object whose problems nobody hears of."""
        value = self.value(field)
        if isinstance(value, Mapping):
            return Node(value, self.place, self.at(field), self.log)
        self.wrong(field, gettext_noop("must be an object"))
        return Node({}, self.place, self.at(field), [])

    def nodes(self, field: str) -> list["Node"]:
        """The objects of the list `field`, which must hold at least one."""
        items = self.items(field)
        if not items:
            self.wrong(field, gettext_noop("must not be empty"))
        return [
            Node.of(item, self.place, f"{self.at(field)}[{n}]", self.log)
            for n, item in enumerate(items)
            if self._is_object(item, f"{field}[{n}]")
        ]

    def _is_object(self, item: object, field: str) -> bool:
        if not isinstance(item, Mapping):
            self.wrong(field, gettext_noop("must be an object"))
        return isinstance(item, Mapping)

    def each(self, nodes: Iterable["Node"], parse: Callable[["Node"], T]) -> Iterator[T]:
        """What `parse` makes of each of `nodes`, in order; with a log, those that cannot be read are left out."""
        for node in nodes:
            try:
                yield parse(node)
            except RuleSetError as error:
                self.keep(error)

    def attempt(self, parse: Callable[["Node"], tuple[T, ...]]) -> tuple[T, ...]:
        """What `parse` makes of this node; with a log, nothing where it cannot be read."""
        return next(self.each([self], parse), ())

    def keep(self, error: RuleSetError) -> None:
        """Write down what was raised, in the log of the node that raised it; without a log, raise it again."""
        if self.log is None or error.log is None:
            raise error
        error.log.extend(error.problems)

    def unique(self, field: str, keys: Iterable[object]) -> None:
        """Refuse a list `field` in which two parts have the same key."""
        seen: set[object] = set()
        for key in keys:
            if key in seen:
                self.wrong(field, gettext_noop("names %(key)s twice"), key=key)
            seen.add(key)


def is_whole(value: object) -> TypeGuard[int]:
    """Is it an integer? Python counts True as 1, a rule set does not."""
    return isinstance(value, int) and not isinstance(value, bool)
