"""One act on many reviews or new ideas, answered row by row; and the answers that are offered for it."""

from uuid import UUID

from django.urls import reverse
from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.bulk import (
    AnswerTemplateBody,
    AnswerTemplateChangeSerializer,
    AnswerTemplateSerializer,
    IdeaOutcomesBody,
    ReviewOutcomesBody,
    ReviewsBulkSerializer,
    TriageBulkSerializer,
    answer_template_body,
    idea_outcomes_body,
    review_outcomes_body,
)
from api.views import ApiView, created, done
from ideas.policies.answer_templates import can_edit_answer_template
from ideas.selectors.answer_templates import BY_NAME, answer_template_for, answer_templates
from ideas.selectors.bulk import chosen_ideas, chosen_reviews, person_to_assign
from ideas.services.answer_templates import add_answer_template, change_answer_template, remove_answer_template
from ideas.services.bulk import ReviewOrder, act_on_reviews, act_on_triage


class ReviewsBulk(ApiView):
    permission_classes = [Members]
    # Each row is a transaction of its own; an answer that is kept would make them one.
    keeps_answers = False

    @describe(
        "Do one act with up to 100 reviews",
        takes=ReviewsBulkSerializer,
        gives=ReviewOutcomesBody,
        description="Each review is done or refused by itself. It takes no `Idempotency-Key`: what was done is refused "
        "or left as it is the second time.",
    )
    def post(self, request: MemberRequest) -> Response:
        given = self.read(ReviewsBulkSerializer)
        order = ReviewOrder(
            act=given["act"],
            to=person_to_assign(viewer=request.user, public_id=given["to"]) if "to" in given else None,
            reason=given["reason"],
            template=answer_template_for(public_id=given["template"]) if "template" in given else None,
            confidence=given["confidence"],
        )
        rows = chosen_reviews(viewer=request.user, ids=given["reviews"])
        return Response(review_outcomes_body(act_on_reviews(reviews=rows, by=request.user, order=order)))


class TriageBulk(ApiView):
    permission_classes = [Members]
    keeps_answers = False

    @describe(
        "Send up to 100 new ideas for review, or write to their authors",
        takes=TriageBulkSerializer,
        gives=IdeaOutcomesBody,
        description="As for reviews. `review` sends no first response where neither a template nor a text is given.",
    )
    def post(self, request: MemberRequest) -> Response:
        given = self.read(TriageBulkSerializer)
        text = answer_template_for(public_id=given["template"]).text if "template" in given else given["text"]
        rows = chosen_ideas(viewer=request.user, refs=given["ideas"])
        return Response(idea_outcomes_body(act_on_triage(ideas=rows, by=request.user, act=given["act"], text=text)))


class AnswerTemplateList(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe("List answer templates, by kind and name", gives=Listing[AnswerTemplateBody])
    def get(self, request: MemberRequest) -> Response:
        may_edit = can_edit_answer_template(request.user)
        return self.page(
            answer_templates(), BY_NAME, lambda rows: [answer_template_body(row, may_edit=may_edit) for row in rows]
        )

    @describe("Add an answer template", takes=AnswerTemplateSerializer, gives=AnswerTemplateBody, status=201)
    def post(self, request: MemberRequest) -> Response:
        row = add_answer_template(by=request.user, **self.read(AnswerTemplateSerializer))
        location = reverse("api:v1:answer-template", kwargs={"public_id": row.public_id})
        return created(answer_template_body(row, may_edit=True), location=location)


class AnswerTemplateDetail(ApiView):
    permission_classes = [Members]

    @describe("Read an answer template", gives=AnswerTemplateBody)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        row = answer_template_for(public_id=public_id)
        return Response(answer_template_body(row, may_edit=can_edit_answer_template(request.user)))

    @describe("Change an answer template", takes=AnswerTemplateChangeSerializer, gives=AnswerTemplateBody)
    def put(self, request: MemberRequest, public_id: UUID) -> Response:
        row = answer_template_for(public_id=public_id)
        row = change_answer_template(template=row, by=request.user, **self.read(AnswerTemplateChangeSerializer))
        return Response(answer_template_body(row, may_edit=True))

    @describe("Remove an answer template", status=204)
    def delete(self, request: MemberRequest, public_id: UUID) -> Response:
        remove_answer_template(template=answer_template_for(public_id=public_id), by=request.user)
        return done()
