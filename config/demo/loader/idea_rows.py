"""Writes ideas with their authors, words, answers, routing and promises."""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection

from config.demo.loader.plot import Plot
from config.demo.loader.staff import Staff
from ideas.models import (
    AnswerSet,
    Idea,
    IdeaAuthor,
    IdeaTag,
    IdeaTally,
    IdeaVersion,
    Promise,
    RoutingDecision,
    RuleSet,
    Triage,
)
from ideas.routing.rules import small_idea_answers
from ideas.routing.ruleset import RuleSet as Rules
from ideas.services.ideas import SECONDS_A_WEEK
from ideas.workflow import OPEN_STAGES, VOTING_STAGES, Stage

WRITING_TIME = timedelta(minutes=12)


def write_ideas(plots: list[Plot], staff: Staff) -> dict[str, Idea]:
    """Write the ideas, by key of the data, in the order in which they were begun.

    Decided ones still stand at "ready for decision", because who decides is asked of the tables; `move_on` ends that.
    """
    ordered = sorted(plots, key=lambda plot: plot.shared_at)
    rows = [_idea(plot, staff, ref) for plot, ref in zip(ordered, _refs(len(ordered)), strict=True)]
    made = Idea.objects.bulk_create(rows)
    ideas = {plot.data.key: idea for plot, idea in zip(ordered, made, strict=True)}
    IdeaAuthor.objects.bulk_create(row for plot in ordered for row in _authors(plot, ideas[plot.data.key], staff))
    IdeaTag.objects.bulk_create(
        IdeaTag(idea=ideas[plot.data.key], tag=staff.tags[name]) for plot in ordered for name in plot.data.tags
    )
    return ideas


def write_answers(plots: list[Plot], ideas: dict[str, Idea], staff: Staff, rule_set: RuleSet, rules: Rules) -> None:
    """Write what was answered, what the rules made of it, what was promised, whose turn it is in triage, and the
    first version of the words."""
    small = small_idea_answers(rules)
    sets = {
        plot.data.key: AnswerSet(
            idea=ideas[plot.data.key],
            rule_set=rule_set,
            answers=dict(plot.data.answers),
            is_small=dict(plot.data.answers) == small,
            created_at=plot.shared_at,
        )
        for plot in plots
    }
    AnswerSet.objects.bulk_create(sets.values())
    sent = [plot for plot in plots if plot.routing is not None]
    RoutingDecision.objects.bulk_create(_routing(plot, ideas, sets, rule_set) for plot in sent)
    Promise.objects.bulk_create(row for plot in sent for row in _promises(plot, ideas[plot.data.key], staff))
    Triage.objects.bulk_create(_turn(plot, ideas[plot.data.key], staff) for plot in sent if plot.stage == Stage.TRIAGE)
    IdeaVersion.objects.bulk_create(_version(plot, ideas[plot.data.key], staff) for plot in sent)


def move_on(plots: list[Plot], ideas: dict[str, Idea]) -> None:
    """Let every idea reach the stage at which it stands today."""
    for plot in plots:
        idea = ideas[plot.data.key]
        idea.stage = plot.stage
        if plot.stage not in OPEN_STAGES:
            idea.next_answer_at = None
        if plot.data.merged_into:
            idea.merged_into = ideas[plot.data.merged_into]
    Idea.objects.bulk_update(ideas.values(), ["stage", "next_answer_at", "merged_into"])


def tally_of(plot: Plot, idea: Idea, *, departments: list[int | None], comments: int, facts: int) -> IdeaTally:
    """Return the counters of one idea.

    Args:
        departments: of each voter.
        facts: how many events tell of it: the live version.
    """
    votes = len(departments)
    began = plot.shared_at.timestamp() / SECONDS_A_WEEK if plot.stage != Stage.DRAFT else 0.0
    return IdeaTally(
        idea=idea,
        vote_count=votes,
        department_count=len({one for one in departments if one is not None}),
        comment_count=comments,
        heat=math.log10(max(votes, 1)) + began if began else 0.0,
        takes_votes=plot.stage in VOTING_STAGES,
        live_version=facts,
    )


def _refs(count: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select nextval('idea_number') from generate_series(1, %s)", [count])
        return [f"GS-{number:06d}" for (number,) in cursor.fetchall()]


def _idea(plot: Plot, staff: Staff, ref: str) -> Idea:
    data, is_draft = plot.data, plot.stage == Stage.DRAFT
    is_waiting = plot.stage in {Stage.SUBMITTED, Stage.TRIAGE}
    return Idea(
        ref=ref,
        title=data.title,
        problem=data.problem,
        proposal=data.proposal,
        expected_result=data.expected_result,
        stage=_first_stage(plot),
        tier=plot.tier.number if plot.tier else None,
        visibility=data.visibility,
        author_shown=data.author_shown,
        campaign=staff.campaigns[data.campaign] if data.campaign else None,
        created_at=plot.shared_at - WRITING_TIME,
        updated_at=plot.shared_at,
        submitted_at=None if is_draft else plot.shared_at,
        routed_at=None if is_draft else (plot.shared_at if is_waiting else plot.reached(Stage.TRIAGE)),
        next_answer_at=plot.promised_at,
    )


def _first_stage(plot: Plot) -> Stage:
    if plot.decided_at is not None:
        return Stage.READY_FOR_DECISION
    return plot.stage if plot.stage in OPEN_STAGES | {Stage.DRAFT} else Stage.IN_REVIEW


def _authors(plot: Plot, idea: Idea, staff: Staff) -> Iterable[IdeaAuthor]:
    data, people, kinds = plot.data, staff.people, IdeaAuthor.Kind
    yield IdeaAuthor(idea=idea, person=people[data.author], kind=kinds.AUTHOR)
    for key in data.co_authors:
        yield IdeaAuthor(idea=idea, person=people[key], kind=kinds.CO_AUTHOR)
    if data.on_behalf_of:
        yield IdeaAuthor(idea=idea, person=people[data.on_behalf_of], kind=kinds.ON_BEHALF_OF)


def _routing(plot: Plot, ideas: dict[str, Idea], sets: dict[str, AnswerSet], rule_set: RuleSet) -> RoutingDecision:
    assert plot.routing is not None  # noqa: S101 - only sent ideas come here
    return RoutingDecision(
        idea=ideas[plot.data.key],
        round=1,
        answer_set=sets[plot.data.key],
        rule_set=rule_set,
        tier=plot.routing.tier,
        routing=plot.routing.as_json(),
        created_at=plot.shared_at,
    )


def _promises(plot: Plot, idea: Idea, staff: Staff) -> Iterable[Promise]:
    assert plot.tier is not None  # noqa: S101 - only sent ideas come here
    assert plot.promised_at is not None  # noqa: S101
    assert plot.first_response_due_at is not None  # noqa: S101
    windows = plot.tier.windows
    dates = (
        (Promise.Kind.FIRST_RESPONSE, plot.first_response_due_at, windows.first_response, _first_response(plot)),
        (Promise.Kind.DECISION, plot.promised_at, windows.promise, plot.decided_at),
    )
    for kind, due_at, days, kept_at in dates:
        yield Promise(
            idea=idea,
            kind=kind,
            due_at=due_at,
            calendar=staff.calendar,
            calendar_version=staff.calendar.version,
            working_days=days,
            made_at=plot.shared_at,
            kept_at=kept_at,
        )


def _turn(plot: Plot, idea: Idea, staff: Staff) -> Triage:
    """Its turn in triage: it waits for the triager until the first response is due."""
    assert plot.first_response_due_at is not None  # noqa: S101 - only sent ideas come here
    due_at = plot.first_response_due_at
    return Triage(idea=idea, due_at=due_at, calendar=staff.calendar, calendar_version=staff.calendar.version)


def _first_response(plot: Plot) -> datetime | None:
    """The first word of somebody other than the authors: a comment, a department's answer, the decision."""
    words = [one.at for one in plot.comments if one.by not in plot.data.authors]
    words += [one.submitted_at for one in plot.reviews if one.submitted_at is not None]
    return min(words, default=plot.decided_at)


def _version(plot: Plot, idea: Idea, staff: Staff) -> IdeaVersion:
    return IdeaVersion(
        idea=idea,
        version=1,
        title=idea.title,
        problem=idea.problem,
        proposal=idea.proposal,
        expected_result=idea.expected_result,
        edited_by=staff.people[plot.data.author],
        created_at=plot.shared_at,
    )
