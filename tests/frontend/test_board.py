"""The board as a page: filters in the address, counts that are bounded, cards that tell the truth."""

from datetime import datetime, time, timedelta
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from frontend.views.board import CARDS_A_PAGE
from ideas.models import Idea, IdeaTag, Organisation, Tag, User
from ideas.services.votes import cast_vote
from tests.factories import DepartmentFactory, ReviewFactory, UserFactory, grant_role, submitted_idea
from tests.payloads import XSS_PAYLOADS

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> User:
    return UserFactory(name="Sam Okafor")


@pytest.fixture
def page(reader: User) -> Client:
    client = Client()
    client.force_login(reader)
    return client


class Seen(HTMLParser):
    """What a browser makes of a page: elements with their attributes, and the text of each class."""

    VOID = frozenset({"input", "meta", "link", "br", "path", "rect", "circle", "use", "img", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [found for name, found in self.elements if name == tag and wanted.items() <= found.items()]


def seen(response: Any, status: int = 200) -> Seen:
    assert response.status_code == status, response.content[:500]
    return Seen(response.content.decode())


def titles(response: Any) -> list[str]:
    return [card.title for card in response.context["cards"]]


def test_home_leads_to_the_board(page: Client) -> None:
    assert page.get("/")["Location"] == "/ideas/"


@pytest.mark.parametrize(("is_demo", "place"), [(False, "/settings/"), (True, "/ideas/")])
def test_home_of_administrator_leads_to_the_first_steps_of_a_new_installation(is_demo: bool, place: str) -> None:
    Organisation.objects.update(is_demo=is_demo)
    client = Client()
    client.force_login(grant_role(UserFactory(), "administrator"))

    assert client.get("/")["Location"] == place


def test_home_of_administrator_with_every_step_skipped_leads_to_the_board() -> None:
    Organisation.objects.update(setup_done=["organisation", "departments", "calendar", "reviewers", "endpoint", "idea"])
    client = Client()
    client.force_login(grant_role(UserFactory(), "administrator"))

    assert client.get("/")["Location"] == "/ideas/"


def test_board_for_nobody_asks_to_sign_in() -> None:
    assert Client().get("/ideas/")["Location"] == "/accounts/login/?next=/ideas/"


def noon_in(*, days: int) -> datetime:
    """Noon where the reader is, so that the time of day a test runs at makes no difference."""
    zone = ZoneInfo("Europe/London")
    return datetime.combine(timezone.localdate(timezone=zone) + timedelta(days=days), time(12), zone)


def test_board_card_shows_idea_as_the_reader_may_know_it(page: Client, reader: User) -> None:
    author = UserFactory(name="Megan Hughes", department=DepartmentFactory(slug="highways"))
    idea = submitted_idea(
        title="Leave form",
        author=author,
        problem="word " * 60,
        tally={"vote_count": 4},
        next_answer_at=noon_in(days=9),
    )
    for slug in ("one", "two"):
        cast_vote(voter=UserFactory(department=DepartmentFactory(slug=slug)), idea=idea)
    ReviewFactory(idea=idea, submitted=True)
    ReviewFactory(idea=idea, due_at=timezone.now() - timedelta(days=1))
    tag = Tag.objects.create(slug="less-paper", name="Less paper")
    IdeaTag.objects.create(idea=idea, tag=tag)
    cast_vote(voter=reader, idea=idea)

    response = page.get("/ideas/")

    card = response.context["cards"][0]
    assert (card.author_name, card.department_name) == ("Megan Hughes", "Highways")
    assert (card.votes, card.departments, card.has_voted, card.can_vote, card.is_own) == (7, 2, True, True, False)
    assert len(card.summary) < 181
    assert card.summary.endswith("word…")
    assert (card.pips, card.pips_label) == (("submitted", "late"), "1 of 2 answers in")
    assert (card.when_tone, card.when_label, card.when_note) == ("owed", "Answer by", "in 9 days")
    assert [(one.name, one.url) for one in card.tags] == [("Less paper", "/ideas/?tag=less-paper")]
    text = seen(response).text
    assert "Megan Hughes, Highways" in text
    assert "1 of 2 answers in" in text
    assert "Why is this first?" in text


def test_board_card_of_protected_author_names_nobody(page: Client) -> None:
    submitted_idea(author=UserFactory(name="Megan Hughes"), author_shown=False)

    assert "Megan" not in seen(page.get("/ideas/")).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["late", "parked", "open"]),
        ("?view=waiting", ["late", "open"]),
        ("?due=late", ["late"]),
        ("?stage=parked&stage=declined", ["parked"]),
        ("?q=is:late", ["late"]),
        ("?q=parked", ["parked"]),
        ("?view=mine", []),
        ("?campaign=none-such", []),
        ("?tag=none-such", []),
    ],
)
def test_board_shows_what_its_address_asks_for(page: Client, query: str, found: list[str]) -> None:
    submitted_idea(title="open", tally={"heat": 1})
    submitted_idea(title="parked", stage="parked", tally={"heat": 2})
    submitted_idea(title="late", next_answer_at=timezone.now() - timedelta(days=1), tally={"heat": 3})

    response = page.get(f"/ideas/{query}")

    assert titles(response) == found
    assert response.context["around"].total == "3"


def test_board_filters_in_use_can_each_be_taken_away(page: Client) -> None:
    submitted_idea()

    chips = page.get("/ideas/?q=number&stage=in_review&stage=parked&order=new").context["around"].chips

    assert [(chip.label, chip.url) for chip in chips] == [
        ("“number”", "?stage=in_review&stage=parked&order=new"),
        ("Stage: In review", "?q=number&stage=parked&order=new"),
        ("Stage: Parked", "?q=number&stage=in_review&order=new"),
    ]


@pytest.mark.parametrize(
    "query", ["?stage=secret", "?sort=top", "?due=never", "?q=" + "x" * 201, "?breadth=4", "?tag=a b", "?q=%00"]
)
def test_board_with_wrong_address_says_so_and_filters_nothing(page: Client, query: str) -> None:
    submitted_idea(title="still here")

    response = page.get(f"/ideas/{query}")

    assert response.status_code == 422
    assert titles(response) == ["still here"]
    assert len(response.context["problems"]) == 1


def test_board_with_edited_cursor_is_refused(page: Client) -> None:
    assert page.get("/ideas/?cursor=edited").status_code == 400


@pytest.mark.parametrize("typed", ["412", "GS-000412", "gs-412"])
def test_board_number_in_the_search_box_leads_to_its_idea(page: Client, typed: str) -> None:
    submitted_idea(ref="GS-000412")

    assert page.get("/ideas/", {"q": typed})["Location"] == "/ideas/GS-000412/"


def test_board_number_of_an_idea_not_seen_is_a_word(page: Client) -> None:
    submitted_idea(ref="GS-000412", visibility="confidential")

    assert page.get("/ideas/?q=412").status_code == 200


def test_board_pages_lead_forward_and_back(page: Client) -> None:
    for number in range(30):
        submitted_idea(title=str(number))

    first = page.get("/ideas/?order=new")
    second = page.get(f"/ideas/{first.context['next_url']}")

    assert titles(first) == [str(number) for number in range(29, 4, -1)]
    assert titles(second) == ["4", "3", "2", "1", "0"]
    assert titles(page.get(f"/ideas/{second.context['previous_url']}")) == titles(first)


def test_board_costs_the_same_queries_however_many_rows(page: Client) -> None:
    for _ in range(20):
        ReviewFactory(idea=submitted_idea())
    page.get("/ideas/")

    with CaptureQueriesContext(connection) as queries:
        assert len(titles(page.get("/ideas/"))) == 20
    with CaptureQueriesContext(connection) as few:
        Idea.objects.filter(pk__gt=Idea.objects.order_by("pk")[0].pk).update(visibility="confidential")
        assert len(titles(page.get("/ideas/"))) == 1

    on_ideas = [one for one in queries.captured_queries if "ideas_" in one["sql"]]
    assert len(few) == len(queries) + 2
    assert len(on_ideas) <= 15


def test_board_for_htmx_is_the_list_alone(page: Client) -> None:
    submitted_idea()

    response = page.get("/ideas/", headers={"HX-Request": "true"})

    found = seen(response)
    assert not found.all("html")
    assert len(found.all("section", id="results")) == 1


@pytest.mark.parametrize(
    ("query", "ideas", "heading"),
    [
        ("", 0, "Nobody has shared an idea yet"),
        ("?q=zebra", 1, "No idea matches"),
        ("?view=mine", 1, "You have not shared an idea yet"),
        ("?view=supported", 1, "Nothing here yet"),
    ],
)
def test_board_without_rows_says_why(page: Client, query: str, ideas: int, heading: str) -> None:
    for _ in range(ideas):
        submitted_idea()

    assert heading in seen(page.get(f"/ideas/{query}")).text


def test_card_fragment_is_one_article(page: Client) -> None:
    idea = submitted_idea()

    found = seen(page.get(f"/ideas/{idea.ref}/card/"))

    assert [one["id"] for one in found.all("article")] == [f"idea-{idea.ref}"]
    assert page.get(f"/ideas/{submitted_idea(visibility='confidential').ref}/card/").status_code == 404


def test_fresh_line_counts_ideas_newer_than_the_list(page: Client) -> None:
    submitted_idea()
    newest = page.get("/ideas/").context["newest"]

    assert "new idea" not in seen(page.get(f"/ideas/fresh/?since={newest}")).text
    submitted_idea(submitted_at=timezone.now() + timedelta(seconds=2))
    assert "1 new idea since" in seen(page.get(f"/ideas/fresh/?since={newest}")).text
    assert page.get("/ideas/fresh/?since=then").status_code == 422


def test_board_shows_hostile_text_as_text(page: Client) -> None:
    for _ in XSS_PAYLOADS[:CARDS_A_PAGE]:
        submitted_idea(title="x", problem="x", author=UserFactory(name="x"))
    tame = seen(page.get("/ideas/"))

    for start in range(0, len(XSS_PAYLOADS), CARDS_A_PAGE):
        for idea, payload in zip(Idea.objects.order_by("id"), XSS_PAYLOADS[start:][:CARDS_A_PAGE], strict=False):
            User.objects.filter(authorships__idea=idea).update(name=payload)
            Idea.objects.filter(pk=idea.pk).update(title=payload, problem=payload)
        assert [(tag, set(names)) for tag, names in seen(page.get("/ideas/")).elements] == [
            (tag, set(names)) for tag, names in tame.elements
        ]
