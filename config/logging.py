"""One line of JSON for each log record: ids and codes, never bodies or tokens."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer

from ideas.correlation import request_id

# Whatever is long and random enough to be a secret: one-time links, tokens, keys, passwords within URLs.
_SECRETS = re.compile(r"(?<=://:)[^@\s/]+(?=@)|(?<=:)[^:@\s/]+(?=@[\w.\[])|[A-Za-z0-9_-]{40,}")
_HIDDEN = "[hidden]"


class HideSecrets(logging.Filter):
    """Replaces what looks like a secret in a record's message, before any handler writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact and let pass."""
        record.msg = hide_secrets(record.getMessage())
        record.args = ()
        return True


def hide_secrets(text: str) -> str:
    """Return `text` without what looks like a token, a key or a password."""
    return _SECRETS.sub(_HIDDEN, text)


def _add_request_id(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    found = request_id.get()
    if found is not None:
        event["request_id"] = str(found)
    return event


def logging_settings(level: str) -> dict[str, Any]:
    """Return Django's LOGGING: JSON on standard error, at `level` and above."""
    chain = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_request_id,
    ]
    last = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        # Without local variables: they hold what people wrote, and keys.
        structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
        structlog.processors.JSONRenderer(),
    ]
    formatter = {"()": structlog.stdlib.ProcessorFormatter, "foreign_pre_chain": chain, "processors": last}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"hide_secrets": {"()": HideSecrets}},
        "formatters": {"json": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["hide_secrets"]}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
