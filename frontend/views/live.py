"""What has changed on an open page, for browsers whose socket is closed."""

import json

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frontend.http import MemberRequest, for_members
from frontend.live_topics import frame_of, shown_versions
from ideas.exceptions import InvalidValue
from ideas.selectors.live import changes_since


@require_safe
@for_members
def changes(request: MemberRequest) -> HttpResponse:
    """Answer with the frames of what stands at a later version than the page shows: `?shown={"idea:GS-000123": 17}`."""
    try:
        shown = shown_versions(json.loads(request.GET.get("shown", "")))
    except (ValueError, RecursionError):
        shown = None
    if shown is None:
        raise InvalidValue(_("What the page shows cannot be read."))
    found = changes_since(viewer=request.user, shown=shown)
    frames = [frame_of(name, change) for name, change in found.items()]
    return JsonResponse({"frames": frames}, headers={"Cache-Control": "no-store"})
