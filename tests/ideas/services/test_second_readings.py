"""What Security and Legal answer at Tier 3 is read by a second person before the idea is ready."""

from typing import Any

import pytest

from ideas.exceptions import Conflict, InvalidValue, NotPermitted
from ideas.models import Department, Event, Idea, IdeaAuthor, Review, SecondReading, User
from ideas.policies.deciders import decider_of
from ideas.policies.reviews import can_read_review
from ideas.services.readiness import make_ready_if_complete
from ideas.services.second_readers import choose_second_readers
from ideas.services.second_readings import give_second_reading
from ideas.workflow import Stage
from tests.factories import ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import SecondReadingFactory, pool_member

pytestmark = pytest.mark.django_db


def answered(slug: str = "legal", tier: int = 3, **fields: Any) -> Review:
    idea = submitted_idea(stage=Stage.IN_REVIEW, tier=tier)
    return ReviewFactory(submitted=True, idea=idea, department=Department.objects.get(slug=slug), **fields)


def stage_of(idea: Idea) -> str:
    return Idea.objects.get(pk=idea.pk).stage


def read_by(reader: User, review: Review) -> SecondReading:
    return SecondReadingFactory(review=review, reader=reader)


@pytest.mark.parametrize(
    ("slug", "tier", "is_ready"),
    [("legal", 3, False), ("security", 3, False), ("finance", 3, True), ("legal", 2, True)],
)
def test_ready_waits_for_the_second_reading_of_security_and_legal_at_tier_3(
    slug: str, tier: int, is_ready: bool
) -> None:
    review = answered(slug, tier)

    assert make_ready_if_complete(idea=review.idea) is is_ready
    assert make_ready_if_complete(idea=Idea.objects.get(pk=review.idea_id)) is False
    assert SecondReading.objects.count() == int(not is_ready)


def test_second_reading_given_makes_the_idea_ready() -> None:
    review = answered()
    reader = pool_member("legal").person
    make_ready_if_complete(idea=review.idea)
    choose_second_readers()

    reading = give_second_reading(review=review, by=reader, verdict="agree", text="")

    assert (reading.reader, reading.verdict) == (reader, "agree")
    assert stage_of(review.idea) == Stage.READY_FOR_DECISION
    assert Event.objects.filter(type="second_reading.done").count() == 1


def test_second_reading_that_disagrees_needs_words_and_still_makes_it_ready() -> None:
    review = answered()
    reader = UserFactory()
    read_by(reader, review)

    with pytest.raises(InvalidValue):
        give_second_reading(review=review, by=reader, verdict="disagree", text=" ")
    assert SecondReading.objects.get().verdict == ""
    give_second_reading(review=review, by=reader, verdict="disagree", text="The act of 2019 is missing.")

    assert SecondReading.objects.get().text == "The act of 2019 is missing."
    assert stage_of(review.idea) == Stage.READY_FOR_DECISION


def test_second_reading_twice_is_refused() -> None:
    review = answered()
    reader = UserFactory()
    read_by(reader, review)
    give_second_reading(review=review, by=reader, verdict="agree", text="")

    with pytest.raises(Conflict) as refused:
        give_second_reading(review=review, by=reader, verdict="disagree", text="No.")

    assert refused.value.error_code == "second_reading_done"
    assert SecondReading.objects.get().verdict == "agree"


def test_second_reading_by_its_first_reader_an_author_or_a_stranger_is_refused() -> None:
    review = answered()
    reading = read_by(author_of(review.idea), review)
    for person in (author_of(review.idea), review.owner, UserFactory()):
        with pytest.raises(NotPermitted):
            give_second_reading(review=review, by=person, verdict="agree", text="")

    reading.refresh_from_db()
    assert reading.verdict == ""
    assert stage_of(review.idea) == Stage.IN_REVIEW


def test_choose_second_readers_leaves_out_owner_authors_team_and_reviewers_of_the_idea() -> None:
    manager = UserFactory()
    review = answered(owner=pool_member("legal").person)
    author = author_of(review.idea)
    User.objects.filter(pk=author.pk).update(manager=manager)
    pool_member("legal", person=author)
    pool_member("legal", person__manager=manager)
    other = pool_member("legal").person
    ReviewFactory(submitted=True, idea=review.idea, department=Department.objects.get(slug="finance"), owner=other)
    make_ready_if_complete(idea=review.idea)

    assert choose_second_readers() == 0
    free = pool_member("legal").person
    assert choose_second_readers() == 1
    assert SecondReading.objects.get().reader == free


def test_choose_second_readers_twice_names_and_tells_once() -> None:
    review = answered()
    make_ready_if_complete(idea=review.idea)
    choose_second_readers()
    choose_second_readers()
    assert Event.objects.filter(type="second_reading.unassignable").count() == 1
    pool_member("legal")

    assert (choose_second_readers(), choose_second_readers()) == (1, 0)
    assert Event.objects.filter(type="second_reading.given").count() == 1


def test_choose_second_readers_replaces_a_reader_who_left() -> None:
    review = answered()
    read_by(UserFactory(is_active=False), review)
    free = pool_member("legal").person

    assert choose_second_readers() == 1
    assert SecondReading.objects.get().reader == free


def test_choose_second_readers_replaces_a_reader_who_came_to_have_a_conflict() -> None:
    review = answered()
    first = pool_member("legal").person
    kept = read_by(pool_member("legal").person, answered())
    reading = read_by(first, review)
    IdeaAuthor.objects.create(idea=review.idea, person=first, kind="co_author")
    second = pool_member("legal").person

    assert (choose_second_readers(), choose_second_readers()) == (1, 0)

    readers = dict(SecondReading.objects.values_list("pk", "reader"))
    assert readers[kept.pk] == kept.reader_id
    assert readers[reading.pk] in {second.pk, kept.reader_id}


def test_second_reader_reads_that_answer_alone_and_does_not_decide() -> None:
    review = answered()
    other = ReviewFactory(submitted=True, idea=review.idea, department=Department.objects.get(slug="finance"))
    reader = UserFactory()
    grant_role(reader, "board_chair")
    assert decider_of(review.idea).person == reader
    read_by(reader, review)

    assert decider_of(review.idea) is None
    assert can_read_review(reader, review) is True
    assert can_read_review(reader, other) is False
