"""Answers that are files: always to be saved, never to be shown or run in a page, and kept by nobody on the way."""

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.files import shelf
from ideas.models import Attachment

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def file_answer(attachment: Attachment) -> FileResponse:
    """Return the bytes of `attachment`; whether the caller may read them was asked before.

    Raises:
        NotFound: its file is gone (404, `not_found`).
    """
    try:
        file = shelf.path_of(attachment.storage_key).open("rb")
    except FileNotFoundError as error:
        raise NotFound(_("There is no such file, or you may not see it.")) from error
    return FileResponse(
        file, as_attachment=True, filename=attachment.name, content_type=attachment.media_type, headers=HEADERS
    )


def made_file(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    """Return a file that was made for this call; `name` in ASCII letters, digits, dots and hyphens."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers={**HEADERS, **disposition})
