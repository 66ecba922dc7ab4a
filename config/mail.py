"""Django's mail settings from one URL."""

from typing import Any
from urllib.parse import unquote, urlsplit

from config.env import ConfigurationError

_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}


def mail_settings(url: str) -> dict[str, Any]:
    """Return Django's settings for `url`: smtp://, smtp+tls:// (STARTTLS) or smtp+ssl://, user:password@host:port.

    Raises:
        ConfigurationError: another scheme, no host, or a port that is no number.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ConfigurationError("EMAIL_URL has a port that is no number.") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ConfigurationError("EMAIL_URL must look like smtp+tls://user:password@host:587.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
    }
