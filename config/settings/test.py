"""Tests: real engines, fixed keys, mail in memory."""

import os

for _name, _value in {
    "SECRET_KEY": "tests-only-" + "k" * 50,
    "GROUNDSWELL_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
    "DATABASE_URL": "postgresql://postgres@localhost:5432/groundswell",
    "REDIS_URL": "redis://localhost:6379/0",
    "PUBLIC_URL": "http://testserver",
}.items():
    os.environ.setdefault(_name, _value)

from config.settings.base import *  # noqa: E402, F403

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The superuser makes the test database; what the application's role may do is granted to it all the same.
APPLICATION_DATABASE_ROLE = "groundswell_app"
_TEMPLATE = os.environ.get("TEST_DATABASE_TEMPLATE")
if _TEMPLATE:
    DATABASES["default"]["TEST"] = {"TEMPLATE": _TEMPLATE}  # noqa: F405
# Static files come straight from their sources: nothing is collected before a test run.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# pytest shows what was logged; the handlers of the program would only repeat it.
LOGGING = {}
