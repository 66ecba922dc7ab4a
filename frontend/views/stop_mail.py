"""The way out of mails, without signing in: the address comes signed from the mail itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ideas.news import NewsKind
from ideas.services.notifications import stop_mail
from ideas.stop_links import StopRequest, read_stop_token


# Mail programs post here by themselves, without cookies (RFC 8058); the signed address is all that counts.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask before anything stops, because scanners open the links of mails; a POST stops it."""
    wanted = read_stop_token(token)
    if wanted is None:
        return render(request, "frontend/pages/notifications/stop_unknown.html", status=404)
    names = _names(wanted)
    if request.method == "POST":
        stop_mail(person_public_id=wanted.person_public_id, kinds=wanted.kinds)
    context = {"names": names, "is_digest": "digest" in wanted.kinds, "is_done": request.method == "POST"}
    response = render(request, "frontend/pages/notifications/stop.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _names(wanted: StopRequest) -> list[str]:
    return [str(NewsKind(kind).label) for kind in wanted.kinds if kind in NewsKind.values]
