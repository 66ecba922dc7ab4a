"""Reads where misplaced concerns belong and by which words they are noticed. Rule sets without these parts notice none.

Source: docs/review-process.md 3.3, 3.4.
"""

from collections.abc import Callable
from typing import TypeVar

from ideas.routing.problems import gettext_noop
from ideas.routing.reading import Node
from ideas.routing.ruleset import Concern, Door, TextHint

_PLACES = {
    "doors": gettext_noop("door %(name)s"),
    "concerns": gettext_noop("concern %(name)s"),
    "text_hints": gettext_noop("text hint %(name)s"),
}
T = TypeVar("T")


def parse_doors(root: Node) -> tuple[Door, ...]:
    """The doors, each with a code of its own."""
    return _listed(root, "doors", "code", _door)


def parse_concerns(root: Node) -> tuple[Concern, ...]:
    """The concerns in file order; each leads to one of the doors."""
    parts = root.data.get("doors")
    codes = {part.get("code") for part in parts if isinstance(part, dict)} if isinstance(parts, list) else set()
    return _listed(root, "concerns", "code", lambda node: _concern(node, codes))


def parse_text_hints(root: Node, slugs: frozenset[str]) -> tuple[TextHint, ...]:
    """The hints in file order, at most one for each department."""
    return _listed(root, "text_hints", "department", lambda node: _hint(node, slugs))


def _listed(root: Node, field: str, key: str, parse: Callable[[Node], T]) -> tuple[T, ...]:
    """The parts of the list `field`, each read under its own name; none where the rule set lacks the list."""
    if field not in root.data:
        return ()
    nodes = root.nodes(field)
    root.unique(field, [one.text(key) for one in nodes])
    return tuple(root.each(nodes, lambda one: parse(one.named(_PLACES[field], one.text(key)))))


def _door(node: Node) -> Door:
    node.allow("code", "label", "words", "address")
    return Door(node.key("code"), node.text("label"), node.text("words"), node.optional_text("address"))


def _concern(node: Node, doors: set[object]) -> Concern:
    node.allow("code", "door", "words", "phrases")
    if node.text("door") not in doors:
        node.wrong("door", gettext_noop("must be one of the doors"))
    return Concern(node.key("code"), node.text("door"), node.text("words"), _phrases(node))


def _hint(node: Node, slugs: frozenset[str]) -> TextHint:
    node.allow("department", "why", "phrases")
    if node.text("department") not in slugs:
        node.wrong("department", gettext_noop("must be a department of this rule set"))
    return TextHint(node.text("department"), node.text("why"), _phrases(node))


def _phrases(node: Node) -> tuple[str, ...]:
    found = tuple(one for one in node.items("phrases") if isinstance(one, str) and any(map(str.isalnum, one)))
    if not found or len(found) != len(node.items("phrases")):
        node.wrong("phrases", gettext_noop("must list texts with a letter or digit, at least one"))
    node.unique("phrases", found)
    return found
