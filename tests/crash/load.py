"""The load: people who share ideas, vote and comment over the API, and who repeat a request until it is answered."""

import http.client
import itertools
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.crash.ledger import Ledger, Promise

THREADS = 6
TIMEOUT_SECONDS = 12
VOTERS = 3
# The first people of the seed keep order: one of them locks the discussion of every fifth idea, which is audited.
MODERATORS = 10
LOCKED_EACH = 5
# Answers that mean "ask again": it is being worked on, too often, or something is down.
AGAIN = frozenset({409, 429, 500, 502, 503, 504})


@dataclass
class Load:
    """Threads that go on until `stop`.

    `answers` counts statuses; 500 must not be among them. `refusals` keeps the first unexpected answers.
    """

    port: int
    tokens: Sequence[str]
    ledger: Ledger
    seed: int
    answers: Counter[int] = field(default_factory=Counter)
    refusals: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stopping = threading.Event()
        self._numbers = itertools.count()
        self._threads = [threading.Thread(target=self._work, args=[number]) for number in range(THREADS)]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let every intent that was begun be answered, then end."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _work(self, number: int) -> None:
        person = Person(self, random.Random(self.seed * 1000 + number))
        while not self._stopping.is_set():
            person.share(next(self._numbers))
        person.close()


class Person:
    """One thread's connection; it speaks for another member of staff each time."""

    def __init__(self, load: Load, chance: random.Random) -> None:
        self.load = load
        self.chance = chance
        self.connection = self._connect()

    def close(self) -> None:
        self.connection.close()

    def share(self, number: int) -> None:
        """Share one idea, send it, and let others support it."""
        author = number % len(self.load.tokens)
        key = f"idea-{self.load.seed}-{number}"
        made = self._ask(author, "POST", "/api/v1/ideas", draft(key), key)
        if made is None:
            return
        ref = str(made["ref"])
        self.load.ledger.write(Promise("created", key, ref, author))
        if self._ask(author, "POST", f"/api/v1/ideas/{ref}/submit", {}, f"{key}-submit") is None:
            return
        self.load.ledger.write(Promise("submitted", f"{key}-submit", ref, author))
        for voter in self.chance.sample(range(len(self.load.tokens)), VOTERS):
            if voter != author and self._ask(voter, "PUT", f"/api/v1/ideas/{ref}/vote", None, None) is not None:
                self.load.ledger.write(Promise("voted", f"{key}-vote-{voter}", ref, voter))
        self._comment(ref, key)
        if number % LOCKED_EACH == 0:
            self._lock(number // LOCKED_EACH % MODERATORS, ref, key)

    def _lock(self, person: int, ref: str, key: str) -> None:
        path = f"/api/v1/ideas/{ref}/comments/lock"
        if self._ask(person, "PUT", path, {"reason": "All is said."}, None) is not None:
            self.load.ledger.write(Promise("locked", f"{key}-lock", ref, person))

    def _comment(self, ref: str, key: str) -> None:
        person = self.chance.randrange(len(self.load.tokens))
        body = {"body": f"A word on {key}."}
        if self._ask(person, "POST", f"/api/v1/ideas/{ref}/comments", body, f"{key}-comment") is not None:
            self.load.ledger.write(Promise("commented", f"{key}-comment", ref, person))

    def _ask(self, person: int, method: str, path: str, body: object, key: str | None) -> dict[str, object] | None:
        """Repeat one request, with the same key, until it is answered; None when the answer is a refusal."""
        while True:
            try:
                status, content = self._send(person, method, path, body, key)
            except (OSError, http.client.HTTPException):
                self.connection.close()
                self.connection = self._connect()
                time.sleep(0.1)
                continue
            self.load.answers[status] += 1
            if status < 300:
                return json.loads(content) if content else {}
            if status not in AGAIN or (status == 409 and b"in_progress" not in content):
                self._refused(status, method, path, content)
                return None
            if status == 500:
                self._refused(status, method, path, content)
            time.sleep(0.2)

    def _refused(self, status: int, method: str, path: str, content: bytes) -> None:
        if len(self.load.refusals) < 20:
            self.load.refusals.append(f"{status} {method} {path}: {content[:300].decode(errors='replace')}")

    def _send(self, person: int, method: str, path: str, body: object, key: str | None) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {self.load.tokens[person]}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        data = None
        if body is not None:
            data = json.dumps(body)
            headers["Content-Type"] = "application/json"
        self.connection.request(method, path, data, headers)
        response = self.connection.getresponse()
        return response.status, response.read()

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.load.port, timeout=TIMEOUT_SECONDS)


def draft(key: str) -> dict[str, object]:
    """Return the body that makes a complete draft whose title names the intent."""
    return {
        "title": f"Crash rig {key}",
        "problem": "The key of the gatehouse hangs two floors up.",
        "proposal": "Hang a second key at the depot.",
        "expected_result": "Nobody walks back for it.",
        "is_small": True,
    }
