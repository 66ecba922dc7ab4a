"""Keys are made once and can be changed."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.core.management.base import CommandError

from config.keys import ensure_keys, key_id, new_encryption_key
from ideas.models import Endpoint
from tests.factories.people import UserFactory

OLD, NEW, LOST = (Fernet.generate_key().decode() for _ in range(3))


def endpoint(name: str, key: str) -> Endpoint:
    token = Fernet(key).encrypt(b"https://hooks.example.org/x").decode()
    return Endpoint.objects.create(
        kind="webhook", name=name, address_encrypted=token, address_hint="…x", key_id=key_id(key), made_by=UserFactory()
    )


def test_ensure_keys_makes_them_once_for_their_owner_alone(tmp_path: Path) -> None:
    first = ensure_keys(tmp_path / "keys")
    contents = [Path(path).read_text() for path in first.values()]

    second = ensure_keys(tmp_path / "keys")

    assert second == first
    assert [Path(path).read_text() for path in second.values()] == contents
    assert {Path(path).stat().st_mode & 0o777 for path in first.values()} == {0o600}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_new_encryption_key_is_a_fernet_key() -> None:
    made = Fernet(new_encryption_key())

    assert made.decrypt(made.encrypt(b"secret")) == b"secret"


@pytest.mark.django_db
def test_rotate_keys_puts_every_endpoint_under_the_newest_key(settings: object) -> None:
    made = endpoint("Team room", OLD)
    settings.ENCRYPTION_KEYS = [NEW, OLD]  # type: ignore[attr-defined]

    call_command("rotate_keys")

    made.refresh_from_db()
    assert Fernet(NEW).decrypt(made.address_encrypted.encode()) == b"https://hooks.example.org/x"
    assert (made.secret_encrypted, made.key_id) == ("", key_id(NEW))


@pytest.mark.django_db
def test_rotate_keys_names_the_endpoint_that_no_key_opens_and_rotates_the_others(settings: object) -> None:
    closed, opened = endpoint("Old room", LOST), endpoint("Team room", OLD)
    settings.ENCRYPTION_KEYS = [NEW, OLD]  # type: ignore[attr-defined]

    with pytest.raises(CommandError, match="No key opens the secrets of: Old room"):
        call_command("rotate_keys")

    before = closed.address_encrypted
    closed.refresh_from_db()
    opened.refresh_from_db()
    assert closed.address_encrypted == before
    assert opened.key_id == key_id(NEW)
