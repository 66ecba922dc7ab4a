"""`manage.py rotate_keys`: encrypts every endpoint's secrets again, under the newest key."""

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from config.keys import key_id
from ideas.models import Endpoint


class Command(BaseCommand):
    """Re-encrypt; what was true before stays true, and running it again is harmless."""

    help = "Encrypt every endpoint's address and secret again, under the first key of GROUNDSWELL_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        keys = MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])
        numbers = list(Endpoint.objects.order_by("pk").values_list("pk", flat=True))
        closed = [name for name in (rotate_endpoint(number, keys) for number in numbers) if name]
        self.stdout.write(f"{len(numbers) - len(closed)} endpoints are under the newest key.")
        if closed:
            raise CommandError(
                f"No key opens the secrets of: {', '.join(closed)}. Enter them again, or add the old key."
            )


@transaction.atomic
def rotate_endpoint(number: int, keys: MultiFernet) -> str:
    """Put one endpoint under the newest key; return its name when no key opens it, else nothing."""
    endpoint = Endpoint.objects.select_for_update(no_key=True).get(pk=number)
    try:
        endpoint.address_encrypted = _rotate(endpoint.address_encrypted, keys)
        endpoint.secret_encrypted = _rotate(endpoint.secret_encrypted, keys)
        endpoint.previous_secret_encrypted = _rotate(endpoint.previous_secret_encrypted, keys)
    except InvalidToken:
        return endpoint.name
    endpoint.key_id = key_id(settings.ENCRYPTION_KEYS[0])
    endpoint.save(update_fields=["address_encrypted", "secret_encrypted", "previous_secret_encrypted", "key_id"])
    return ""


def _rotate(token: str, keys: MultiFernet) -> str:
    return keys.rotate(token.encode()).decode() if token else ""
