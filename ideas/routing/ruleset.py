"""What a rule set says, as frozen values; `parsing.parse_rule_set` is the only way to make one from data."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ideas.routing.cases import Case, usual_cases
from ideas.routing.conditions import AnswerValue, Condition

UNKNOWN = "unknown"


class QuestionKind(StrEnum):
    CHOICE = "choice"
    BAND = "band"
    YES_NO = "yesno"


class Mode(StrEnum):
    """How a department is asked; the decision waits for REQUIRED ones only."""

    REQUIRED = "required"
    ADVISORY = "advisory"
    NOTIFY = "notify"

    @property
    def strength(self) -> int:
        return {Mode.REQUIRED: 2, Mode.ADVISORY: 1, Mode.NOTIFY: 0}[self]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose; `label` stands on the button, `short` is how a reason quotes it.

    Only bands have `lower` and `upper` (whole units of the rule set's currency; `upper` is excluded and
    None in the highest band), for pages that write amounts in the reader's own way.
    """

    value: AnswerValue
    label: str
    short: str
    lower: int | None = None
    upper: int | None = None

    def is_chosen_by(self, value: object) -> bool:
        """Is it the same value of the same type? True is not 1 and 1000.0 is not 1000 here."""
        return type(value) is type(self.value) and value == self.value


@dataclass(frozen=True, slots=True)
class Question:
    """`text` is the full question, `label` the shorter words of the form; `is_first`: asked before the fold."""

    id: str
    text: str
    label: str
    hint: str
    kind: QuestionKind
    is_first: bool
    options: tuple[Option, ...]

    def option(self, value: object) -> Option | None:
        """The option that `value` chooses; None when it chooses none."""
        return next((one for one in self.options if one.is_chosen_by(value)), None)


@dataclass(frozen=True, slots=True)
class Windows:
    """How long each step may take, in working days; `promise` is counted from the day of submission."""

    first_response: int
    triage: int
    review: int
    decision: int
    promise: int


@dataclass(frozen=True, slots=True)
class Tier:
    """`decided_by` and `why` are words for people; `points` is what one review weighs on a reviewer."""

    number: int
    name: str
    decided_by: str
    why: str
    condition: Condition
    windows: Windows
    points: int


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    departments: tuple[str, ...]
    mode: Mode
    condition: Condition
    why: str


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A score from 1 to 5 with `weight`; `anchors` holds the words of 1, 3 and 5."""

    id: str
    name: str
    weight: int
    anchors: tuple[tuple[int, str], ...]
    higher_is_better: str


@dataclass(frozen=True, slots=True)
class DepartmentGuide:
    """What a department is asked, and the words for when it is not; `may_block` and `can_block` say how far it can stop an idea.

    `named_cases`: the cases of the business case that the rules say it speaks to, empty where they leave it as usual.
    """

    slug: str
    name: str
    not_asked_because: str
    may_block: bool
    can_block: str
    questions: tuple[ReviewQuestion, ...]
    criteria: tuple[Criterion, ...]
    named_cases: tuple[Case, ...] = ()

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases that its answer speaks to; its words stand under the first."""
        return self.named_cases or usual_cases(self.slug)


@dataclass(frozen=True, slots=True)
class Recommendation:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure a reviewer is; `factor` (0 to 1] weighs the score used for ranking."""

    code: str
    label: str
    factor: Decimal


class ReasonKind(StrEnum):
    YES = "yes"
    NO = "no"
    WAIT = "wait"


class ReasonNeeds(StrEnum):
    """What a decider must add to a reason code."""

    LINK = "link"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ReasonCode:
    code: str
    label: str
    kind: ReasonKind
    needs: ReasonNeeds | None


@dataclass(frozen=True, slots=True)
class SmallIdea:
    """The one tick for a small idea: its words and the answers that it fills in."""

    label: str
    hint: str
    answers: Mapping[str, AnswerValue]


@dataclass(frozen=True, slots=True)
class Door:
    """Where something that is no improvement idea belongs; `words` tell the author, `address` is a link or nothing."""

    code: str
    label: str
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that is often sent by mistake, the `phrases` by which it is noticed, and the door where it belongs."""

    code: str
    door: str
    words: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextHint:
    """Phrases that make a triager think of a department."""

    department: str
    why: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dependency:
    """`department` answers after `after` where `condition` holds; `why` is told to both."""

    id: str
    department: str
    after: str
    condition: Condition
    why: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version of everything an organisation may change about routing and review.

    Order is meaningful everywhere: tiers are tried, rules named and departments shown in the order of the file.
    """

    version: str
    currency: str
    questions: tuple[Question, ...]
    tiers: tuple[Tier, ...]
    rules: tuple[Rule, ...]
    departments: tuple[DepartmentGuide, ...]
    recommendations: tuple[Recommendation, ...]
    confidences: tuple[Confidence, ...]
    reason_codes: tuple[ReasonCode, ...]
    small_idea: SmallIdea
    max_open_points: int
    doors: tuple[Door, ...] = ()
    concerns: tuple[Concern, ...] = ()
    text_hints: tuple[TextHint, ...] = ()
    dependencies: tuple[Dependency, ...] = ()

    def question(self, question_id: str) -> Question | None:
        return next((one for one in self.questions if one.id == question_id), None)

    def tier(self, number: int) -> Tier:
        """Raises KeyError when the rule set has no tier of that number."""
        for one in self.tiers:
            if one.number == number:
                return one
        raise KeyError(number)

    def department(self, slug: str) -> DepartmentGuide | None:
        return next((one for one in self.departments if one.slug == slug), None)

    def door(self, code: str) -> Door | None:
        return next((one for one in self.doors if one.code == code), None)

    def reason_code(self, code: str) -> ReasonCode | None:
        return next((one for one in self.reason_codes if one.code == code), None)

    def confidence(self, code: str) -> Confidence | None:
        return next((one for one in self.confidences if one.code == code), None)
