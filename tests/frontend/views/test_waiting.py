"""The page of ideas that wait for a decision, and its file."""

import pytest

from ideas.models import AuditEvent, Department
from tests.csv_files import rows_of
from tests.factories import ReviewFactory, UserFactory
from tests.factories.ranking import board_idea, lead_of_business, scored_idea, seat_for
from tests.factories.reviews import pool_member
from tests.pages import Seen, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/reviews/to-decide/"


def test_page_offers_the_order_by_score_with_the_profile_of_each_idea() -> None:
    lead = lead_of_business()
    low, high = scored_idea(2, days=1), scored_idea(5, days=5)

    response = signed_in(lead).get(f"{PAGE}?order=score")
    seen = Seen(response)

    assert [row.idea.ref for row in response.context["rows"]] == [high.ref, low.ref]
    assert seen.all("a", href="?order=score")[0]["aria-current"] == "true"
    assert "Score: 100 of 100" in seen.text
    assert "Business100" in seen.text.replace(" ", "")
    assert seen.all("a", href=f"/ideas/{high.ref}/decide/") != []


def test_page_is_by_date_at_first() -> None:
    lead = lead_of_business()
    soon, late = scored_idea(2, days=1), scored_idea(5, days=5)

    response = signed_in(lead).get(PAGE)

    assert [row.idea.ref for row in response.context["rows"]] == [soon.ref, late.ref]


def test_page_says_why_an_idea_has_no_score() -> None:
    lead = lead_of_business()
    scored_idea(None)
    scored_idea(5, answered={"reach": "several_teams"})

    text = Seen(signed_in(lead).get(f"{PAGE}?order=score")).text

    assert "No score: no department scored a criterion." in text
    assert "No score: ideas of tiers 0 and 1 are decided without a business case." in text


def test_page_tells_a_voter_who_owes_a_review_nothing_of_the_score() -> None:
    voter, idea = UserFactory(), board_idea(5)
    seat_for(voter, idea)
    ReviewFactory(idea=idea, department=Department.objects.get(slug="legal"), assigned=True, owner=voter)

    seen = Seen(signed_in(voter).get(f"{PAGE}?order=score"))

    assert "Its score is not for you, as you may not read every answer." in seen.text
    assert not any(words in seen.text for words in ("Score:", "of 100"))
    assert seen.all("dl") == []
    assert seen.all("a", href=f"/ideas/{idea.ref}/ballot/") != []


def test_page_offers_no_order_to_whoever_may_not_rank() -> None:
    deputy = pool_member(role="deputy").person
    scored_idea(5, answered={"reach": "several_teams"})

    seen = Seen(signed_in(deputy).get(PAGE))

    assert seen.all("a", href="?order=score") == []
    assert "Score" not in seen.text


@pytest.mark.parametrize("address", [PAGE, "/reviews/to-decide.csv"])
@pytest.mark.parametrize("query", ["order=score", "order=votes", "sort=score"])
def test_order_that_is_not_the_readers_is_refused_and_shows_nothing(address: str, query: str) -> None:
    deputy = pool_member(role="deputy").person
    idea = scored_idea(5, answered={"reach": "several_teams"})

    response = signed_in(deputy).get(f"{address}?{query}")

    assert response.status_code == 422
    assert idea.ref not in response.content.decode()


def test_empty_page_says_when_ideas_stand_here() -> None:
    assert "Nothing waits for your decision" in Seen(signed_in(UserFactory()).get(PAGE)).text


def test_file_of_the_list_has_the_order_and_the_scores_of_the_page() -> None:
    lead = lead_of_business()
    low, high = scored_idea(2, days=1), scored_idea(5, days=5)
    small = scored_idea(5, answered={"reach": "several_teams"})

    rows = rows_of(signed_in(lead).get("/reviews/to-decide.csv?order=score"))

    assert [(row[0], *row[-2:]) for row in rows] == [
        (high.ref, "100", "Business: 100 of 100"),
        (low.ref, "25", "Business: 25 of 100"),
        (small.ref, "", "No score: ideas of tiers 0 and 1 are decided without a business case."),
    ]


def test_file_for_whoever_may_not_rank_has_no_scores() -> None:
    deputy = pool_member(role="deputy").person
    scored_idea(5, answered={"reach": "several_teams"})

    assert "Score" not in b"".join(signed_in(deputy).get("/reviews/to-decide.csv")).decode()


def test_confidential_ideas_of_the_page_are_logged_as_read() -> None:
    lead = lead_of_business()
    idea = scored_idea(4, visibility="confidential")

    signed_in(lead).get(PAGE)

    assert AuditEvent.objects.get(action="idea.read").object_id == idea.ref


def test_desk_leads_to_the_whole_list() -> None:
    lead = lead_of_business()
    scored_idea(4)

    assert len(Seen(signed_in(lead).get("/reviews/")).all("a", href=PAGE)) == 1


def test_desk_leads_whoever_votes_to_the_whole_list() -> None:
    voter = UserFactory()
    seat_for(voter, board_idea(4))

    assert len(Seen(signed_in(voter).get("/reviews/")).all("a", href=PAGE)) == 1


def test_page_stands_under_reviews() -> None:
    assert signed_in(UserFactory()).get(PAGE).context["section"] == "reviews"
