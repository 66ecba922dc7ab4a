"""Changing an answer that was given, and reading one a second time."""

from uuid import UUID

from rest_framework.response import Response

from api.concurrency import version_to_match
from api.http import MemberRequest
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.review_depth import ReaffirmationSerializer, RevisionSerializer, VerdictSerializer
from api.v1.serializers.reviews import ReviewBody, review_content_of
from api.v1.views.reviews import review_answer
from api.views import ApiView
from ideas.selectors.reviews import review_for
from ideas.services.reaffirmations import reaffirm_review
from ideas.services.review_versions import revise_review
from ideas.services.second_readings import give_second_reading


class ReviewRevision(ApiView):
    permission_classes = [Members]

    @describe("Change your answer once, with a reason", takes=RevisionSerializer, gives=ReviewBody, needs_version=True)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        review = review_for(viewer=request.user, public_id=public_id)
        version = version_to_match(request, current=review.version)
        given = self.read(RevisionSerializer)
        revise_review(
            review=review,
            by=request.user,
            content=review_content_of(given),
            reason=given["reason"],
            expected_version=version,
        )
        return review_answer(request, review_for(viewer=request.user, public_id=public_id))


class ReviewReaffirmation(ApiView):
    permission_classes = [Members]

    @describe("Say that the answer stands after the idea was changed", takes=ReaffirmationSerializer, gives=ReviewBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        review = review_for(viewer=request.user, public_id=public_id)
        reaffirm_review(review=review, by=request.user, **self.read(ReaffirmationSerializer))
        return review_answer(request, review_for(viewer=request.user, public_id=public_id))


class ReviewSecondReading(ApiView):
    permission_classes = [Members]

    @describe("Say whether you agree, as its second reader", takes=VerdictSerializer, gives=ReviewBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        review = review_for(viewer=request.user, public_id=public_id)
        give_second_reading(review=review, by=request.user, **self.read(VerdictSerializer))
        return review_answer(request, review_for(viewer=request.user, public_id=public_id))
