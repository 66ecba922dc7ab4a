"""Reads which departments answer after which others. Rule sets without this part let all answer side by side.

Source: docs/review-process.md 3.9.
"""

from ideas.routing.conditions import Vocabulary, parse_condition
from ideas.routing.problems import gettext_noop
from ideas.routing.reading import Node
from ideas.routing.ruleset import Dependency


def parse_dependencies(root: Node, words: Vocabulary, slugs: frozenset[str]) -> tuple[Dependency, ...]:
    """The dependencies in file order; who is waited for waits for nobody, because a window has two parts."""
    if "dependencies" not in root.data:
        return ()
    found = tuple(root.each(root.nodes("dependencies"), lambda node: _dependency(node, words, slugs)))
    root.unique("dependencies", (one.id for one in found))
    if {one.department for one in found} & {one.after for one in found}:
        root.wrong("dependencies", gettext_noop("must not let a department wait for one that waits itself"))
    return found


def _dependency(listed: Node, words: Vocabulary, slugs: frozenset[str]) -> Dependency:
    rule_id = listed.key("id")
    node = listed.named(gettext_noop("dependency %(name)s"), rule_id)
    node.allow("id", "department", "after", "when", "why")
    for field in ("department", "after"):
        if node.text(field) not in slugs:
            node.wrong(field, gettext_noop("must be a department of this rule set"))
    return Dependency(
        id=rule_id,
        department=node.text("department"),
        after=node.text("after"),
        condition=parse_condition(node.node("when"), words),
        why=node.text("why"),
    )
