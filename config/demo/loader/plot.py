"""What happened to one idea and when, worked out before any row is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from config.demo.loader.data import AnswerData, CommentData, DecisionData, DemoDataError, IdeaData, QuestionData
from config.demo.loader.moments import Moments
from ideas.models import Review
from ideas.routing.clock import due_at
from ideas.routing.outcome import DepartmentAsk, Routing
from ideas.routing.rules import route
from ideas.routing.ruleset import Mode, RuleSet, Tier
from ideas.workflow import OPEN_STAGES, Stage

ONE_HOUR = timedelta(hours=1)
SHORTLY = timedelta(seconds=20)
ANNOUNCED_AFTER = timedelta(hours=1)
MISSED_SHARE = 0.18
OVERDUE = frozenset({"hw-gritter-potholes", "sc-ai-case-notes", "bu-ask-leavers-later", "bu-fifty-minutes"})
DELIVERY_STAGES = {
    Stage.IN_DELIVERY: (Stage.IN_DELIVERY,),
    Stage.IMPLEMENTED: (Stage.IN_DELIVERY, Stage.IMPLEMENTED),
    Stage.BENEFITS_CONFIRMED: (Stage.IN_DELIVERY, Stage.IMPLEMENTED, Stage.BENEFITS_CONFIRMED),
    Stage.CLOSED: (Stage.IN_DELIVERY, Stage.IMPLEMENTED, Stage.BENEFITS_CONFIRMED, Stage.CLOSED),
    Stage.STOPPED_LEARNED: (Stage.IN_DELIVERY, Stage.STOPPED_LEARNED),
}
# Comments come before these: the record stands afterwards.
LAST_STAGES = frozenset({Stage.BENEFITS_CONFIRMED, Stage.CLOSED, Stage.STOPPED_LEARNED})
UNREVIEWED = frozenset({Stage.SUBMITTED, Stage.TRIAGE, Stage.MERGED, Stage.REDIRECTED})


@dataclass
class ReviewPlot:
    """One department's part. `ends_at`: when its owner was rid of it; None while it is open."""

    ask: DepartmentAsk
    opened_at: datetime
    due_at: datetime
    answer: AnswerData | None
    state: str = Review.State.QUEUED
    submitted_at: datetime | None = None
    ends_at: datetime | None = None
    owner: str | None = None
    is_asking: bool = False
    because: dict[str, object] = field(default_factory=dict)

    @property
    def is_required(self) -> bool:
        return self.ask.mode == Mode.REQUIRED


@dataclass(frozen=True)
class CommentPlot:
    at: datetime
    by: str
    text: str
    replies: tuple["CommentPlot", ...] = ()


@dataclass(frozen=True)
class QuestionPlot:
    """What a department asked the author, who has not answered: the clock of its review stands since."""

    review: ReviewPlot
    text: str
    at: datetime


@dataclass
class Plot:
    """One idea's year. `stages`: each stage after the draft with the moment it was reached."""

    data: IdeaData
    shared_at: datetime
    routing: Routing | None = None
    tier: Tier | None = None
    first_response_due_at: datetime | None = None
    promised_at: datetime | None = None
    reviews: list[ReviewPlot] = field(default_factory=list)
    comments: list[CommentPlot] = field(default_factory=list)
    questions: list[QuestionPlot] = field(default_factory=list)
    stages: list[tuple[Stage, datetime]] = field(default_factory=list)
    decided_at: datetime | None = None

    @property
    def stage(self) -> Stage:
        return Stage(self.data.stage)

    @property
    def voting_ends_at(self) -> datetime | None:
        """When the idea left the stages that take votes; None while it takes them."""
        return next((at for stage, at in self.stages if stage not in OPEN_STAGES), None)

    def reached(self, stage: Stage) -> datetime | None:
        """Return when `stage` was reached."""
        return next((at for one, at in self.stages if one == stage), None)


class Plotter:
    """Works out plots with the rules and the calendar of the organisation."""

    def __init__(self, rules: RuleSet, moments: Moments) -> None:
        self.rules = rules
        self.moments = moments

    def plot(self, data: IdeaData) -> Plot:
        """Return what happened to the idea; the same data and day always give the same.

        Departments are late where the data means it; holidays before the day of the load make no others late.
        """
        plot = self._plot(data)
        while plot.data.day < -1 and self._is_late_by_chance(plot):
            plot = self._plot(replace(plot.data, day=plot.data.day + 1))
        return plot

    def _is_late_by_chance(self, plot: Plot) -> bool:
        is_meant = plot.stage != Stage.IN_REVIEW or plot.data.key in OVERDUE
        return not is_meant and any(
            one.is_required and one.ends_at is None and one.due_at < self.moments.now for one in plot.reviews
        )

    def _plot(self, data: IdeaData) -> Plot:
        chance = Random(data.key)  # noqa: S311 - chosen for repeatable stories
        plot = Plot(data, self.moments.at(self.moments.day(data.day), chance))
        if plot.stage == Stage.DRAFT:
            return plot
        self._route(plot)
        plot.comments = [self._comment(one, plot, chance) for one in data.comments]
        plot.stages.append((Stage.SUBMITTED, plot.shared_at))
        if plot.stage != Stage.SUBMITTED:
            self._go_through_triage(plot, chance)
        return plot

    def _route(self, plot: Plot) -> None:
        plot.routing = route(self.rules, plot.data.answers)
        plot.tier = self.rules.tier(plot.routing.tier)
        windows = plot.tier.windows
        plot.first_response_due_at = due_at(self.moments.calendar, plot.shared_at, windows.first_response)
        plot.promised_at = due_at(self.moments.calendar, plot.shared_at, windows.promise)

    def _comment(self, one: CommentData, plot: Plot, chance: Random) -> CommentPlot:
        at = self._wanted(plot, one.day_offset, chance, is_working=False)
        at = self.moments.after(plot.shared_at, at, timedelta(minutes=7))
        replies = []
        for reply in one.replies:
            wanted = self._wanted(plot, reply.day_offset, chance, is_working=False)
            replies.append(CommentPlot(self.moments.after(at, wanted, timedelta(minutes=9)), reply.by, reply.text))
        return CommentPlot(at, one.by, one.text, tuple(replies))

    def _go_through_triage(self, plot: Plot, chance: Random) -> None:
        plot.stages.append((Stage.TRIAGE, plot.shared_at + SHORTLY / 4))
        if plot.stage in UNREVIEWED:
            self._end_in_triage(plot, chance)
            return
        opened_at = plot.shared_at + SHORTLY / 2
        plot.stages.append((Stage.IN_REVIEW, opened_at))
        plot.reviews = list(self._reviews(plot, opened_at, chance))
        if plot.stage == Stage.WITHDRAWN:
            self._withdraw(plot, chance)
        elif plot.stage == Stage.INFO_NEEDED:
            self._wait_for_author(plot, chance)
        elif plot.stage != Stage.IN_REVIEW:
            self._finish(plot, chance)
        self._close_reviews(plot)

    def _end_in_triage(self, plot: Plot, chance: Random) -> None:
        """Merged and redirected ideas: a triager says so after the last comment."""
        decision = plot.data.decision
        if plot.stage == Stage.TRIAGE or decision is None:
            return
        wanted = self._wanted(plot, decision.day_offset, chance)
        said_at = self.moments.after(self._last_comment(plot), wanted)
        plot.comments.append(CommentPlot(said_at, TRIAGER, decision.explanation))
        plot.stages.append((plot.stage, self.moments.after(said_at, said_at)))

    def _reviews(self, plot: Plot, opened_at: datetime, chance: Random) -> Iterator[ReviewPlot]:
        if plot.routing is None or plot.tier is None:
            return
        asked = plot.routing.asked(Mode.REQUIRED, Mode.ADVISORY)
        strange = plot.data.reviews.keys() - {ask.slug for ask in asked}
        if strange:
            raise DemoDataError(f"{plot.data.key}: nobody asks {', '.join(sorted(strange))}.")
        until = due_at(self.moments.calendar, opened_at, plot.tier.windows.review)
        for ask in asked:
            review = ReviewPlot(ask, opened_at, until, plot.data.reviews.get(ask.slug))
            if review.answer is not None:
                review.submitted_at = self._answered_at(plot, review, review.answer, chance)
            yield review

    def _answered_at(self, plot: Plot, review: ReviewPlot, answer: AnswerData, chance: Random) -> datetime:
        wanted = self._wanted(plot, answer.day_offset, chance)
        if not answer.late and wanted > review.due_at:
            wanted = review.due_at - timedelta(minutes=chance.randrange(15, 300))
        if answer.late and wanted <= review.due_at:
            wanted = self.moments.working(self.moments.local_day(review.due_at) + timedelta(days=1), chance)
        return self.moments.after(review.opened_at, wanted, timedelta(minutes=chance.randrange(20, 55)))

    def _withdraw(self, plot: Plot, chance: Random) -> None:
        wanted = plot.shared_at + timedelta(days=chance.randrange(1, 4), hours=2)
        plot.stages.append((Stage.WITHDRAWN, self.moments.after(self._last_comment(plot), wanted)))

    def _finish(self, plot: Plot, chance: Random) -> None:
        """All that happens once every required department has answered."""
        missing = [one.ask.slug for one in plot.reviews if one.is_required and one.answer is None]
        if missing:
            raise DemoDataError(f"{plot.data.key} is {plot.stage}, but {', '.join(missing)} did not answer.")
        required = [one.submitted_at for one in plot.reviews if one.is_required and one.submitted_at is not None]
        ready_at = max(required)
        plot.stages.append((Stage.READY_FOR_DECISION, ready_at + SHORTLY / 10))
        decision = plot.data.decision
        if decision is None:
            return
        answered = [one.submitted_at for one in plot.reviews if one.submitted_at is not None]
        wanted = self._late_or(plot, decision, self._wanted(plot, decision.day_offset, chance), chance)
        plot.decided_at = self.moments.after(max(answered), wanted, timedelta(minutes=35))
        announced_at = self.moments.after(plot.decided_at, plot.decided_at + ANNOUNCED_AFTER)
        plot.stages.append((Stage(decision.kind), announced_at))
        self._carry_out(plot, announced_at, chance)

    def _late_or(self, plot: Plot, decision: DecisionData, wanted: datetime, chance: Random) -> datetime:
        """About one promise in seven was missed by some days, of ideas of which nobody spoke afterwards."""
        was_discussed = any(one.day_offset >= decision.day_offset for one in plot.data.comments)
        is_late = chance.random() < MISSED_SHARE and not was_discussed
        if plot.promised_at is None or not is_late:
            return wanted
        day = self.moments.local_day(plot.promised_at) + timedelta(days=chance.randrange(1, 6))
        late = self.moments.working(day, chance)
        return late if late < self.moments.latest - timedelta(days=1) else wanted

    def _carry_out(self, plot: Plot, announced_at: datetime, chance: Random) -> None:
        moves = DELIVERY_STAGES.get(plot.stage, ())
        step = (self.moments.latest - announced_at) / (len(moves) + 1)
        at = announced_at
        for stage in moves:
            earlier = max(at, self._last_comment(plot)) if stage in LAST_STAGES else at
            at = self.moments.after(earlier, at + step * chance.uniform(0.6, 1.0))
            plot.stages.append((stage, at))

    def _close_reviews(self, plot: Plot) -> None:
        """Say what became of each review: answered, lapsed, cancelled, or open still."""
        closed_at = plot.voting_ends_at
        for review in plot.reviews:
            if review.submitted_at is not None:
                review.state, review.ends_at = Review.State.SUBMITTED, review.submitted_at
            elif closed_at is not None:
                withdrawn = plot.stage == Stage.WITHDRAWN
                review.state = Review.State.CANCELLED if withdrawn else Review.State.LAPSED
                review.ends_at = closed_at

    def _wanted(self, plot: Plot, offset: int, chance: Random, *, is_working: bool = True) -> datetime:
        day = self.moments.local_day(plot.shared_at) + timedelta(days=offset)
        return self.moments.working(day, chance) if is_working else self.moments.at(day, chance)

    def _last_comment(self, plot: Plot) -> datetime:
        moments = [one.at for comment in plot.comments for one in (comment, *comment.replies)]
        return max([plot.shared_at + SHORTLY, *moments])

    def _wait_for_author(self, plot: Plot, chance: Random) -> None:
        if not plot.data.questions:
            raise DemoDataError(f"{plot.data.key} waits for its author, but nobody asked anything.")
        plot.questions = [self._question(one, plot, chance) for one in plot.data.questions]
        plot.stages.append((Stage.INFO_NEEDED, min(one.at for one in plot.questions)))

    def _question(self, data: QuestionData, plot: Plot, chance: Random) -> QuestionPlot:
        """Asked by a department that the decision waits for, before its answer was due."""
        waiting = {one.ask.slug: one for one in plot.reviews if one.is_required and one.answer is None}
        if data.department not in waiting:
            raise DemoDataError(f"{plot.data.key}: the decision does not wait for {data.department}, which asks.")
        review = waiting[data.department]
        review.is_asking = True
        wanted = self._wanted(plot, data.day_offset, chance)
        if wanted > review.due_at:
            wanted = review.due_at - timedelta(minutes=chance.randrange(15, 300))
        return QuestionPlot(review, data.text, self.moments.after(review.opened_at, wanted, ONE_HOUR / 2))


TRIAGER = "owen-parry"
