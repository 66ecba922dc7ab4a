"""Writes the events of a year in their order, and their deliveries as long finished: nothing is sent."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.demo.loader.plot import TRIAGER, Plot, ReviewPlot
from config.demo.loader.question_rows import Asked
from config.demo.loader.review_rows import Story
from config.demo.loader.staff import Staff
from config.demo.loader.support_rows import Ballot
from ideas.events import (
    CommentPosted,
    DecisionAnnounced,
    DecisionMade,
    DomainEvent,
    IdeaMoved,
    IdeaReadyForDecision,
    IdeaSubmitted,
    IdeaWithdrawn,
    ReviewAssigned,
    ReviewsOpened,
    ReviewStarted,
    ReviewSubmitted,
    ReviewUnassignable,
    VoteCast,
)
from ideas.events.clocks import ClockPaused
from ideas.events.questions import QuestionAsked
from ideas.events.workload import ReviewBounced
from ideas.models import Bounce, Comment, Decision, Delivery, Event, Review
from ideas.routing.ruleset import Mode
from ideas.workflow import DECIDED_STAGES, Stage

BATCH = 2000
SOON = timedelta(seconds=2)


@dataclass(frozen=True)
class Fact:
    """One event with its moment; `targets` are the departments whose assignment hung on it."""

    at: datetime
    event: DomainEvent
    targets: tuple[int, ...] = ()


@dataclass
class Year:
    """Everything that was written, for telling it."""

    staff: Staff
    stories: list[Story]
    reviews: dict[tuple[str, str], Review]
    decisions: dict[str, Decision]
    comments: list[Comment]
    ballots: dict[str, list[Ballot]]
    asked: list[Asked]
    bounces: list[Bounce]


def write_events(year: Year) -> Counter[int]:
    """Write every event and its finished deliveries; return how many tell of each idea, by its key."""
    facts = sorted(_facts(year), key=lambda fact: fact.at)
    seen: Counter[int] = Counter()
    rows = []
    for fact in facts:
        if fact.event.idea_id is not None:
            seen[fact.event.idea_id] += 1
        rows.append(_event(fact, seen))
    Event.objects.bulk_create(rows, batch_size=BATCH)
    deliveries = [one for row, fact in zip(rows, facts, strict=True) for one in _deliveries(row, fact)]
    Delivery.objects.bulk_create(deliveries, batch_size=BATCH)
    return seen


def _event(fact: Fact, seen: Counter[int]) -> Event:
    event = fact.event
    return Event(
        type=event.type,
        idea_id=event.idea_id,
        idea_version=seen[event.idea_id] if event.idea_id is not None else None,
        actor_id=event.actor_id,
        payload=event.payload(),
        occurred_at=fact.at,
    )


def _deliveries(row: Event, fact: Fact) -> Iterator[Delivery]:
    wanted = [(consumer, 0) for consumer in fact.event.consumers] + [("assign", target) for target in fact.targets]
    for consumer, target in wanted:
        yield Delivery(
            event=row,
            consumer=consumer,
            target_id=target,
            state=Delivery.State.DONE,
            attempts=1,
            due_at=fact.at,
            created_at=fact.at,
            finished_at=fact.at + SOON,
        )


def _facts(year: Year) -> Iterator[Fact]:
    for story in year.stories:
        if story.plot.stage != Stage.DRAFT:
            yield from _sent(story, year)
            yield from _moves(story, year)
            yield from _reviewed(story, year)
            yield from _decided(story, year)
        for ballot in year.ballots[story.plot.data.key]:
            yield Fact(ballot.at, VoteCast(idea_id=story.idea.pk, actor_id=ballot.vote.voter_id))
    for asked in year.asked:
        yield from _questioned(asked)
    for bounce in year.bounces:
        about = {"review_id": bounce.review_id, "bounce_id": bounce.pk}
        yield Fact(bounce.created_at, ReviewBounced(idea_id=bounce.idea_id, actor_id=bounce.by_id, **about))
    for comment in year.comments:
        event = CommentPosted(idea_id=comment.idea_id, actor_id=comment.author_id, comment_id=comment.pk)
        yield Fact(comment.created_at, event)


def _questioned(asked: Asked) -> Iterator[Fact]:
    question = asked.question
    who = {"idea_id": question.idea_id, "actor_id": question.asked_by_id, "review_id": question.review_id}
    paused = ClockPaused(**who, clock_entry_id=asked.pause.pk, pause_kind=asked.pause.pause_kind)
    yield Fact(question.asked_at, paused)
    yield Fact(question.asked_at, QuestionAsked(**who, question_id=question.pk))


def _sent(story: Story, year: Year) -> Iterator[Fact]:
    author = year.staff.people[story.plot.data.author].pk
    asked = tuple(year.staff.departments[one.ask.slug].pk for one in story.plot.reviews)
    yield Fact(story.plot.shared_at, IdeaSubmitted(idea_id=story.idea.pk, actor_id=author), asked)


def _moves(story: Story, year: Year) -> Iterator[Fact]:
    earlier = Stage.DRAFT
    for stage, at in story.plot.stages:
        actor = _mover(story, stage, year)
        yield Fact(at, IdeaMoved(idea_id=story.idea.pk, actor_id=actor, from_stage=earlier, to_stage=stage))
        earlier = stage
        if stage == Stage.WITHDRAWN:
            yield Fact(at, IdeaWithdrawn(idea_id=story.idea.pk, actor_id=actor))
        if stage == Stage.READY_FOR_DECISION:
            yield Fact(at, IdeaReadyForDecision(idea_id=story.idea.pk, round=1))


def _mover(story: Story, stage: Stage, year: Year) -> int | None:
    """The author sends and withdraws, the triager merges and redirects, who asks stops, the decider answers; the rest
    moves by itself."""
    if stage in {Stage.SUBMITTED, Stage.WITHDRAWN}:
        return year.staff.people[story.plot.data.author].pk
    if stage in {Stage.MERGED, Stage.REDIRECTED}:
        return year.staff.people[TRIAGER].pk
    if stage == Stage.INFO_NEEDED:
        return next(one.question.asked_by_id for one in year.asked if one.question.idea_id == story.idea.pk)
    decision = year.decisions.get(story.plot.data.key)
    if decision is not None and stage not in {Stage.TRIAGE, Stage.IN_REVIEW, Stage.READY_FOR_DECISION}:
        return decision.decided_by_id
    return None


def _reviewed(story: Story, year: Year) -> Iterator[Fact]:
    if story.plot.reviews:
        yield Fact(story.plot.reviews[0].opened_at, _opened(story.plot, story.idea.pk, year.staff))
    for one in story.plot.reviews:
        yield from _review_facts(one, year.reviews[story.plot.data.key, one.ask.slug])


def _opened(plot: Plot, idea_id: int, staff: Staff) -> ReviewsOpened:
    told = plot.routing.asked(Mode.NOTIFY) if plot.routing else ()
    return ReviewsOpened(
        idea_id=idea_id,
        round=1,
        department_ids=tuple(staff.departments[one.ask.slug].pk for one in plot.reviews),
        notified_department_ids=tuple(staff.departments[ask.slug].pk for ask in told),
    )


def _review_facts(plot: ReviewPlot, row: Review) -> Iterable[Fact]:
    given_at = plot.opened_at + timedelta(seconds=4)
    if row.owner_id is None:
        yield Fact(given_at, ReviewUnassignable(idea_id=row.idea_id, review_id=row.pk))
        return
    yield Fact(given_at, ReviewAssigned(idea_id=row.idea_id, review_id=row.pk, owner_id=row.owner_id))
    if plot.submitted_at is not None:
        begun_at = plot.submitted_at - timedelta(minutes=min(9, (plot.submitted_at - given_at).seconds / 120))
        yield Fact(begun_at, ReviewStarted(idea_id=row.idea_id, actor_id=row.owner_id, review_id=row.pk))
        event = ReviewSubmitted(idea_id=row.idea_id, actor_id=row.owner_id, review_id=row.pk)
        yield Fact(plot.submitted_at, event)
    elif row.state == Review.State.DRAFTING:
        begun_at = given_at + (timedelta(hours=5) if plot.ends_at is None else timedelta(minutes=5))
        yield Fact(begun_at, ReviewStarted(idea_id=row.idea_id, actor_id=row.owner_id, review_id=row.pk))


def _decided(story: Story, year: Year) -> Iterator[Fact]:
    decision = year.decisions.get(story.plot.data.key)
    if decision is None:
        return
    person = decision.decided_by_id
    made = DecisionMade(idea_id=story.idea.pk, actor_id=person, decision_id=decision.pk)
    yield Fact(decision.decided_at, made)
    announced_at = next(at for stage, at in story.plot.stages if stage in DECIDED_STAGES)
    told = DecisionAnnounced(idea_id=story.idea.pk, actor_id=person, decision_id=decision.pk)
    yield Fact(announced_at, told)
