"""All seven departments of an idea, side by side: who, in which state, by when, and why asked or not.

Source: docs/review-process.md 3.4 "Explain".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.models import Condition, Idea, Reminder, Review, RoutingDecision, RoutingOverride, User
from ideas.policies.reviews import OPEN_STATES, Reading, ReviewAccess, review_access
from ideas.policies.risks import DUE_DAY
from ideas.routing.outcome import DepartmentAsk, Routing
from ideas.routing.ruleset import Mode
from ideas.routing.ruleset import RuleSet as Rules
from ideas.selectors.dependencies import Wait, waits_of
from ideas.selectors.rule_sets import rules_of
from ideas.workflow import Stage

NOT_ASKED = "not_asked"
NOT_OPEN = "not_open"


@dataclass(frozen=True)
class Lane:
    """One department. `mode`: required, advisory, notify or not_asked.

    `state` is that of its review (`not_open` before it exists, else the mode); `is_late`: open after its date.
    `answers`: the author's answers that made it asked, as quoted. What the department answered stands in `answer`.
    `waits`: the departments that are answered before it. `is_told`: so late that its author was told.
    """

    slug: str
    name: str
    mode: str
    why: str
    rule_id: str
    answers: tuple[str, ...]
    state: str
    is_late: bool = False
    review: Review | None = None
    answer: "LaneAnswer | None" = None
    waits: tuple[Wait, ...] = ()
    is_told: bool = False

    @property
    def new_date(self) -> datetime | None:
        """The later date that its lead gave it, while that is still to come."""
        if self.review is None or self.review.state not in OPEN_STATES or not hasattr(self.review, "extension"):
            return None
        return None if self.is_late else self.review.due_at

    @property
    def owner(self) -> User | None:
        """Who holds the review."""
        return self.review.owner if self.review else None

    @property
    def due_at(self) -> datetime | None:
        """By when it answers."""
        return self.review.due_at if self.review else None


@dataclass(frozen=True)
class LaneAnswer:
    """What a department answered, for those who may read it.

    `is_whole`: the reader may read scores and internal note too; else the note is empty.
    """

    recommendation: str
    confidence: str
    plain_answer: str
    yes_if: str
    internal_note: str
    conditions: tuple[Condition, ...]
    is_whole: bool


@dataclass(frozen=True)
class _Known:
    """What the viewer may read, and what reviews wait for, by their keys."""

    access: ReviewAccess
    waits: Mapping[int, tuple[Wait, ...]]


def lanes_of(*, idea: Idea, viewer: User) -> tuple[Lane, ...]:
    """Return the departments in the rule set's order, as `viewer`, who may see `idea`, may know them.

    Nothing for a draft, which was not routed yet. At most 15 queries, however many reviews.
    """
    decisions = RoutingDecision.objects.filter(idea=idea, round=idea.round).select_related(
        "rule_set", "override__by", "override__adds_to__by"
    )
    latest = decisions.order_by("-id").first() if idea.stage != Stage.DRAFT else None
    if latest is None:
        return ()
    told = Reminder.objects.filter(review=OuterRef("pk"), kind=Reminder.Kind.MANAGER, on=OuterRef("due_on"))
    rows = Review.objects.filter(idea=idea, round=idea.round).annotate(due_on=DUE_DAY).annotate(is_told=Exists(told))
    rows = rows.select_related("department", "owner", "acted_for", "extension__by")
    reviews = {review.department.slug: review for review in rows.prefetch_related("conditions")}
    known = _Known(review_access(viewer, idea), waits_of(reviews=reviews.values()))
    routing, rules = Routing.from_json(latest.routing), rules_of(latest.rule_set)
    return tuple(_lanes(routing, rules, reviews, known, latest.override))


def _lanes(
    routing: Routing,
    rules: Rules,
    reviews: Mapping[str, Review],
    known: _Known,
    override: RoutingOverride | None,
) -> Iterator[Lane]:
    for guide in rules.departments:
        ask, review = routing.ask(guide.slug), reviews.get(guide.slug)
        if override is not None and is_left_out(guide.slug, review, override):
            yield Lane(guide.slug, guide.name, NOT_ASKED, _left_out(override), "", (), NOT_ASKED)
        elif review is not None:
            yield _of_review(guide.slug, guide.name, ask, review, known)
        elif ask is not None:
            state = ask.mode.value if ask.mode == Mode.NOTIFY else NOT_OPEN
            yield Lane(guide.slug, guide.name, ask.mode.value, ask.why, ask.rule_id, _quoted(ask), state)
        else:
            yield Lane(guide.slug, guide.name, NOT_ASKED, guide.not_asked_because, "", (), NOT_ASKED)


def is_left_out(slug: str, review: Review | None, override: RoutingOverride | None) -> bool:
    """Return whether a triager left the department out and it gave no answer before. No query."""
    if override is None or slug not in override.removed:
        return False
    return review is None or review.state == Review.State.CANCELLED


def _left_out(override: RoutingOverride) -> str:
    change = override.adds_to or override
    return _("Left out by %(name)s: %(reason)s") % {"name": change.by.name, "reason": change.reason}


def _of_review(slug: str, name: str, ask: DepartmentAsk | None, review: Review, known: _Known) -> Lane:
    reading = known.access.reading(review)
    return Lane(
        slug=slug,
        name=name,
        mode=review.mode,
        why=review.why,
        rule_id=review.rule_id,
        answers=_quoted(ask) if ask is not None and ask.rule_id == review.rule_id else (),
        state=review.state,
        is_late=review.state in OPEN_STATES and review.due_at < timezone.now(),
        review=review,
        answer=_answer(review, reading),
        waits=known.waits.get(review.pk, ()),
        is_told=bool(getattr(review, "is_told", False)),
    )


def _quoted(ask: DepartmentAsk) -> tuple[str, ...]:
    return tuple(given.short for given in ask.answers)


def _answer(review: Review, reading: Reading) -> LaneAnswer | None:
    if reading == Reading.FRAME or review.state != Review.State.SUBMITTED:
        return None
    return LaneAnswer(
        recommendation=review.recommendation,
        confidence=review.confidence,
        plain_answer=review.plain_answer,
        yes_if=review.yes_if,
        internal_note=review.internal_note if reading == Reading.EVERYTHING else "",
        conditions=tuple(review.conditions.all()),
        is_whole=reading == Reading.EVERYTHING,
    )
