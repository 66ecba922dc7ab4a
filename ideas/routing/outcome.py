"""What the rules answered for one idea, complete with the words of that day.

A `Routing` holds every sentence that explains it, so a later rule set cannot change what people were told
(docs/review-process.md 3.14, no. 16).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ideas.routing.conditions import AnswerValue
from ideas.routing.problems import Place
from ideas.routing.reading import Node, is_whole
from ideas.routing.ruleset import Mode

ROUTING_FORMAT = 1
_STORED = Place("routing")


class RoutingFormatError(ValueError):
    """A stored routing that this version of the program cannot read."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer with its words: `label` as on the form, `short` as quoted in "your answer: names or details"."""

    question_id: str
    answer: AnswerValue
    question: str
    label: str
    short: str

    def as_json(self) -> dict[str, object]:
        return {
            "question_id": self.question_id,
            "answer": self.answer,
            "question": self.question,
            "label": self.label,
            "short": self.short,
        }


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule that held, with the answers that made it hold (none where only the tier did)."""

    rule_id: str
    mode: Mode
    departments: tuple[str, ...]
    why: str
    answers: tuple[GivenAnswer, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "rule_id": self.rule_id,
            "mode": self.mode.value,
            "departments": list(self.departments),
            "why": self.why,
            "answers": [one.as_json() for one in self.answers],
        }


@dataclass(frozen=True, slots=True)
class DepartmentAsk:
    """One department and how it is asked; `fired` holds every rule that asked it, the naming one first."""

    slug: str
    name: str
    fired: tuple[FiredRule, ...]

    @property
    def mode(self) -> Mode:
        return self.fired[0].mode

    @property
    def rule_id(self) -> str:
        return self.fired[0].rule_id

    @property
    def why(self) -> str:
        return self.fired[0].why

    @property
    def answers(self) -> tuple[GivenAnswer, ...]:
        return self.fired[0].answers

    def as_json(self) -> dict[str, object]:
        return {"slug": self.slug, "name": self.name, "rules": [one.rule_id for one in self.fired]}


@dataclass(frozen=True, slots=True)
class TierReason:
    """Why the idea is of this tier, and who decides; `answers` is empty where no other tier held."""

    name: str
    decided_by: str
    why: str
    answers: tuple[GivenAnswer, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "decided_by": self.decided_by,
            "why": self.why,
            "answers": [one.as_json() for one in self.answers],
        }


@dataclass(frozen=True, slots=True)
class Routing:
    """Tier, departments in the rule set's order, and every rule that fired in the file's order."""

    rule_set: str
    tier: int
    tier_reason: TierReason
    departments: tuple[DepartmentAsk, ...]
    fired: tuple[FiredRule, ...]

    def ask(self, slug: str) -> DepartmentAsk | None:
        return next((one for one in self.departments if one.slug == slug), None)

    def asked(self, *modes: Mode) -> tuple[DepartmentAsk, ...]:
        """The departments asked in one of `modes`."""
        return tuple(one for one in self.departments if one.mode in modes)

    def as_json(self) -> dict[str, object]:
        """Values that JSON can hold; `from_json` gives the same routing back."""
        return {
            "format": ROUTING_FORMAT,
            "rule_set": self.rule_set,
            "tier": self.tier,
            "tier_reason": self.tier_reason.as_json(),
            "departments": [one.as_json() for one in self.departments],
            "fired": [one.as_json() for one in self.fired],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "Routing":
        """Read what `as_json` wrote.

        Raises:
            RoutingFormatError: another format, or not complete.
        """
        if data.get("format") != ROUTING_FORMAT:
            raise RoutingFormatError(f"routing of format {data.get('format')!r}, expected {ROUTING_FORMAT}")
        try:
            return _routing(Node(data, _STORED))
        except (KeyError, ValueError) as error:
            raise RoutingFormatError(str(error)) from error


def _routing(node: Node) -> Routing:
    fired = tuple(_fired(Node.of(one, _STORED, "fired")) for one in node.items("fired"))
    by_id = {one.rule_id: one for one in fired}
    return Routing(
        rule_set=node.text("rule_set"),
        tier=node.number("tier"),
        tier_reason=_tier_reason(node.node("tier_reason")),
        departments=tuple(_ask(one, by_id) for one in node.nodes("departments")),
        fired=fired,
    )


def _tier_reason(node: Node) -> TierReason:
    return TierReason(node.text("name"), node.text("decided_by"), node.text("why"), _given(node))


def _fired(node: Node) -> FiredRule:
    departments = tuple(str(slug) for slug in node.items("departments"))
    return FiredRule(node.text("rule_id"), Mode(node.text("mode")), departments, node.text("why"), _given(node))


def _ask(node: Node, fired: Mapping[str, FiredRule]) -> DepartmentAsk:
    rules = tuple(fired[str(rule_id)] for rule_id in node.items("rules"))
    if not rules:
        raise node.error("rules", "must not be empty")
    return DepartmentAsk(node.text("slug"), node.text("name"), rules)


def _given(node: Node) -> tuple[GivenAnswer, ...]:
    return tuple(_answer(Node.of(one, _STORED, node.at("answers"))) for one in node.items("answers"))


def _answer(node: Node) -> GivenAnswer:
    value = node.value("answer")
    answer = value if is_whole(value) else node.text("answer")
    return GivenAnswer(node.text("question_id"), answer, node.text("question"), node.text("label"), node.text("short"))
