"""Who may become an author of an idea that was sent already."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from ideas.exceptions import InvalidValue
from ideas.models import Idea, User
from ideas.services.content import IdeaContent
from ideas.services.ideas import edit_idea
from tests.factories import ReviewFactory, UserFactory
from tests.factories.after_decision import AppealFactory
from tests.factories.drafts import sent_idea
from tests.factories.ideas import author_of
from tests.factories.reviews import (
    BallotFactory,
    BallotSeatFactory,
    BallotVoteFactory,
    DecisionFactory,
    SecondReadingFactory,
)

pytestmark = pytest.mark.django_db


def review(idea: Idea, person: User) -> None:
    ReviewFactory(idea=idea, submitted=True, owner=person)


def have_somebody_review(idea: Idea, person: User) -> None:
    ReviewFactory(idea=idea, submitted=True, acted_for=person)


def read_a_second_time(idea: Idea, person: User) -> None:
    answer = ReviewFactory(idea=idea, submitted=True)
    SecondReadingFactory(review=answer, reader=person, verdict="agree", read_at=timezone.now())


def vote(idea: Idea, person: User) -> None:
    BallotVoteFactory(seat=BallotSeatFactory(ballot=BallotFactory(idea=idea), deputy=person), voter=person)


def decide_a_tie(idea: Idea, person: User) -> None:
    BallotFactory(idea=idea, casting_by=person)


def decide(idea: Idea, person: User) -> None:
    DecisionFactory(idea=earlier(idea), decided_by=person)


def have_somebody_decide(idea: Idea, person: User) -> None:
    DecisionFactory(idea=earlier(idea), acted_for=person)


def answer_an_appeal(idea: Idea, person: User) -> None:
    decision = DecisionFactory(idea=earlier(idea), announced=True)
    AppealFactory(decision=decision, decided_by=person, decided_at=timezone.now(), is_granted=True, reasons="x" * 40)


def earlier(idea: Idea) -> Idea:
    """Let the idea be in its second round; what is made for the first one was then."""
    Idea.objects.filter(pk=idea.pk).update(round=2)
    return idea


@pytest.mark.parametrize(
    "judge",
    [
        review,
        have_somebody_review,
        read_a_second_time,
        vote,
        decide_a_tie,
        decide,
        have_somebody_decide,
        answer_an_appeal,
    ],
)
@pytest.mark.parametrize("field", ["co_authors", "on_behalf_of"])
def test_edit_idea_with_new_author_who_judged_it_is_refused(judge: Callable[[Idea, User], None], field: str) -> None:
    idea, person = sent_idea(), UserFactory()
    judge(idea, person)
    content = IdeaContent(**{field: (person.public_id,)})

    with pytest.raises(InvalidValue) as caught:
        edit_idea(idea=idea, by=author_of(idea), content=content, expected_version=idea.version)

    assert [(one.field, one.code) for one in caught.value.problems] == [(field, "has_reviewed")]
    assert list(idea.authors.values_list("person", flat=True)) == [author_of(idea).pk]


def test_edit_idea_with_new_author_who_is_to_read_an_answer_is_taken() -> None:
    idea = sent_idea()
    reading = SecondReadingFactory(review=ReviewFactory(idea=idea, submitted=True))
    content = IdeaContent(co_authors=(reading.reader.public_id,))

    edit_idea(idea=idea, by=author_of(idea), content=content, expected_version=idea.version)

    assert idea.authors.count() == 2
