"""How often each rule asked a department, and how often people then changed that.

Source: docs/review-process.md 3.12.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ideas.routing.ruleset import Mode

FEWEST = 5
"""Below this many cases a share says nothing: one more or less of four moves it by a quarter."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A rule is the named reason why a department is asked; `is_current`: the rule still reads so today."""

    rule: str
    department: str
    mode: Mode
    is_current: bool


@dataclass(frozen=True, slots=True)
class SentBack:
    """`department` said “not for us” and named `suggested`; `is_moved`: settled so, `is_kept`: settled to stay."""

    department: str
    suggested: str
    is_moved: bool = False
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class RoutedIdea:
    """What the rules answered for one idea, and what people made of it.

    Args:
        sent_back: in the order in which it happened.
        required, left_out: departments of the change of routing that stands, whoever made it and why.
    """

    asks: tuple[Ask, ...]
    sent_back: tuple[SentBack, ...] = ()
    required: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()

    @property
    def asked(self) -> frozenset[str]:
        """The departments that the rules asked."""
        return frozenset(one.department for one in self.asks)

    @property
    def added(self) -> frozenset[str]:
        """Departments that a triager required or a reviewer asked as well, that no rule had asked, and that nobody had sent it on to."""
        return self.required - self.asked - {one.suggested for one in self.sent_back if one.is_moved}

    @property
    def spared(self) -> frozenset[str]:
        """Departments that a triager left out although a rule had asked them, before they sent anything back."""
        return (self.left_out & self.asked) - {one.department for one in self.sent_back}

    def end_of(self, department: str) -> str | None:
        """Return which department it was moved to from `department` in the end, None where it stayed."""
        at = department
        for one in self.sent_back:
            if one.is_moved and one.department == at:
                at = one.suggested
        return at if at != department else None


@dataclass(frozen=True, slots=True)
class RuleLine:
    """What became of the asks of one rule to one department.

    Args:
        sent_back: reviews that the department said are not for it, `kept` of them settled to stay.
        named: whose it said they are, the most frequent first.
        went_to: where those ended that were moved, the most frequent first.
        left_out: asks that a triager took away.
        added_beside: ideas to which somebody added a department that no rule had asked.
    """

    rule: str
    department: str
    mode: Mode
    is_current: bool
    asked: int = 0
    sent_back: int = 0
    kept: int = 0
    named: tuple[tuple[str, int], ...] = ()
    went_to: tuple[tuple[str, int], ...] = ()
    left_out: int = 0
    added_beside: int = 0

    @property
    def unwanted(self) -> int:
        """Asks that were not for the department: sent back and not settled to stay, or left out by a triager."""
        return self.sent_back - self.kept + self.left_out


@dataclass(frozen=True, slots=True)
class AddedLine:
    """A department where no rule asked it: to how many of `ideas` people added it, and how many were sent on to it."""

    department: str
    ideas: int
    added: int
    sent_on: int
    sent_back: int


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """`rules` in the order of the file, those that read otherwise today last; `added` by department."""

    idea_count: int
    rules: tuple[RuleLine, ...]
    added: tuple[AddedLine, ...]


def share(count: int, of: int) -> int | None:
    """`count` of `of` in whole per cent; None where there are fewer than FEWEST cases."""
    return round(100 * count / of) if of >= FEWEST else None


@dataclass(slots=True)
class _Counts:
    asked: int = 0
    sent_back: int = 0
    kept: int = 0
    left_out: int = 0
    added_beside: int = 0
    named: Counter[str] = field(default_factory=Counter)
    went_to: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Tally:
    ideas: int = 0
    asks: dict[Ask, _Counts] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    sent_on: Counter[str] = field(default_factory=Counter)
    returned: Counter[str] = field(default_factory=Counter)

    def count(self, idea: RoutedIdea) -> None:
        self.ideas += 1
        self.asked.update(idea.asked)
        self.added.update(idea.added)
        self.sent_on.update({one.suggested for one in idea.sent_back if one.is_moved} - idea.asked)
        self.returned.update({one.department for one in idea.sent_back} - idea.asked)
        for ask in idea.asks:
            _count_ask(self.asks.setdefault(ask, _Counts()), ask, idea)


def _count_ask(counts: _Counts, ask: Ask, idea: RoutedIdea) -> None:
    own = [one for one in idea.sent_back if one.department == ask.department]
    end = idea.end_of(ask.department)
    counts.asked += 1
    counts.sent_back += bool(own)
    counts.kept += bool(own) and own[-1].is_kept
    counts.left_out += ask.department in idea.spared
    counts.added_beside += bool(idea.added)
    if own:
        counts.named[own[-1].suggested] += 1
    if end is not None:
        counts.went_to[end] += 1


def count_rules(ideas: Iterable[RoutedIdea], *, current: Sequence[Ask], departments: Sequence[str]) -> RuleFigures:
    """Count what became of every ask.

    Args:
        current: what the rules of today ask, in the order of the file; each has a line, also without an idea.
        departments: slugs in the order in which additions are listed.
    """
    tally = _Tally()
    for idea in ideas:
        tally.count(idea)
    gone = sorted((ask for ask in tally.asks if ask not in current), key=_name)
    return RuleFigures(
        idea_count=tally.ideas,
        rules=tuple(_line(ask, tally.asks.get(ask, _Counts())) for ask in (*current, *gone)),
        added=tuple(_added(slug, tally) for slug in departments if tally.added[slug] or tally.sent_on[slug]),
    )


def _name(ask: Ask) -> tuple[str, str, str]:
    return ask.rule, ask.department, ask.mode.value


def _line(ask: Ask, counts: _Counts) -> RuleLine:
    return RuleLine(
        rule=ask.rule,
        department=ask.department,
        mode=ask.mode,
        is_current=ask.is_current,
        asked=counts.asked,
        sent_back=counts.sent_back,
        kept=counts.kept,
        named=_places(counts.named),
        went_to=_places(counts.went_to),
        left_out=counts.left_out,
        added_beside=counts.added_beside,
    )


def _places(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=_most_first))


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _added(slug: str, tally: _Tally) -> AddedLine:
    ideas = tally.ideas - tally.asked[slug]
    return AddedLine(slug, ideas, tally.added[slug], tally.sent_on[slug], tally.returned[slug])
