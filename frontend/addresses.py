"""Where things stand that many pages point to."""


def idea_address(ref: str) -> str:
    """Return the address of an idea's page."""
    return f"/ideas/{ref}/"
