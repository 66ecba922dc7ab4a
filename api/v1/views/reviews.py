"""Reviews: the caller's own, those they may claim, and those of the departments they lead."""

from uuid import UUID

from rest_framework.response import Response

from api.concurrency import version_to_match
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.reviews import (
    HandOverSerializer,
    ReviewBody,
    ReviewListParameters,
    ReviewRowBody,
    ReviewSerializer,
    review_body,
    review_content_of,
    review_row_body,
)
from api.views import ApiView, versioned
from ideas.models import Review
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.reviews import (
    claimable_reviews,
    receiver_for,
    review_for,
    review_sheet,
    reviews_of,
    reviews_of_led_departments,
)
from ideas.services.reads import record_read
from ideas.services.review_owners import claim_review, hand_over_review
from ideas.services.reviews import save_review, submit_review

NEXT_DUE = Ordering("due", (Key("due_at"), Key("id")))
_LISTS = {"mine": reviews_of, "claimable": claimable_reviews, "department": reviews_of_led_departments}


class ReviewList(ApiView):
    permission_classes = [Members]
    parameters = ReviewListParameters

    @describe("List reviews, the next due first", gives=Listing[ReviewRowBody])
    def get(self, request: MemberRequest) -> Response:
        scope = request.parameters["scope"]
        rows = _LISTS[scope](viewer=request.user)
        return self.page(rows, NEXT_DUE, lambda page: [review_row_body(row, scope) for row in page])


class ReviewDetail(ApiView):
    permission_classes = [Members]

    @describe("Read a review", gives=ReviewBody)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        review = review_for(viewer=request.user, public_id=public_id)
        record_read(idea=review.idea, by=request.user)
        return review_answer(request, review)

    @describe("Save a draft of your answer", takes=ReviewSerializer, gives=ReviewBody, needs_version=True)
    def put(self, request: MemberRequest, public_id: UUID) -> Response:
        review = review_for(viewer=request.user, public_id=public_id)
        version = version_to_match(request, current=review.version)
        content = review_content_of(self.read(ReviewSerializer))
        save_review(review=review, by=request.user, content=content, expected_version=version)
        return review_answer(request, review_for(viewer=request.user, public_id=public_id))


class ReviewSubmission(ApiView):
    permission_classes = [Members]

    @describe("Submit your answer", takes=ReviewSerializer, gives=ReviewBody, needs_version=True)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        review = review_for(viewer=request.user, public_id=public_id)
        version = version_to_match(request, current=review.version)
        content = review_content_of(self.read(ReviewSerializer))
        submit_review(review=review, by=request.user, content=content, expected_version=version)
        return review_answer(request, review_for(viewer=request.user, public_id=public_id))


class ReviewClaim(ApiView):
    permission_classes = [Members]

    @describe("Take a review from the queue", gives=ReviewBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        claim_review(review=review_for(viewer=request.user, public_id=public_id), by=request.user)
        return review_answer(request, review_for(viewer=request.user, public_id=public_id))


class ReviewHandOver(ApiView):
    permission_classes = [Members]

    @describe("Hand a review over to a colleague of the department", takes=HandOverSerializer, gives=ReviewBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        review = review_for(viewer=request.user, public_id=public_id)
        given = self.read(HandOverSerializer)
        to = receiver_for(review=review, public_id=given["to"])
        hand_over_review(review=review, to=to, by=request.user, reason=given["reason"])
        return review_answer(request, review_for(viewer=request.user, public_id=public_id))


def review_answer(request: MemberRequest, review: Review) -> Response:
    """Answer with a review as the caller may read it."""
    """Answer with the review as the caller may read it."""
    sheet = review_sheet(viewer=request.user, review=review)
    return versioned(review_body(sheet), version=review.version)
