"""Evaluation: one laptop, loopback only, mail into files (what `bin/serve` starts)."""

from config import env
from config.settings.base import *  # noqa: F403

DEBUG = env.flag(env.DEBUG)  # for a developer's own machine
# Cookies without `__Host-` and Secure: over plain http another machine would silently lose its session.
if not EMAIL_URL:  # noqa: F405
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"  # noqa: F405
# Hashed names as in production; compressing them would take longer than everything else of a first start.
STATIC_ROOT = DATA_DIR / "static"  # noqa: F405
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}  # noqa: F405
