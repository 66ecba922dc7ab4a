"""Bringing ideas together and taking them apart: everybody counts once, and undoing restores exactly."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ideas.exceptions import Conflict, IdeaClosed, InvalidValue, NotPermitted
from ideas.models import (
    AuditEvent,
    Event,
    Follow,
    Idea,
    IdeaReader,
    IdeaTally,
    Merge,
    Notification,
    Review,
    Triage,
    User,
    Vote,
)
from ideas.policies.authorship import authorship_of
from ideas.services.follows import follow_idea, mute_idea, unfollow_idea
from ideas.services.merging import merge_ideas, unmerge_idea
from ideas.services.votes import cast_vote, withdraw_vote
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.triage import idea_in_triage, promised, triager
from tests.one_by_one import tell_people

pytestmark = pytest.mark.django_db
WHY = "Both want a second key."
PEOPLE = 4


def two_ideas() -> tuple[Idea, Idea]:
    source, target = submitted_idea(), submitted_idea()
    promised(source)
    return source, target


def voters(idea: Idea) -> list[int]:
    return sorted(Vote.objects.filter(idea=idea).values_list("voter_id", flat=True))


def follows(idea: Idea) -> set[tuple[int, str]]:
    return set(Follow.objects.filter(idea=idea).values_list("person_id", "level"))


def tally(idea: Idea) -> tuple[int, int]:
    row = IdeaTally.objects.get(idea=idea)
    return row.vote_count, row.department_count


def merge(source: Idea, target: Idea) -> Merge:
    return merge_ideas(source=source, target=target, by=triager(), reason=WHY)


def undo(source: Idea) -> Merge:
    return unmerge_idea(idea=source, by=triager(), reason="They differ after all.")


def test_merge_counts_every_voter_once() -> None:
    source, target = two_ideas()
    both, one = UserFactory(), UserFactory()
    for voter, idea in ((both, source), (both, target), (one, source)):
        cast_vote(voter=voter, idea=idea)
    cast_vote(voter=author_of(target), idea=source)

    merge(source, target)

    assert voters(target) == sorted([both.pk, one.pk])
    assert tally(target) == (2, 0)
    assert tally(source) == (3, 0)


def test_merge_leads_to_the_target_and_closes_the_source() -> None:
    source, target = two_ideas()
    review = ReviewFactory(idea=source)

    merge(source, target)

    source.refresh_from_db()
    review.refresh_from_db()
    assert (source.stage, source.merged_into, source.next_answer_at) == (Stage.MERGED, target, None)
    assert review.state == "cancelled"
    assert AuditEvent.objects.filter(action="idea.merge").count() == 2


def test_merge_makes_authors_of_the_source_followers_and_conflicted() -> None:
    source, target = two_ideas()
    writer = author_of(source)
    held = ReviewFactory(idea=target, assigned=True, owner=writer)

    merge(source, target)

    held.refresh_from_db()
    assert follows(target) == {(writer.pk, "following")}
    assert writer.pk in authorship_of([target.pk])[target.pk].conflicted_ids
    assert (held.owner, held.state) == (None, Review.State.QUEUED)


def test_merge_is_told_to_those_who_supported_the_source() -> None:
    source, target = two_ideas()
    voter = UserFactory()
    cast_vote(voter=voter, idea=source)

    merge(source, target)
    tell_people(event_id=Event.objects.get(type="idea.merged").pk)

    told = set(Notification.objects.filter(kind="idea_merged").values_list("person_id", flat=True))
    assert told == {author_of(source).pk, voter.pk}


def test_merge_into_itself_is_refused() -> None:
    source, _target = two_ideas()

    with pytest.raises(InvalidValue) as refusal:
        merge(source, source)

    assert refusal.value.problems[0].code == "same_idea"
    assert not Merge.objects.exists()


def test_merge_in_a_circle_is_refused() -> None:
    source, target = two_ideas()
    merge(source, target)

    with pytest.raises(IdeaClosed):
        merge(target, source)

    assert Merge.objects.count() == 1


def test_merge_of_ideas_for_different_readers_is_refused() -> None:
    source, target = two_ideas()
    Idea.objects.filter(pk=source.pk).update(visibility="restricted")

    with pytest.raises(Conflict) as refusal:
        merge(source, target)

    assert refusal.value.error_code == "visibility_differs"
    assert not Merge.objects.exists()


@pytest.mark.parametrize("visibility", ["restricted", "confidential"])
@pytest.mark.parametrize("named_for", ["source", "target"])
def test_merge_of_ideas_with_other_named_readers_is_refused(visibility: str, named_for: str) -> None:
    source, target = two_ideas()
    Idea.objects.update(visibility=visibility)
    both = UserFactory()
    for idea in (source, target):
        IdeaReader.objects.create(idea=idea, person=both)
    IdeaReader.objects.create(idea={"source": source, "target": target}[named_for], person=UserFactory())

    with pytest.raises(Conflict) as refusal:
        merge(source, target)

    assert refusal.value.error_code == "visibility_differs"
    assert not Merge.objects.exists()
    assert set(Idea.objects.values_list("stage", flat=True)) == {"in_review"}


def test_merge_of_restricted_ideas_with_the_same_named_readers_is_taken() -> None:
    source, target = two_ideas()
    Idea.objects.update(visibility="restricted")
    both = UserFactory()
    for idea in (source, target):
        IdeaReader.objects.create(idea=idea, person=both)

    merge(source, target)

    assert Merge.objects.get().target == target


@pytest.mark.parametrize("which", ["source", "target"])
def test_merge_by_an_author_is_refused(which: str) -> None:
    owen = triager()
    ideas = {"source": submitted_idea(), "target": submitted_idea()}
    ideas[which] = submitted_idea(author=owen)

    with pytest.raises(NotPermitted):
        merge_ideas(**ideas, by=owen, reason=WHY)

    assert not Merge.objects.exists()


def test_merge_by_somebody_else_is_refused() -> None:
    source, target = two_ideas()

    with pytest.raises(NotPermitted):
        merge_ideas(source=source, target=target, by=UserFactory(), reason=WHY)

    assert not Merge.objects.exists()


def test_unmerge_brings_stage_turn_and_reviews_back() -> None:
    source, target = idea_in_triage(), submitted_idea()
    promise = promised(source)
    merge(source, target)

    undo(source)

    source.refresh_from_db()
    turn = Triage.objects.get(idea=source)
    assert (source.stage, source.merged_into, source.next_answer_at) == (Stage.TRIAGE, None, promise.due_at)
    assert (turn.done_at, turn.released_at, turn.lane) == (None, None, "")


def test_unmerge_of_an_idea_in_review_lets_its_reviews_wait_again() -> None:
    source, target = two_ideas()
    review = ReviewFactory(idea=source, assigned=True)
    merge(source, target)

    undo(source)

    review.refresh_from_db()
    assert (review.state, review.owner) == ("queued", None)
    assert Event.objects.filter(type="pool.changed").count() == 1


def test_unmerge_without_a_merge_is_refused() -> None:
    source, _target = two_ideas()

    with pytest.raises(Conflict) as refusal:
        undo(source)

    assert refusal.value.error_code == "not_merged"


def test_unmerge_from_an_idea_that_was_merged_itself_is_refused() -> None:
    source, target = two_ideas()
    promised(target)
    merge(source, target)
    merge(target, submitted_idea())

    with pytest.raises(Conflict) as refusal:
        undo(source)

    assert refusal.value.error_code == "merged_further"
    assert Idea.objects.get(pk=source.pk).stage == Stage.MERGED


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["vote", "withdraw", "follow", "mute", "unfollow"]),
        st.integers(0, PEOPLE - 1),
        st.sampled_from(["source", "target"]),
    ),
    max_size=10,
)
ACTS = {"follow": follow_idea, "mute": mute_idea, "unfollow": unfollow_idea}


def play(
    steps: list[tuple[str, int, str]], people: list[User], ideas: dict[str, Idea], own: set[tuple[int, str]]
) -> None:
    """Do what people do; `own` keeps who voted themselves, and where."""
    for act, who, where in steps:
        person, idea = people[who], ideas[where]
        if act in ACTS:
            ACTS[act](idea=idea, by=person)
        elif act == "vote":
            had = Vote.objects.filter(idea=idea, voter=person).exists()
            cast_vote(voter=person, idea=idea)
            own |= set() if had else {(person.pk, where)}
        else:
            withdraw_vote(voter=person, idea=idea)
            own.discard((person.pk, where))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=STEPS, between=STEPS, after=STEPS)
def test_merged_idea_keeps_everybody_once_and_unmerge_restores_them(
    before: list[tuple[str, int, str]], between: list[tuple[str, int, str]], after: list[tuple[str, int, str]]
) -> None:
    """Invariants 9 and 10, whatever people do before, between and after."""
    people = [UserFactory() for _each in range(PEOPLE)]
    source, target = two_ideas()
    ideas, own = {"source": source, "target": target}, set[tuple[int, str]]()
    play(before, people, ideas, own)
    source_before = (voters(source), follows(source), tally(source))
    target_before = follows(target)
    expected = sorted({person for person, _where in own})

    merge(source, target)

    assert voters(target) == expected
    assert tally(target)[0] == len(expected)
    followed = {person for person, level in source_before[1] if level == "following"}
    assert {person for person, _level in follows(target)} == (
        {person for person, _level in target_before} | followed | {author_of(source).pk}
    )
    assert target_before <= follows(target)
    own_follows = set(target_before)
    for act, who, _where in between:  # the source takes no votes now
        play([(act, who, "target")], people, ideas, own)
        if act in ACTS:
            own_follows = {(person, level) for person, level in own_follows if person != people[who].pk}
            level = {"follow": "following", "mute": "muted"}.get(act)
            own_follows |= {(people[who].pk, level)} if level else set()

    undo(source)

    assert (voters(source), follows(source), tally(source)) == source_before
    assert voters(target) == sorted(person for person, where in own if where == "target")
    assert follows(target) == own_follows
    play(after, people, ideas, own)
    for where, idea in ideas.items():
        assert voters(idea) == sorted(person for person, place in own if place == where)
        assert tally(idea)[0] == len(voters(idea))
