"""What tests of pages share: who looks, what a browser makes of a page, what it posts."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from ideas.models import Idea, User
from tests.factories.drafts import WORDS
from tests.factories.routing import answers

HTMX = {"HX-Request": "true"}


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


class Seen(HTMLParser):
    """Elements with their attributes, and the text."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(response.content.decode())
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [found for name, found in self.elements if name == tag and wanted.items() <= found.items()]


def address(idea: Idea) -> str:
    return f"/ideas/{idea.ref}/"


def typed(**changes: Any) -> dict[str, Any]:
    """What a browser posts for a complete idea of several teams."""
    chosen = {f"answers__{question}": str(answer) for question, answer in answers(reach="several_teams").items()}
    return {**WORDS, **chosen, "visibility": "open", "author_shown": "on", **changes}


def shown_in(response: Any) -> str:
    forecast = response.context["forecast"]
    assert forecast is not None
    text: str = forecast.shown
    return text
