"""Signed tokens by which a mail lets its reader stop such mails without signing in.

They never run out, because a mail may be old when it annoys; all they can do is stop mail.
"""

import uuid
from dataclasses import dataclass

from django.core import signing

from ideas.models import User

_SALT = "groundswell.news.stop"


@dataclass(frozen=True)
class StopRequest:
    """Whose mail of which kinds is to stop; "digest" stands for everything sent once a day."""

    person_public_id: uuid.UUID
    kinds: list[str]


def stop_token(*, person: User, kinds: list[str]) -> str:
    """Return a token for the address of the page that stops these kinds of mail."""
    return signing.dumps([person.public_id.hex, *kinds], salt=_SALT)


def read_stop_token(token: str) -> StopRequest | None:
    """Return what `token` asks for, None for one that we did not make."""
    try:
        person, *kinds = signing.loads(token, salt=_SALT)
        return StopRequest(uuid.UUID(person), [str(kind) for kind in kinds])
    except (signing.BadSignature, ValueError, TypeError):
        return None
