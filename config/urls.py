"""Every address of Groundswell: pages, API, accounts."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from api.problem_pages import problem_list, problem_page
from config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.livez, name="healthz"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("version", health.version, name="version"),
    path("api/", include("api.urls")),
    path("problems/", problem_list, name="problems"),
    path("problems/<slug:slug>", problem_page, name="problem"),
    path("", include("frontend.urls")),
]
if settings.MODE == "evaluation":
    urlpatterns += [path("", include("frontend.urls.personas"))]

handler400 = "config.error_handlers.bad_request"
handler403 = "config.error_handlers.permission_denied"
handler404 = "config.error_handlers.page_not_found"
handler429 = "frontend.views.errors.too_many_requests"
handler500 = "config.error_handlers.server_error"
