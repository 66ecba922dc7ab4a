"""Production: the default. It refuses to start with an unsafe setting."""

from config import env
from config.production_rules import Facts, faults
from config.settings.base import *  # noqa: F403

_faults = faults(
    Facts(
        secret_key=SECRET_KEY,  # noqa: F405
        encryption_keys=ENCRYPTION_KEYS,  # noqa: F405
        public_url=PUBLIC_URL,  # noqa: F405
        allowed_hosts=ALLOWED_HOSTS,  # noqa: F405
        is_debug=env.flag(env.DEBUG),
        trusted_proxies=TRUSTED_PROXIES,  # noqa: F405
        database_url=env.text(env.DATABASE_URL),
        migration_database_url=MIGRATION_DATABASE_URL,  # noqa: F405
        redis_url=REDIS_URL,  # noqa: F405
        email_url=EMAIL_URL,  # noqa: F405
        outbound_allow=OUTBOUND_ALLOW,  # noqa: F405
    )
)
if _faults:
    raise env.ConfigurationError("\n".join(_faults))

SECURE_SSL_REDIRECT = True
# The proxy overwrites this header; without a counted proxy nobody is believed.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
