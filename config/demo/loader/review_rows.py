"""Writes what departments answered and what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from config.demo.loader.data import AnswerData, DecisionData, DemoDataError
from config.demo.loader.moments import Moments
from config.demo.loader.plot import ANNOUNCED_AFTER, Plot, ReviewPlot
from config.demo.loader.staff import Staff
from ideas.models import Condition, Decision, Idea, IdeaReader, Review, ReviewAnswer, RuleSet, Score, User, Watch
from ideas.policies.deciders import decider_of
from ideas.routing.ruleset import RuleSet as Rules
from ideas.services.scores import keep_score
from ideas.workflow import Stage

SCORES = {
    Review.Recommendation.SUPPORT: (4, 4, 5, 5, 3),
    Review.Recommendation.SUPPORT_WITH_CONDITIONS: (3, 3, 4, 4, 2),
    Review.Recommendation.DO_NOT_SUPPORT: (2, 2, 1, 3),
}
LOW_SCORE = 2
SLEEPS_DAYS = 300


@dataclass(frozen=True)
class Story:
    """A plot and its idea's row."""

    plot: Plot
    idea: Idea


def write_reviews(stories: list[Story], staff: Staff, rules: Rules) -> dict[tuple[str, str], Review]:
    """Write every review with answers and scores; return them by key of the idea and slug of the department."""
    rows = {
        (story.plot.data.key, review.ask.slug): _review(story, review, staff)
        for story in stories
        for review in story.plot.reviews
    }
    Review.objects.bulk_create(rows.values())
    answered = [
        (rows[story.plot.data.key, one.ask.slug], one.answer)
        for story in stories
        for one in story.plot.reviews
        if one.answer is not None
    ]
    ReviewAnswer.objects.bulk_create(
        ReviewAnswer(review=row, question_id=key, text=text)
        for row, answer in answered
        for key, text in answer.answers.items()
    )
    Score.objects.bulk_create(score for row, answer in answered for score in _scores(row, answer, rules))
    for idea in {row.idea_id: row.idea for row, _answer in answered}.values():
        keep_score(idea=idea)
    return rows


def write_decisions(stories: list[Story], staff: Staff, rule_set: RuleSet, moments: Moments) -> dict[str, Decision]:
    """Write the decisions, each by whom the rules of the organisation name; return them by key of the idea.

    Whoever decides an idea that they could not read is named its reader, as at every "ready for decision".
    """
    rows = {}
    for story in stories:
        if story.plot.reached(Stage.READY_FOR_DECISION) is None:
            continue
        decider = decider_of(story.idea)
        if decider is None:
            raise DemoDataError(f"{story.plot.data.key}: nobody may decide it.")
        if not (story.idea.is_open or _may_read(decider.person, story.idea)):
            IdeaReader.objects.create(idea=story.idea, person=decider.person)
        if story.plot.decided_at is not None and story.plot.data.decision is not None:
            row = _decision(story, story.plot.data.decision, rule_set, moments)
            row.decided_by, row.decided_because = decider.person, decider.because
            rows[story.plot.data.key] = row
    Decision.objects.bulk_create(rows.values())
    Watch.objects.bulk_create(
        Watch(decision=row, kind=Watch.Kind.DATE, on=row.wakes_on) for row in rows.values() if row.wakes_on
    )
    Condition.objects.bulk_create(row for story in stories for row in _conditions(story, rows, staff))
    return rows


def _may_read(person: User, idea: Idea) -> bool:
    return Idea.objects.visible_to(person).filter(pk=idea.pk).exists()


def _review(story: Story, review: ReviewPlot, staff: Staff) -> Review:
    answer, tier = review.answer, story.plot.tier
    row = Review(
        idea=story.idea,
        round=1,
        department=staff.departments[review.ask.slug],
        mode=review.ask.mode.value,
        rule_id=review.ask.rule_id,
        why=review.ask.why,
        state=review.state,
        points=tier.points if tier else 1,
        owner=staff.people[review.owner] if review.owner else None,
        created_at=review.opened_at,
        opened_at=review.opened_at,
        due_at=review.due_at,
        calendar=staff.calendar,
        calendar_version=staff.calendar.version,
        assigned_at=review.opened_at + timedelta(seconds=4) if review.owner else None,
        assigned_because=review.because,
        unassignable_at=None if review.owner else review.opened_at + timedelta(seconds=4),
        submitted_at=review.submitted_at,
    )
    if answer is not None:
        row.recommendation, row.confidence = answer.recommendation, answer.confidence
        row.plain_answer, row.internal_note = answer.plain_answer, answer.note or ""
        row.version = 2
    return row


def _scores(row: Review, answer: AnswerData, rules: Rules) -> Iterator[Score]:
    """The data has words but no scores: they follow the recommendation, and a low one quotes the words."""
    guide = rules.department(row.department.slug)
    likely = SCORES.get(Review.Recommendation(answer.recommendation))
    chance = Random(f"{row.idea_id} {row.department_id} {answer.plain_answer}")  # noqa: S311 - repeatable scores
    for criterion in guide.criteria if guide and likely else ():
        value = chance.choice(likely) if likely else None
        comment = _first_sentence(answer.plain_answer) if value is not None and value <= LOW_SCORE else ""
        yield Score(review=row, criterion_id=criterion.id, value=value, comment=comment)


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".")[:900] + "."


def _decision(story: Story, data: DecisionData, rule_set: RuleSet, moments: Moments) -> Decision:
    plot = story.plot
    assert plot.decided_at is not None  # noqa: S101 - only decided ideas come here
    decided_on = moments.local_day(plot.decided_at)
    next_step_on = decided_on + timedelta(days=data.next_step_days) if data.next_step_days is not None else None
    # A not now always has a day, so that nothing sleeps for ever.
    wakes_day = data.wakes_day or (SLEEPS_DAYS if data.kind == Decision.Kind.PARKED else None)
    return Decision(
        idea=story.idea,
        round=1,
        kind=data.kind,
        reason_code=data.reason_code,
        reason_detail=data.reason_detail,
        explanation=data.explanation,
        what_would_change=data.what_would_change,
        next_step=data.next_step or "",
        next_step_on=next_step_on,
        wakes_on=moments.day(wakes_day) if wakes_day else None,
        rule_set=rule_set,
        snapshot=_snapshot(plot, rule_set),
        decided_at=plot.decided_at,
        created_at=plot.decided_at,
        announce_at=plot.decided_at + ANNOUNCED_AFTER,
        announced_at=plot.voting_ends_at,
    )


def _snapshot(plot: Plot, rule_set: RuleSet) -> dict[str, object]:
    """What the decision rested on: advice that came later than it, or never, was open then."""
    return {
        "tier": plot.tier.number if plot.tier else None,
        "idea_version": 1,
        "rule_set": rule_set.version,
        "reviews": [_in_snapshot(one) for one in plot.reviews],
    }


def _in_snapshot(review: ReviewPlot) -> dict[str, object]:
    answer = review.answer
    return {
        "department": review.ask.slug,
        "mode": review.ask.mode.value,
        "state": Review.State.SUBMITTED if answer else Review.State.ASSIGNED,
        "recommendation": answer.recommendation if answer else "",
        "confidence": answer.confidence if answer else "",
        "version": 2 if answer else 1,
    }


def _conditions(story: Story, decisions: dict[str, Decision], staff: Staff) -> Iterator[Condition]:
    data, row = story.plot.data.decision, decisions.get(story.plot.data.key)
    for one in data.conditions if data and row else ():
        assert row is not None  # noqa: S101 - the line above says so
        yield Condition(
            decision=row,
            text=one.text,
            owner_name=staff.people[one.owner].name,
            due_on=row.decided_at.date() + timedelta(days=one.due_days),
        )
