"""The discussion of an idea."""

from uuid import UUID

from django.urls import reverse
from rest_framework.response import Response

from api.concurrency import version_to_match
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.comments import (
    CommentBody,
    CommentCreateSerializer,
    CommentEditSerializer,
    CommentListParameters,
    DiscussionBody,
    ReasonSerializer,
    ReportBody,
    comment_bodies,
    comment_body,
)
from api.views import ApiView, created, done, versioned
from ideas.models import Idea
from ideas.selectors.comments import NEWEST_FIRST, OLDEST_FIRST, comment_for_reader, comments_of
from ideas.selectors.ideas import idea_for_reader
from ideas.services.comments import delete_comment, edit_comment, post_comment
from ideas.services.moderation import (
    hide_comment,
    lock_discussion,
    report_comment,
    unhide_comment,
    unlock_discussion,
)

_REASON = {"reason": "It names a resident"}


class CommentList(ApiView):
    permission_classes = [Members]
    parameters = CommentListParameters

    @describe("List the comments on an idea", gives=Listing[CommentBody])
    def get(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        ordering = NEWEST_FIRST if request.parameters["order"] == "newest" else OLDEST_FIRST
        return self.page(comments_of(idea=idea), ordering, lambda rows: comment_bodies(request.user, idea, rows))

    @describe(
        "Comment on an idea",
        takes=CommentCreateSerializer,
        gives=CommentBody,
        status=201,
        sends={"body": "We do this at the north depot. @Helen Pritchard knows more."},
        description="Markdown without HTML. `@` and the full name of somebody who may see the idea tells them.",
    )
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        content = self.read(CommentCreateSerializer)
        parent = content["reply_to"] and comment_for_reader(viewer=request.user, public_id=content["reply_to"])
        comment = post_comment(author=request.user, idea=idea, body=content["body"], parent=parent or None)
        location = reverse("api:v1:comment", kwargs={"public_id": comment.public_id})
        return created(comment_body(request.user, comment), location=location, version=comment.version)


class CommentDetail(ApiView):
    permission_classes = [Members]

    @describe("Read a comment", gives=CommentBody)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        comment = comment_for_reader(viewer=request.user, public_id=public_id)
        return versioned(comment_body(request.user, comment), version=comment.version)

    @describe("Change your comment", takes=CommentEditSerializer, gives=CommentBody, needs_version=True)
    def patch(self, request: MemberRequest, public_id: UUID) -> Response:
        comment = comment_for_reader(viewer=request.user, public_id=public_id)
        version = version_to_match(request, current=comment.version)
        body = self.read(CommentEditSerializer)["body"]
        edited = edit_comment(comment=comment, by=request.user, body=body, expected_version=version)
        return versioned(comment_body(request.user, edited), version=edited.version)

    @describe("Delete your comment", status=204, description="Its place in the thread stays, its text goes.")
    def delete(self, request: MemberRequest, public_id: UUID) -> Response:
        delete_comment(comment=comment_for_reader(viewer=request.user, public_id=public_id), by=request.user)
        return done()


class CommentHiding(ApiView):
    permission_classes = [Members]

    @describe("Hide a comment (triagers)", takes=ReasonSerializer, gives=CommentBody, sends=_REASON)
    def put(self, request: MemberRequest, public_id: UUID) -> Response:
        comment = comment_for_reader(viewer=request.user, public_id=public_id)
        reason = self.read(ReasonSerializer)["reason"]
        hidden = hide_comment(comment=comment, by=request.user, reason=reason)
        return versioned(comment_body(request.user, hidden), version=hidden.version)

    @describe("Show a hidden comment again (triagers)", status=204)
    def delete(self, request: MemberRequest, public_id: UUID) -> Response:
        unhide_comment(comment=comment_for_reader(viewer=request.user, public_id=public_id), by=request.user)
        return done()


class CommentReports(ApiView):
    permission_classes = [Members]

    @describe("Report a comment to the triagers", takes=ReasonSerializer, gives=ReportBody, status=201, sends=_REASON)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        comment = comment_for_reader(viewer=request.user, public_id=public_id)
        reason = self.read(ReasonSerializer)["reason"]
        report = report_comment(comment=comment, by=request.user, reason=reason)
        location = reverse("api:v1:comment", kwargs={"public_id": public_id})
        return created(ReportBody(report.public_id, report.reason), location=location)


class DiscussionLock(ApiView):
    permission_classes = [Members]

    @describe("Read whether a discussion is locked", gives=DiscussionBody)
    def get(self, request: MemberRequest, ref: str) -> Response:
        return Response(_discussion(idea_for_reader(viewer=request.user, ref=ref)))

    @describe("Lock a discussion (triagers)", takes=ReasonSerializer, gives=DiscussionBody, sends=_REASON)
    def put(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        reason = self.read(ReasonSerializer)["reason"]
        return Response(_discussion(lock_discussion(idea=idea, by=request.user, reason=reason)))

    @describe("Open a locked discussion (triagers)", status=204)
    def delete(self, request: MemberRequest, ref: str) -> Response:
        unlock_discussion(idea=idea_for_reader(viewer=request.user, ref=ref), by=request.user)
        return done()


def _discussion(idea: Idea) -> DiscussionBody:
    return DiscussionBody(idea.comments_locked_at is not None, idea.comments_locked_reason)
