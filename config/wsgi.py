"""HTTP entry: pages and the REST API."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Web processes pool their connections; a page that needs longer than this is broken.
os.environ.setdefault("DATABASE_POOL_SIZE", "20")
os.environ.setdefault("DATABASE_STATEMENT_SECONDS", "3")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from config.start_guard import refuse_unsafe_database  # noqa: E402 needs the application above
from config.warm_up import warm_up  # noqa: E402 needs the application above

refuse_unsafe_database()
warm_up()
