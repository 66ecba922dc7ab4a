"""Votes and follows in the API."""

from typing import Any

import pytest

from api.v1.views import support
from ideas.models import Delivery, Follow, IdeaTally, User, Vote
from tests.api.client import Caller, problem, with_token
from tests.factories import IdeaFactory, submitted_idea
from tests.factories.ideas import author_of
from tests.fakes import colliding, meeting


def _vote(ref: str) -> str:
    return f"/api/v1/ideas/{ref}/vote"


def test_vote_given_twice_and_taken_twice_is_counted_once(api: Caller) -> None:
    idea = submitted_idea()

    first, second = api.put(_vote(idea.ref)), api.put(_vote(idea.ref))

    assert (first.status_code, second.status_code) == (200, 200)
    figures = {"votes": 1, "departments": None, "comments": 0}
    assert second.json() == {"has_voted": True, "figures": figures}
    assert [api.delete(_vote(idea.ref)).status_code for _ in range(2)] == [204, 204]
    assert IdeaTally.objects.get(idea=idea).vote_count == 0


def test_vote_costs_six_statements(member: User, django_assert_num_queries: Any) -> None:
    idea = submitted_idea()
    caller = with_token(member, "write")
    caller.put(_vote(submitted_idea().ref))  # notes once a minute that the token is used

    # token, idea, the beginning and the end of the transaction, the lock, vote with count, live version and event
    with django_assert_num_queries(6):
        answer = caller.put(_vote(idea.ref))

    assert answer.status_code == 200
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete"])
def test_vote_where_it_is_forbidden_is_refused(member: User, method: str) -> None:
    own, closed, draft = submitted_idea(author=member), submitted_idea(stage="declined"), IdeaFactory(author=member)
    unseen = submitted_idea(visibility="confidential")

    answers = [problem(getattr(Caller(member), method)(_vote(one.ref))) for one in (own, closed, draft, unseen)]

    assert answers == [(403, "own_idea"), (409, "idea_closed"), (409, "idea_closed"), (404, "not_found")]
    assert not Vote.objects.exists()


@pytest.mark.parametrize("ref", ["GS-999999", "gs-000001", "1%00", "%F0%9F", "99999999999999999999"])
def test_vote_for_what_is_not_there_is_not_found(api: Caller, ref: str) -> None:
    assert problem(api.put(_vote(ref)))[0] == 404


def test_vote_by_reading_token_is_refused(member: User) -> None:
    idea = submitted_idea()

    assert problem(with_token(member, "read").put(_vote(idea.ref))) == (403, "scope_missing")
    assert not Vote.objects.exists()


def test_support_gives_no_ballot_away(api: Caller) -> None:
    idea = submitted_idea(tally={"vote_count": 4, "department_count": 4})

    assert api.get(f"/api/v1/ideas/{idea.ref}/support").json() == {
        "votes": 4,
        "departments": None,
        "by_department": [],
        "other_departments": 0,
        "other_votes": 0,
        "has_voted": False,
        "can_vote": True,
        "is_own": False,
    }


def test_follow_mute_and_end_are_read_back(api: Caller) -> None:
    idea = submitted_idea()
    address = f"/api/v1/ideas/{idea.ref}/follow"

    assert api.get(address).json() == {"level": "none"}
    assert api.put(address, {"level": "following"}).json() == {"level": "following"}
    assert api.put(address, {"level": "muted"}).json() == {"level": "muted"}
    assert api.delete(address).status_code == 204
    assert not Follow.objects.exists()
    assert problem(api.put(address, {"level": "loud"})) == (422, "invalid_choice")
    assert Caller(author_of(idea)).get(address).json() == {"level": "following"}
    assert problem(Caller().get(address))[0] == 401


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("times", "status", "votes"), [(3, 200, 1), (4, 503, 0)])
def test_vote_in_the_way_of_others_is_tried_three_times_more(
    member: User, times: int, status: int, votes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea = submitted_idea()
    tries: list[int] = []
    monkeypatch.setattr(support, "cast_vote", meeting(support.cast_vote, times=times, tries=tries))

    answer = Caller(member).put(_vote(idea.ref))

    assert (answer.status_code, len(tries), Vote.objects.count()) == (status, 4, votes)
    assert IdeaTally.objects.get(idea=idea).vote_count == votes


@pytest.mark.django_db(transaction=True)
def test_vote_with_a_row_in_the_way_to_the_end_is_refused(member: User, monkeypatch: pytest.MonkeyPatch) -> None:
    idea = submitted_idea()
    tries: list[int] = []
    monkeypatch.setattr(support, "cast_vote", colliding(support.cast_vote, tries=tries))

    answer = Caller(member).put(_vote(idea.ref))

    assert problem(answer) == (409, "changed_meanwhile")
    assert answer.json()["detail"] == "Somebody changed this at the same moment. Nothing was saved; try again."
    assert (len(tries), Vote.objects.count(), IdeaTally.objects.get(idea=idea).vote_count) == (4, 0, 0)
