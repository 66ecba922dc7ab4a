"""Edits say which version they change: the version is the ETag, and `If-Match` brings it back.

Source: RFC 9110 section 13, RFC 6585 section 3.
"""

import re

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from api.problems import refused

_STRONG_TAG = re.compile(r'"(\d{1,9})"')


def etag_of(version: int) -> str:
    """Return the entity tag of an edit version."""
    return f'"{version}"'


def version_to_match(request: Request, *, current: int) -> int:
    """Return the version that the caller read, as its `If-Match` says.

    A tag that no version can have counts as stale: it is answered as the service would answer another number.

    Raises:
        RequestRefused: there is no `If-Match`, or only `*` (428, `precondition_required`, with the current ETag);
            it is no strong tag of ours (412, `stale_version`).
    """
    given = request.headers.get("If-Match", "").strip()
    if given in {"", "*"}:
        raise refused(
            428,
            "precondition_required",
            _("Send the ETag of the version that you read in the header If-Match."),
            headers={"ETag": etag_of(current)},
        )
    found = _STRONG_TAG.fullmatch(given)
    if found is None:
        sentence = _("This has changed since you read it. Read it again and repeat your change.")
        raise refused(412, "stale_version", sentence, headers={"ETag": etag_of(current)})
    return int(found[1])
