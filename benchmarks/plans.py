"""What the load asks for: plans of requests, one line each, in the form that `load.lua` reads."""

import http.client
import itertools
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

LIST = "/api/v1/ideas?limit=20"
DEEP_PAGES = 5
DEEP_READERS = 8
HOT = 10
# Answers of an ordinary idea that several departments look at.
ANSWERS = {
    "reach": "several_teams", "one_off": 1000, "yearly": 1000, "saving": 10000, "buys": "existing_contract",
    "contract": "unknown", "ip_income": "no", "data": "personal", "tech": "existing", "reuse": "no",
    "people": "training", "rules": "policy", "safety": "no", "reversible": "yes", "novel": "no",
}  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """Who and what the seed made: tokens and session keys of people, refs of ideas."""

    port: int
    tokens: Sequence[str]
    sessions: Sequence[str]
    refs: Sequence[str]

    def readers(self, path: str, *, most: int = 400) -> list[str]:
        """Return a plan in which many people read `path`."""
        return [line("GET", path, bearer(token)) for token in self.tokens[:most]]

    def visitors(self, path: str, *, most: int = 400) -> list[str]:
        """Return a plan in which many people with a browser's session read the page `path`."""
        return [line("GET", path, f"Cookie: sessionid={key}") for key in self.sessions[:most]]

    def details(self) -> list[str]:
        """Return a plan in which many people read one idea each."""
        chance = random.Random(3)
        return [line("GET", f"/api/v1/ideas/{chance.choice(self.refs)}", bearer(token)) for token in self.tokens[:400]]

    def deep_pages(self) -> list[str]:
        """Return a plan that reads a page far down the list, by cursors that belong to their readers."""
        found = [(token, deep_cursor(self.port, token)) for token in self.tokens[:DEEP_READERS]]
        return [line("GET", f"{LIST}&cursor={cursor}", bearer(token)) for token, cursor in found if cursor]

    def votes(self) -> Iterator[str]:
        """Return new votes, each by another person for another idea, without end until every pair has voted."""
        voters = self.tokens[len(self.tokens) // 2 :]
        for step in range(HOT, len(self.refs)):
            for number, token in enumerate(voters):
                yield vote(self.refs[HOT + (number * 31 + step) % (len(self.refs) - HOT)], token)

    def hot_votes(self) -> Iterator[str]:
        """Return new votes for ten ideas only."""
        voters = self.tokens[len(self.tokens) // 2 :]
        for step, (number, token) in itertools.product(range(HOT), enumerate(voters)):
            yield vote(self.refs[(number + step) % HOT], token)

    def drafts(self) -> Iterator[str]:
        """Return drafts without end, each by another person."""
        for number, token in enumerate(itertools.cycle(self.tokens)):
            yield line("POST", "/api/v1/ideas", bearer(token), draft(number))


def line(method: str, path: str, header: str, body: object = None) -> str:
    """Return one request of a plan."""
    return "\t".join((method, path, header, "" if body is None else json.dumps(body)))


def bearer(token: str) -> str:
    """Return the header of a personal token."""
    return f"Authorization: Bearer {token}"


def vote(ref: str, token: str) -> str:
    """Return one vote."""
    return line("PUT", f"/api/v1/ideas/{ref}/vote", bearer(token))


def draft(number: int) -> dict[str, object]:
    """Return a complete draft; every second one is small, the others go to several departments."""
    answers: dict[str, object] = {"is_small": True} if number % 2 else {"answers": ANSWERS}
    return {
        "title": f"A second key at depot {number}",
        "problem": "The key of the gatehouse hangs two floors up. " * 4,
        "proposal": "Hang a second key at the depot. " * 3,
        "expected_result": "Nobody walks back for it.",
        **answers,
    }


def ask(port: int, method: str, path: str, token: str, body: object = None) -> dict[str, object]:
    """Send one request and return its answer.

    Raises:
        RuntimeError: it was refused; the sentence carries the answer.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Bearer {token}"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    if response.status >= 300:
        raise RuntimeError(f"{method} {path} was answered {response.status}: {content[:500].decode()}")
    answer: dict[str, object] = json.loads(content) if content else {}
    return answer


def deep_cursor(port: int, token: str) -> str | None:
    """Return the cursor of the page after five pages of a hundred; of the last one where the list is shorter."""
    path, cursor = "/api/v1/ideas?limit=100", None
    for _page in range(DEEP_PAGES):
        following = ask(port, "GET", path, token)["next"]
        if following is None:
            break
        parts = urlsplit(str(following))
        path = f"{parts.path}?{parts.query}"
        cursor = next(word for word in parts.query.split("&") if word.startswith("cursor=")).removeprefix("cursor=")
    return cursor
