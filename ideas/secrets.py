"""Encrypts what Groundswell must be able to read again: addresses and secrets of receivers.

The keys lie outside the database (GROUNDSWELL_KEYS, newest first), so a copy of the database alone opens nothing.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

KEY_ID_CHARS: Final = 16


class SecretUnreadable(Exception):
    """The key that encrypted it is not among the present ones."""


@dataclass(frozen=True)
class _Key:
    key_id: str
    fernet: Fernet


def _keys() -> list[_Key]:
    return [_Key(key_id_of(key), Fernet(key)) for key in settings.ENCRYPTION_KEYS]


def key_id_of(key: str) -> str:
    """Return the name of a key, which may be stored and shown."""
    return hashlib.sha256(key.encode()).hexdigest()[:KEY_ID_CHARS]


def newest_key_id() -> str:
    """Return the name of the key that encrypts now.

    Raises:
        SecretUnreadable: no key is set.
    """
    keys = _keys()
    if not keys:
        raise SecretUnreadable("No key is set.")
    return keys[0].key_id


def encrypt(words: str, *, key_id: str) -> str:
    """Return `words` encrypted with the key of that name.

    Raises:
        SecretUnreadable: there is no such key.
    """
    return _key(key_id).fernet.encrypt(words.encode()).decode("ascii")


def decrypt(sealed: str, *, key_id: str) -> str:
    """Return what `encrypt` was given.

    Raises:
        SecretUnreadable: the key of that name is gone, or is another one than it was.
    """
    try:
        return _key(key_id).fernet.decrypt(sealed.encode("ascii")).decode()
    except (InvalidToken, UnicodeError) as error:
        raise SecretUnreadable("The stored secret cannot be read with the present keys.") from error


def is_readable(sealed: Iterable[str], *, key_id: str) -> bool:
    """Return whether all of `sealed` can be decrypted."""
    try:
        for one in sealed:
            decrypt(one, key_id=key_id)
    except SecretUnreadable:
        return False
    return True


def _key(key_id: str) -> _Key:
    for key in _keys():
        if key.key_id == key_id:
            return key
    raise SecretUnreadable("The key that encrypted this is not among the present ones.")
