"""Files of ideas, their versions, similar ideas, tags, campaigns."""

from typing import ClassVar
from uuid import UUID

from django.http import FileResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.files import file_answer
from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.parsers import FormParser
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.attachments import (
    AttachmentBody,
    CampaignBody,
    ChangesBody,
    ChangesParameters,
    SimilarBody,
    SimilarParameters,
    TagCreateSerializer,
    TagListParameters,
    VersionBody,
    attachment_body,
    campaign_body,
    changes_body,
    similar_body,
    version_body,
)
from api.v1.serializers.ideas import TagBody, tag_body
from api.views import ApiView, created, done
from ideas.exceptions import FieldProblem, InvalidValue
from ideas.files.kinds import KINDS
from ideas.models import Attachment
from ideas.querysets.keyset import Key, Ordering
from ideas.rates import SEARCHES, Rate
from ideas.selectors.ideas import all_campaigns, all_tags, attachment_for_reader, attachments_of, idea_for_reader
from ideas.selectors.similar import similar_ideas
from ideas.selectors.versions import version_diff, versions_of
from ideas.services.attachments import add_attachment, remove_attachment
from ideas.services.reads import record_read
from ideas.services.tags import make_tag

BY_SLUG = Ordering("slug", (Key("slug"), Key("id")))
OLDEST = Ordering("created", (Key("id"),))
NEWEST_VERSION = Ordering("-version", (Key("version", is_descending=True),))
LATEST_CAMPAIGN = Ordering("-opens", (Key("opens_at", is_descending=True), Key("id", is_descending=True)))
_UPLOAD = {"multipart/form-data": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}}


class AttachmentList(ApiView):
    permission_classes = [Members]
    parameters = ListParameters
    parser_classes = [FormParser]

    @describe("List the files of an idea", gives=Listing[AttachmentBody])
    def get(self, request: MemberRequest, ref: str) -> Response:
        rows = attachments_of(idea=idea_for_reader(viewer=request.user, ref=ref))
        return self.page(rows, OLDEST, lambda found: [_body(request, one, ref) for one in found])

    @describe(
        "Add a file",
        takes=_UPLOAD,
        gives=AttachmentBody,
        status=201,
        description="png, jpg, webp, pdf, txt or csv, at most 10 MiB and 10 an idea. Pictures lose all but pixels.",
    )
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        upload = request.FILES.get("file")
        if upload is None or upload.file is None:
            sentence = _("Send one file in the part `file`.")
            raise InvalidValue(sentence, problems=(FieldProblem("file", "required", sentence),))
        attachment = add_attachment(idea=idea, by=request.user, name=upload.name or "", content=upload.file)
        location = reverse("api:v1:attachment", kwargs={"public_id": attachment.public_id})
        return created(_body(request, attachment, ref), location=location)


class AttachmentDetail(ApiView):
    permission_classes = [Members]

    @describe("Read about a file", gives=AttachmentBody)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        attachment = attachment_for_reader(viewer=request.user, public_id=public_id)
        return Response(_body(request, attachment, attachment.idea.ref))

    @describe("Remove a file", status=204)
    def delete(self, request: MemberRequest, public_id: UUID) -> Response:
        remove_attachment(attachment=attachment_for_reader(viewer=request.user, public_id=public_id), by=request.user)
        return done()


class AttachmentContent(ApiView):
    permission_classes = [Members]

    @describe("Read the bytes of a file", gives=OpenApiTypes.BINARY, media_types=[one.media_type for one in KINDS])
    def get(self, request: MemberRequest, public_id: UUID) -> FileResponse:
        attachment = attachment_for_reader(viewer=request.user, public_id=public_id)
        response = file_answer(attachment)
        record_read(idea=attachment.idea, by=request.user)
        return response

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        """Take any `Accept`: there is one form of a file; refusals are problems all the same."""
        renderer = self.get_renderers()[0]
        return renderer, renderer.media_type


class VersionList(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe("List the versions of an idea", gives=Listing[VersionBody])
    def get(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        record_read(idea=idea, by=request.user)
        rows = versions_of(idea=idea)
        return self.page(rows, NEWEST_VERSION, lambda found: map(version_body, found))


class Changes(ApiView):
    permission_classes = [Members]
    parameters = ChangesParameters

    @describe("Compare two versions of an idea", gives=ChangesBody)
    def get(self, request: MemberRequest, ref: str) -> Response:
        older, newer = request.parameters["older"], request.parameters["newer"]
        idea = idea_for_reader(viewer=request.user, ref=ref)
        record_read(idea=idea, by=request.user)
        return Response(changes_body(older, newer, version_diff(idea=idea, older=older, newer=newer)))


class SimilarIdeas(ApiView):
    permission_classes = [Members]
    parameters = SimilarParameters
    rates: ClassVar[dict[str, Rate]] = {"GET": SEARCHES}

    @describe("Find ideas that resemble a text", gives=SimilarBody)
    def get(self, request: MemberRequest) -> Response:
        given = request.parameters
        return Response(similar_body(similar_ideas(viewer=request.user, text=given["text"], limit=given["limit"])))


class TagList(ApiView):
    permission_classes = [Members]
    parameters = TagListParameters

    @describe("List the tags", gives=Listing[TagBody])
    def get(self, request: MemberRequest) -> Response:
        return self.page(all_tags(), BY_SLUG, lambda rows: map(tag_body, rows))

    @describe("Make a tag", takes=TagCreateSerializer, gives=TagBody, status=201, sends={"name": "Less paper"})
    def post(self, request: MemberRequest) -> Response:
        tag = make_tag(name=self.read(TagCreateSerializer)["name"], by=request.user)
        return created(tag_body(tag), location=f"{reverse('api:v1:ideas')}?tag={tag.slug}")


class CampaignList(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe("List the campaigns", gives=Listing[CampaignBody])
    def get(self, request: MemberRequest) -> Response:
        return self.page(all_campaigns(), LATEST_CAMPAIGN, lambda rows: map(campaign_body, rows))


def _body(request: MemberRequest, attachment: Attachment, ref: str) -> AttachmentBody:
    content = reverse("api:v1:attachment-content", kwargs={"public_id": attachment.public_id})
    return attachment_body(attachment, ref, request.build_absolute_uri(content))
