"""The demo organisation as its files say it, checked for shape while it is read.

Days are offsets in calendar days: of people and campaigns from the day of loading, within an idea from the day it was
shared.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, TypeVar

from ideas.routing.conditions import AnswerValue

T = TypeVar("T")


class DemoDataError(Exception):
    """The files of the demo organisation do not fit together; the sentence says where."""


@dataclass(frozen=True)
class DepartmentData:
    slug: str
    name: str
    kind: str
    calendar: str
    lead: str
    deputy: str


@dataclass(frozen=True)
class PlaceData:
    department: str
    role: str
    capacity: float
    tags: tuple[str, ...]


@dataclass(frozen=True)
class AbsenceData:
    from_day: int
    to_day: int


@dataclass(frozen=True)
class PersonaData:
    order: int
    line: str


@dataclass(frozen=True)
class PersonData:
    key: str
    name: str
    job_title: str
    department: str
    site: str
    manager: str | None
    roles: tuple[str, ...]
    memberships: tuple[PlaceData, ...]
    absences: tuple[AbsenceData, ...]
    persona: PersonaData | None


@dataclass(frozen=True)
class CampaignData:
    slug: str
    title: str
    question: str
    sponsor: str
    opens_day: int
    closes_day: int


@dataclass(frozen=True)
class OrganisationData:
    name: str
    time_zone: str
    currency: str
    sites: tuple[str, ...]
    departments: tuple[DepartmentData, ...]
    people: tuple[PersonData, ...]
    campaigns: tuple[CampaignData, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True)
class CommentData:
    by: str
    day_offset: int
    text: str
    replies: tuple["CommentData", ...] = ()


@dataclass(frozen=True)
class AnswerData:
    """A department's review. `late`: it came after its due date."""

    recommendation: str
    confidence: str
    plain_answer: str
    note: str | None
    day_offset: int
    late: bool
    answers: Mapping[str, str]


@dataclass(frozen=True)
class ConditionData:
    text: str
    owner: str
    due_days: int


@dataclass(frozen=True)
class DecisionData:
    """`next_step_days` and `due_days` count from the decision, `wakes_day` from the day of loading."""

    kind: str
    by: str | None
    reason_code: str
    reason_detail: str
    explanation: str
    what_would_change: str
    next_step: str | None
    next_step_days: int | None
    day_offset: int
    conditions: tuple[ConditionData, ...]
    wakes_day: int | None = None


@dataclass(frozen=True)
class QuestionData:
    department: str
    text: str
    day_offset: int


@dataclass(frozen=True)
class BounceData:
    """A department says since the last working day that its review is for `suggested`."""

    department: str
    suggested: str
    reason: str


@dataclass(frozen=True)
class IdeaData:
    key: str
    author: str
    co_authors: tuple[str, ...]
    on_behalf_of: str | None
    author_shown: bool
    visibility: str
    title: str
    problem: str
    proposal: str
    expected_result: str
    tags: tuple[str, ...]
    campaign: str | None
    answers: Mapping[str, AnswerValue]
    day: int
    stage: str
    support: int
    comments: tuple[CommentData, ...]
    reviews: Mapping[str, AnswerData]
    decision: DecisionData | None
    merged_into: str | None = None
    questions: tuple[QuestionData, ...] = ()
    sent_back: BounceData | None = None

    @property
    def authors(self) -> tuple[str, ...]:
        """Everybody who counts as an author."""
        return (self.author, *self.co_authors, *((self.on_behalf_of,) if self.on_behalf_of else ()))


def read_organisation() -> OrganisationData:
    """Return the people, departments and campaigns.

    Raises:
        DemoDataError: a part lacks or is unknown.
    """
    raw = _read("organisation.json")
    raw["departments"] = _each(DepartmentData, raw["departments"])
    raw["campaigns"] = _each(CampaignData, raw["campaigns"])
    raw["people"] = tuple(_person(one) for one in raw["people"])
    return _made(OrganisationData, {**raw, "sites": tuple(raw["sites"]), "tags": tuple(raw["tags"])})


def read_ideas() -> tuple[IdeaData, ...]:
    """Return every idea, in the order of the files.

    Raises:
        DemoDataError: a part lacks or is unknown.
    """
    folder = resources.files("config.demo")
    names = sorted(one.name for one in folder.iterdir() if one.name.startswith("ideas-"))
    return tuple(_idea(raw) for name in names for raw in _read(name))


def _person(raw: dict[str, Any]) -> PersonData:
    places = [{**one, "tags": tuple(one["tags"])} for one in raw["memberships"]]
    return _made(
        PersonData,
        {
            **raw,
            "roles": tuple(raw["roles"]),
            "memberships": _each(PlaceData, places),
            "absences": _each(AbsenceData, raw["absences"]),
            "persona": _made(PersonaData, raw["persona"]) if raw["persona"] else None,
        },
    )


def _idea(raw: dict[str, Any]) -> IdeaData:
    decision = raw["decision"]
    return _made(
        IdeaData,
        {
            **raw,
            "co_authors": tuple(raw["co_authors"]),
            "tags": tuple(raw["tags"]),
            "comments": tuple(_comment(one) for one in raw["comments"]),
            "reviews": {slug: _made(AnswerData, one) for slug, one in raw["reviews"].items()},
            "decision": _decision(decision) if decision else None,
            "questions": _each(QuestionData, raw.get("questions", [])),
            "sent_back": _made(BounceData, raw["sent_back"]) if "sent_back" in raw else None,
        },
    )


def _comment(raw: dict[str, Any]) -> CommentData:
    return _made(CommentData, {**raw, "replies": tuple(_comment(one) for one in raw.get("replies", []))})


def _decision(raw: dict[str, Any]) -> DecisionData:
    return _made(DecisionData, {**raw, "conditions": _each(ConditionData, raw["conditions"])})


def _read(name: str) -> Any:
    return json.loads(resources.files("config.demo").joinpath(name).read_text("utf-8"))


def _each(kind: type[T], rows: list[dict[str, Any]]) -> tuple[T, ...]:
    return tuple(_made(kind, row) for row in rows)


def _made(kind: type[T], raw: dict[str, Any]) -> T:
    try:
        return kind(**raw)
    except TypeError as error:
        raise DemoDataError(f"{kind.__name__} {raw.get('key') or raw.get('slug') or ''}: {error}") from error
