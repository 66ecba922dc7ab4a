"""What the domain refuses, each with a stable code and a sentence for the person who asked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.utils.functional import Promise

if TYPE_CHECKING:
    from ideas.selectors.routing import RoutingPreview


@dataclass(frozen=True)
class FieldProblem:
    """One wrong value: `field` is its name (dots for nesting), `code` is stable, `detail` is a sentence."""

    field: str
    code: str
    detail: str | Promise


class DomainError(Exception):
    """A refusal. `code` is snake_case and never renamed; the sentence is fit for the member."""

    code: ClassVar[str] = "refused"

    def __init__(self, sentence: str | Promise, *, code: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.error_code = code or self.code


class NotPermitted(DomainError):
    """The person may see it, but may not do this (403)."""

    code = "not_permitted"


class NotFound(DomainError):
    """It does not exist, or the person may not know that it does (404)."""

    code = "not_found"


class Conflict(DomainError):
    """The present state forbids it (409)."""

    code = "conflict"


class IdeaClosed(Conflict):
    """The idea no longer takes this (409)."""

    code = "idea_closed"


class RoutingChanged(Conflict):
    """The answer to "who is asked, and by when" is another one than the author was shown (409).

    `preview` is the new answer; sending again with it goes through.
    """

    code = "routing_changed"

    def __init__(self, sentence: str | Promise, *, preview: "RoutingPreview") -> None:
        super().__init__(sentence)
        self.preview = preview


class StaleVersion(DomainError):
    """Somebody changed it since the caller read it (412). `current` is the version that stands."""

    code = "stale_version"

    def __init__(self, sentence: str | Promise, *, current: int, code: str | None = None) -> None:
        super().__init__(sentence, code=code)
        self.current = current


class InvalidValue(DomainError):
    """One or more values are wrong (422); `problems` names each."""

    code = "validation"

    def __init__(
        self, sentence: str | Promise, *, problems: tuple[FieldProblem, ...] = (), code: str | None = None
    ) -> None:
        super().__init__(sentence, code=code)
        self.problems = problems


class TooLarge(DomainError):
    """More bytes than allowed (413)."""

    code = "too_large"


class TooMany(DomainError):
    """Done too often (429). `retry_after` is in seconds."""

    code = "too_many_requests"

    def __init__(self, sentence: str | Promise, *, retry_after: int, code: str | None = None) -> None:
        super().__init__(sentence, code=code)
        self.retry_after = retry_after


class Unavailable(DomainError):
    """Something outside is down; trying again later may work (503)."""

    code = "unavailable"


class InvalidCursor(DomainError):
    """A page was asked for by a cursor that was not made for this list (400)."""

    code = "invalid_cursor"
