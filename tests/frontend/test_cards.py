"""Cards are drawn once for what they show, and hold nothing of one request but what is put in afterwards."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.template import RequestContext
from django.test import Client, RequestFactory
from django.utils import timezone

from frontend.cards import Card, cards_of
from frontend.templatetags import cards
from ideas.models import Idea, User, Vote
from ideas.services.votes import cast_vote
from tests.factories import UserFactory, submitted_idea

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cards._draw.cache_clear()


def card_of(idea: Idea, viewer: User | None = None) -> Card:
    return cards_of(viewer=viewer or UserFactory(), ids=[idea.pk])[0]


def drawn(card: Card, path: str = "/ideas/", token: str = "t" * 64) -> str:
    request = RequestFactory().get(path)
    return cards.idea_card(RequestContext(request, {"csrf_token": token, "request": request}), card)


def test_card_has_the_token_and_the_path_of_each_request() -> None:
    card = card_of(submitted_idea())

    first, second = drawn(card, "/ideas/?q=a&order=new", "a" * 64), drawn(card, "/ideas/", "b" * 64)

    assert ('value="' + "a" * 64 + '"' in first, 'value="/ideas/?q=a&amp;order=new"' in first) == (True, True)
    assert ('value="' + "b" * 64 + '"' in second, 'value="/ideas/"' in second) == (True, True)
    assert "a" * 64 not in second
    assert not re.search(f"{cards._TOKEN}|{cards._PATH}", first + second)


def test_card_of_the_same_content_is_drawn_once_for_all_readers() -> None:
    idea = submitted_idea(submitted_at=datetime(2026, 1, 5, 9, tzinfo=UTC))

    drawn(card_of(idea))
    drawn(card_of(idea))

    assert (cards._draw.cache_info().misses, cards._draw.cache_info().hits) == (1, 1)


def test_card_of_a_reader_who_voted_is_their_own() -> None:
    idea, voter = submitted_idea(), UserFactory()
    drawn(card_of(idea))
    cast_vote(voter=voter, idea=idea)

    assert 'aria-pressed="true"' in drawn(card_of(idea, voter))
    assert 'aria-pressed="false"' in drawn(card_of(idea))


def test_card_is_drawn_anew_in_another_time_zone() -> None:
    card = card_of(submitted_idea(submitted_at=datetime(2026, 1, 5, 23, 30, tzinfo=UTC)))

    with timezone.override("Europe/London"):
        london = drawn(card)
    with timezone.override("Asia/Tokyo"):
        tokyo = drawn(card)

    assert ("5 Jan" in london, "6 Jan" in tokyo) == (True, True)


def test_card_keeps_markup_of_an_author_as_text(settings: Any) -> None:
    settings.DEBUG = True  # a developer sees every change of the template
    card = card_of(submitted_idea(title="<b>&</b>"))

    assert "&lt;b&gt;&amp;&lt;/b&gt;" in drawn(card)
    assert cards._draw.cache_info().misses == 0


def test_vote_from_a_card_on_the_board_without_script_is_taken() -> None:
    idea, reader = submitted_idea(), UserFactory()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(reader)
    form = re.search(r'<form class="gs-vote-form".*?</form>', browser.get("/ideas/?order=new").content.decode(), re.S)
    assert form is not None
    values = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[0]))

    answer = browser.post(f"/ideas/{idea.ref}/vote/", values)

    assert (answer.status_code, answer["Location"]) == (302, "/ideas/?order=new")
    assert Vote.objects.filter(idea=idea, voter=reader).count() == 1
    assert browser.post(f"/ideas/{idea.ref}/vote/", {**values, "csrfmiddlewaretoken": "x" * 64}).status_code == 403
