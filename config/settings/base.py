"""What holds in every mode."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env
from config.databases import database_settings
from config.logging import logging_settings
from config.mail import mail_settings
from config.settings.rest import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = (BASE_DIR / env.text(env.DATA_DIR)).resolve()
MODE = env.text(env.MODE)
DEBUG = False

SECRET_KEY = env.text(env.SECRET_KEY)
ENCRYPTION_KEYS = env.words(env.KEYS)
PUBLIC_URL = env.text(env.PUBLIC_URL).rstrip("/")
ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname or "", *env.words(env.ALLOWED_HOSTS)]
TRUSTED_PROXIES = env.number(env.TRUSTED_PROXIES)
CLAMD_ADDRESS = env.text(env.CLAMD_ADDRESS)
OUTBOUND_ALLOW = env.words(env.OUTBOUND_ALLOW)
WEB_THREADS = env.number(env.WEB_THREADS)

INSTALLED_APPS = [
    "ideas",
    "api",
    "workers",
    "frontend",
    "config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "config.edge.EdgeMiddleware",
    "config.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "frontend.middleware.limit_session_age",
    "frontend.middleware.speak_to_reader",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "frontend.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context_processors.page",
            ],
        },
    },
]
# The API gives the same papers as the pages, and the rooms do not import each other.
DECISION_PACK_PDF = "frontend.papers.decision_pack.decision_pack_pdf"
BUSINESS_CASE_PDF = "frontend.papers.business_case.business_case_pdf"
FORM_RENDERER = "frontend.renderers.GroundswellRenderer"

DATABASES: dict[str, dict[str, Any]] = {
    "default": database_settings(
        env.text(env.DATABASE_URL),
        name=env.DATABASE_URL.name,
        pool_size=env.number(env.DATABASE_POOL_SIZE),
        statement_seconds=env.number(env.DATABASE_STATEMENT_SECONDS),
    )
}
MIGRATION_DATABASE_URL = env.text(env.MIGRATION_DATABASE_URL)
# The role that runs the application; migrations grant it what it may do.
APPLICATION_DATABASE_ROLE = DATABASES["default"]["USER"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# allauth counts what a network may do in the default cache: it must hold when Valkey is down, and whoever comes from many
# networks must not push the others' counts out.
REDIS_URL = env.text(env.REDIS_URL)
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "database_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

AUTH_USER_MODEL = "ideas.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "config.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
# What is counted for each network alone; what is counted for an account is in rows (ideas/services/sign_in_tries.py).
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "100/15m/ip",
    "reset_password": "20/m/ip",
    "follow_link": "20/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60  # since the person was last there
SESSION_LONGEST_SECONDS = 7 * 24 * 60 * 60  # since they signed in
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.error_handlers.csrf_failure"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

# Limits that a process counts in its memory are shared out over this many of them.
WEB_PROCESSES = env.number(env.WEB_PROCESSES)

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {"camera": [], "geolocation": [], "microphone": [], "payment": [], "usb": []}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

DEFAULT_FROM_EMAIL = env.text(env.EMAIL_FROM)
EMAIL_TIMEOUT = 10
EMAIL_URL = env.text(env.EMAIL_URL)
if EMAIL_URL:
    globals().update(mail_settings(EMAIL_URL))

LOGGING = logging_settings(env.choice(env.LOG_LEVEL, "DEBUG", "INFO", "WARNING", "ERROR"))
