"""Evaluation: one laptop, loopback only, mail into files (what `bin/serve` starts)."""

from config.settings.base import *  # noqa: F403

# Cookies without `__Host-` and Secure: over plain http another machine would silently lose its session.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"  # noqa: F405
