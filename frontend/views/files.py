"""Files of ideas: whether the reader may have one is asked each time, and nothing about it is kept by browsers."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.http import MemberRequest, for_members
from ideas.exceptions import NotFound
from ideas.files import shelf
from ideas.models import Idea
from ideas.selectors.ideas import attachment_for_reader
from ideas.services.attachments import add_attachment, remove_attachment
from ideas.services.reads import record_read
from ideas.workflow import Stage

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@for_members
@require_safe
def download(request: MemberRequest, public_id: UUID) -> HttpResponseBase:
    """Send a file to somebody who may read its idea: always to be saved, never to be run in the page."""
    attachment = attachment_for_reader(viewer=request.user, public_id=public_id)
    try:
        file = shelf.path_of(attachment.storage_key).open("rb")
    except FileNotFoundError as error:
        raise NotFound(_("There is no such file, or you may not see it.")) from error
    record_read(idea=attachment.idea, by=request.user)
    return FileResponse(
        file, as_attachment=True, filename=attachment.name, content_type=attachment.media_type, headers=HEADERS
    )


@for_members
@require_POST
def remove(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Remove a file from an idea of one's own."""
    attachment = attachment_for_reader(viewer=request.user, public_id=public_id)
    remove_attachment(attachment=attachment, by=request.user)
    messages.success(request, _("The file is removed."))
    if attachment.idea.stage == Stage.DRAFT:
        return redirect("draft", ref=attachment.idea.ref)
    return redirect("idea-edit", ref=attachment.idea.ref)


def add_files(request: MemberRequest, idea: Idea) -> None:
    """Add every file of the form to `idea`; the first that is refused ends it, those before it stay."""
    for upload in request.FILES.getlist("files"):
        if upload.file is not None:
            add_attachment(idea=idea, by=request.user, name=upload.name or "", content=upload.file)
