"""Votes and following, with and without a script."""

import pytest
from django.test import Client

from frontend.views import idea as views
from ideas.models import Follow, User, Vote
from ideas.services.votes import cast_vote
from tests.factories import DepartmentFactory, UserFactory, submitted_idea
from tests.fakes import in_conflict, meeting
from tests.pages import HTMX, Seen, address

pytestmark = pytest.mark.django_db


def test_support_shows_bars_from_five_votes_up(page: Client) -> None:
    idea = submitted_idea()
    for slug, times in (("parks", 5), ("legal", 2)):
        for _ in range(times):
            cast_vote(voter=UserFactory(department=DepartmentFactory(slug=slug)), idea=idea)

    text = Seen(page.get(f"{address(idea)}support/")).text

    assert "7 people in 2 departments support it." in text
    assert "Parks5" in text
    assert "One more (under five votes)2" in text
    assert "Legal" not in text


def test_vote_without_script_comes_back_to_its_page(page: Client, reader: User) -> None:
    idea = submitted_idea()

    response = page.post(f"{address(idea)}vote/", {"vote": "give", "next": "/ideas/?order=new"})

    assert response["Location"] == "/ideas/?order=new"
    assert Vote.objects.get().voter == reader


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", ""]
)
def test_vote_never_leads_off_the_site(page: Client, path: str) -> None:
    idea = submitted_idea()

    assert page.post(f"{address(idea)}vote/", {"vote": "give", "next": path})["Location"] == address(idea)


def test_vote_with_htmx_on_the_board_answers_the_button(page: Client) -> None:
    idea = submitted_idea()

    response = page.post(
        f"{address(idea)}vote/", {"vote": "give"}, headers={**HTMX, "HX-Current-URL": "http://testserver/ideas/"}
    )

    found = Seen(response)
    assert "HX-Retarget" not in response
    assert [form["action"] for form in found.all("form")] == [f"{address(idea)}vote/"]
    assert found.all("button", **{"aria-pressed": "true"})
    assert found.all("input", name="vote", value="withdraw")


def test_vote_with_htmx_on_the_idea_page_answers_the_support(page: Client) -> None:
    idea = submitted_idea()
    here = {**HTMX, "HX-Current-URL": f"http://testserver{address(idea)}?x#y"}

    response = page.post(f"{address(idea)}vote/", {"vote": "give"}, headers=here)

    assert response["HX-Retarget"] == "#support"
    assert "You support this." in Seen(response).text


@pytest.mark.parametrize(("kind", "status"), [("own", 403), ("closed", 409), ("unseen", 404)])
def test_vote_that_is_forbidden_is_refused(page: Client, reader: User, kind: str, status: int) -> None:
    ideas = {"own": {"author": reader}, "closed": {"stage": "declined"}, "unseen": {"visibility": "confidential"}}
    idea = submitted_idea(**ideas[kind])

    assert page.post(f"{address(idea)}vote/", {"vote": "give"}).status_code == status
    assert not Vote.objects.exists()


def test_vote_by_get_is_refused(page: Client) -> None:
    refused = page.get(f"{address(submitted_idea())}vote/")

    assert (refused.status_code, refused["Allow"]) == (405, "POST")
    assert "It takes what a form on another page sends. Nothing was changed." in refused.content.decode()


@pytest.mark.parametrize(("act", "levels"), [("follow", ["following"]), ("mute", ["muted"]), ("end", [])])
def test_follow_acts_change_what_reaches_the_reader(page: Client, act: str, levels: list[str]) -> None:
    idea = submitted_idea()
    Follow.objects.create(idea=idea, person=UserFactory())

    page.post(f"{address(idea)}follow/", {"act": "follow"})
    response = page.post(f"{address(idea)}follow/", {"act": act}, headers=HTMX)

    assert response.status_code == 200
    assert [row.level for row in Follow.objects.exclude(pk=Follow.objects.first().pk)] == levels


def test_follow_of_an_unknown_kind_is_refused(page: Client) -> None:
    assert page.post(f"{address(submitted_idea())}follow/", {"act": "stalk"}).status_code == 422


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("times", "status", "votes"), [(3, 302, 1), (4, 503, 0)])
def test_vote_in_the_way_of_others_is_tried_three_times_more(
    times: int, status: int, votes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Client(raise_request_exception=False)
    visitor.force_login(UserFactory())
    idea = submitted_idea()
    tries: list[int] = []
    monkeypatch.setattr(views, "cast_vote", meeting(views.cast_vote, times=times, tries=tries))

    answer = visitor.post(f"{address(idea)}vote/", {"vote": "give"})

    assert (answer.status_code, len(tries), Vote.objects.count()) == (status, 4, votes)


@pytest.mark.django_db(transaction=True)
def test_vote_refused_after_a_conflict_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = Client(raise_request_exception=False)
    visitor.force_login(UserFactory())
    idea = submitted_idea(stage="declined")
    outcomes = iter([in_conflict()])

    def meet(**options: object) -> object:
        for error in outcomes:
            raise error
        return cast_vote(**options)  # type: ignore[arg-type]

    monkeypatch.setattr(views, "cast_vote", meet)

    answer = visitor.post(f"{address(idea)}vote/", {"vote": "give"})

    assert (answer.status_code, Vote.objects.count()) == (409, 0)
