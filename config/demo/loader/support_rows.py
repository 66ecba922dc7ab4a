"""Writes votes, follows and the discussion."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

from config.demo.loader.moments import Moments
from config.demo.loader.plot import CommentPlot
from config.demo.loader.review_rows import Story
from config.demo.loader.staff import Staff
from ideas.markdown import render_markdown
from ideas.models import Comment, Follow, Idea, IdeaReader, Vote
from ideas.workflow import Stage

# Ideas are supported where their problem is felt: people of these departments come first far more often.
CLOSE = 0.06
FAR = (0.3, 3.0)
MOST_OTHERS = 3


@dataclass(frozen=True)
class Ballot:
    """One vote and the moment at which it was given."""

    vote: Vote
    at: datetime


def write_comments(stories: list[Story], staff: Staff) -> list[Comment]:
    """Write the discussions; whoever speaks follows the idea, and may read it where only named people may."""
    heads = [(story, one, _comment(story, one, staff)) for story in stories for one in story.plot.comments]
    Comment.objects.bulk_create(row for _story, _one, row in heads)
    replies = [_comment(story, reply, staff, parent=row) for story, one, row in heads for reply in one.replies]
    Comment.objects.bulk_create(replies)
    rows = [*(row for _story, _one, row in heads), *replies]
    Follow.objects.bulk_create([Follow(idea=row.idea, person=row.author) for row in rows], ignore_conflicts=True)
    return rows


def write_votes(stories: list[Story], staff: Staff, moments: Moments) -> dict[str, list[Ballot]]:
    """Write as many votes as the data wants, of people who may read the idea and did not write it.

    Those who voted for an idea that was merged have voted for the one it went into, once.
    """
    readers = _readers(stories, staff)
    ballots: dict[str, list[Ballot]] = {}
    came_along: dict[str, frozenset[str]] = {}
    for story in sorted(stories, key=lambda one: one.plot.data.merged_into is None):
        data = story.plot.data
        allowed = readers.get(story.idea.pk, frozenset(staff.people)) - frozenset(data.authors)
        voters = _voters(story, allowed, came_along.get(data.key, frozenset()), staff)
        ballots[data.key] = list(_ballots(story, voters, staff, moments))
        if data.merged_into:
            came_along[data.merged_into] = came_along.get(data.merged_into, frozenset()) | frozenset(voters)
    Vote.objects.bulk_create(ballot.vote for one in ballots.values() for ballot in one)
    return ballots


def _comment(story: Story, one: CommentPlot, staff: Staff, parent: Comment | None = None) -> Comment:
    return Comment(
        idea=story.idea,
        author=staff.people[one.by],
        parent=parent,
        body=one.text,
        body_html=render_markdown(one.text),
        created_at=one.at,
    )


def _readers(stories: list[Story], staff: Staff) -> Mapping[int, frozenset[str]]:
    """Return enough people who may read each idea that is not open to everybody, by its key.

    One query for each person, until there are as many as votes are wanted.
    """
    closed = [story for story in stories if story.plot.data.visibility != Idea.Visibility.OPEN]
    IdeaReader.objects.bulk_create(_named(closed, staff), ignore_conflicts=True)
    lacking = {story.idea.pk: story.plot.data.support for story in closed}
    readers: dict[int, set[str]] = {key: set() for key in lacking}
    for key, person in staff.people.items():
        open_keys = [idea_id for idea_id, wanted in lacking.items() if wanted > 0]
        for idea_id in Idea.objects.visible_to(person).filter(pk__in=open_keys).values_list("pk", flat=True):
            readers[idea_id].add(key)
            # Authors do not vote, so a few more are found than are needed.
            lacking[idea_id] -= key not in _authors(stories, idea_id)
        if not open_keys:
            break
    return {idea_id: frozenset(found) for idea_id, found in readers.items()}


def _authors(stories: list[Story], idea_id: int) -> tuple[str, ...]:
    return next(story.plot.data.authors for story in stories if story.idea.pk == idea_id)


def _named(stories: Iterable[Story], staff: Staff) -> Iterator[IdeaReader]:
    """People who take part in the discussion of a closed idea were named to read it."""
    for story in stories:
        author = staff.people[story.plot.data.author]
        speakers = {one.by for comment in story.plot.comments for one in (comment, *comment.replies)}
        for key in sorted(speakers - set(story.plot.data.authors)):
            yield IdeaReader(idea=story.idea, person=staff.people[key], added_by=author)


def _voters(story: Story, allowed: frozenset[str], came_along: frozenset[str], staff: Staff) -> list[str]:
    """Choose as many of `allowed` as the data wants: who came with a merged idea, then mostly whom it is close to."""
    if story.plot.stage == Stage.DRAFT:
        return []
    chance = Random(f"votes {story.plot.data.key}")  # noqa: S311 - repeatable stories
    people = sorted(allowed)
    distances = _distances(story, people, staff, chance)
    places = {key: chance.random() * distances[staff.people[key].department_id] for key in people}
    people.sort(key=lambda key: (key not in came_along, places[key]))
    return people[: max(story.plot.data.support, len(allowed & came_along))]


def _distances(story: Story, people: list[str], staff: Staff, chance: Random) -> Mapping[int | None, float]:
    """Return how far each department is from the idea: close are the author's and up to three others."""
    others = [chance.choice(people) for _number in range(chance.randint(1, MOST_OTHERS))] if people else []
    close = {staff.people[key].department_id for key in (story.plot.data.author, *others)}
    departments = dict.fromkeys(staff.people[key].department_id for key in people)
    return {one: CLOSE if one in close else chance.uniform(*FAR) for one in departments}


def _ballots(story: Story, voters: list[str], staff: Staff, moments: Moments) -> Iterator[Ballot]:
    """Most vote soon after an idea was shared; nobody after it was answered."""
    chance = Random(f"days {story.plot.data.key}")  # noqa: S311 - repeatable stories
    ends_at = story.plot.voting_ends_at or moments.latest
    for key in voters:
        at = story.plot.shared_at + (ends_at - story.plot.shared_at) * chance.betavariate(1, 3)
        voter = staff.people[key]
        vote = Vote(idea=story.idea, voter=voter, department=voter.department, cast_on=moments.local_day(at))
        yield Ballot(vote, at)
