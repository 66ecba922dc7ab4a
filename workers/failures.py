"""How a handler says that a delivery did not succeed."""

from ideas.retries import Failure


class DeliveryFailed(Exception):
    """This try failed.

    Args:
        error: what is kept with the delivery; shortened and redacted, yet better without secrets from the start.
        status: the receiver's HTTP or SMTP code, where there was one.
        retry_after: seconds that the receiver asked for.
        is_final: no further try can succeed.
    """

    def __init__(
        self, error: str, *, status: int | None = None, retry_after: int | None = None, is_final: bool = False
    ) -> None:
        super().__init__(error)
        self.failure = Failure(error, status=status, retry_after=retry_after, is_final=is_final)


class DeliveryNotNeeded(Exception):
    """Nobody needs it any more: the right is gone, the endpoint is stopped, the person has left."""


class DeliveryPostponed(Exception):
    """Not now: due again in `seconds`; this was no try."""

    def __init__(self, *, seconds: int, reason: str = "") -> None:
        super().__init__(reason)
        self.seconds = seconds
