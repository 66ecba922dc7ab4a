"""The people close to an idea."""

import pytest
from django.utils import timezone

from ideas.models import Idea, IdeaAuthor, User
from ideas.policies.authorship import Authorship, authorship_of
from tests.factories import UserFactory, submitted_idea
from tests.factories.fairness import InterestFactory, stake_of, supplier_of
from tests.factories.ideas import author_of

pytestmark = pytest.mark.django_db


def of(idea: Idea) -> Authorship:
    return authorship_of([idea.pk])[idea.pk]


def test_authorship_of_idea_names_authors_and_their_team() -> None:
    manager = UserFactory()
    author, mate = UserFactory(manager=manager), UserFactory(manager=manager)
    idea = submitted_idea(author=author)
    co_author = UserFactory()
    IdeaAuthor.objects.create(idea=idea, person=co_author, kind="co_author")

    assert of(idea) == Authorship(frozenset({author.pk, co_author.pk}), frozenset({mate.pk}))


def test_authorship_of_idea_that_names_a_supplier_counts_whoever_has_a_stake_in_it() -> None:
    idea, person = submitted_idea(), UserFactory()
    supplier_of(idea, "Acme Ltd.")
    stake_of(person, "ACME Limited")
    stake_of(UserFactory(), "Apex Ltd.")

    assert of(idea).interested_ids == {person.pk}


def test_authorship_of_idea_counts_authors_of_ideas_merged_into_it_through_any_number_of_merges() -> None:
    idea = submitted_idea()
    middle = submitted_idea(stage="merged", merged_into=idea)
    last = submitted_idea(stage="merged", merged_into=middle)

    assert of(idea).interested_ids == {author_of(middle).pk, author_of(last).pk}


@pytest.mark.parametrize(
    ("state", "bar"), [("declared", "interest_undecided"), ("recused", "has_interest"), ("mitigated", "")]
)
def test_bar_of_declared_interest_follows_its_state(state: str, bar: str) -> None:
    lead = UserFactory()
    decided = {"mitigation": "A colleague reads it.", "decided_by": lead, "decided_at": timezone.now()}
    interest = InterestFactory(state=state, **(decided if state == "mitigated" else {}))

    assert of(interest.idea).bar_of(interest.person_id) == bar
    assert (interest.person_id in of(interest.idea).conflicted_ids) is bool(bar)


def test_authorship_of_many_ideas_takes_one_query(django_assert_num_queries: pytest.FixtureRequest) -> None:
    ideas = [submitted_idea() for _ in range(5)]
    authors: list[User] = [author_of(idea) for idea in ideas]

    with django_assert_num_queries(1):
        found = authorship_of([idea.pk for idea in ideas])

    assert [found[idea.pk].author_ids for idea in ideas] == [frozenset({author.pk}) for author in authors]


def test_authorship_of_no_idea_asks_nothing(django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(0):
        assert authorship_of([]) == {}
