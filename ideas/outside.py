"""How a service says that an effect outside must not happen, or not yet."""


class NotNeeded(Exception):
    """Nobody needs it any more: it was done, the right is gone, the endpoint is stopped, the person has left."""


class NotYet(Exception):
    """Not now; `seconds` from now. This was no try."""

    def __init__(self, *, seconds: float, reason: str) -> None:
        super().__init__(reason)
        self.seconds = max(1, int(seconds + 0.999))
