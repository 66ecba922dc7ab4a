"""Questions about ideas, their answers, and parked ideas that go on."""

from uuid import UUID

from django.urls import reverse
from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.authoring import IdeaBody, idea_body
from api.v1.serializers.questions import (
    AnswerSerializer,
    IdeaQuestionBody,
    QuestionCreateSerializer,
    question_bodies,
    question_body,
)
from api.views import ApiView, created, versioned
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.ideas import idea_for_reader, idea_to_act_on
from ideas.selectors.questions import department_by_slug, expert_by_id, question_for, readable_questions
from ideas.selectors.reviews import review_for
from ideas.services.questions import QuestionContent, answer_questions, ask_question
from ideas.services.reads import record_read
from ideas.services.waiting import resume_idea

LATEST = Ordering("-id", (Key("id", is_descending=True),))


class QuestionList(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe("List what was asked about an idea", gives=Listing[IdeaQuestionBody])
    def get(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        rows = readable_questions(viewer=request.user, idea=idea)
        record_read(idea=idea, by=request.user)
        return self.page(rows, LATEST, lambda page: question_bodies(request.user, page))


class ReviewQuestions(ApiView):
    permission_classes = [Members]

    @describe(
        "Ask about the idea of your review",
        takes=QuestionCreateSerializer,
        gives=IdeaQuestionBody,
        status=201,
        sends={"text": "How many depots are concerned?", "stops_clock": True},
        description="With `stops_clock` your review and the promised date wait for the author, twice a round at most.",
    )
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        review = review_for(viewer=request.user, public_id=public_id)
        given = self.read(QuestionCreateSerializer)
        content = QuestionContent(
            text=given["text"],
            addressee=given["addressee"],
            department=department_by_slug(given["department"]),
            person=expert_by_id(given["person"]),
            stops_clock=given["stops_clock"],
        )
        question = ask_question(review=review, by=request.user, content=content)
        body = question_body(request.user, question_for(viewer=request.user, public_id=question.public_id))
        return created(body, location=reverse("api:v1:question", kwargs={"public_id": question.public_id}))


class QuestionDetail(ApiView):
    permission_classes = [Members]

    @describe("Read a question", gives=IdeaQuestionBody)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        question = question_for(viewer=request.user, public_id=public_id)
        record_read(idea=question.idea, by=request.user)
        return Response(question_body(request.user, question))


class QuestionAnswer(ApiView):
    permission_classes = [Members]

    @describe(
        "Answer a question",
        takes=AnswerSerializer,
        gives=IdeaQuestionBody,
        sends={"answer": "Three of them."},
        description="Every department asked about the idea reads the answer. What stood for it goes on.",
    )
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        question = question_for(viewer=request.user, public_id=public_id)
        answers = {question.public_id: self.read(AnswerSerializer)["answer"]}
        answer_questions(idea=question.idea, by=request.user, answers=answers)
        return Response(question_body(request.user, question_for(viewer=request.user, public_id=public_id)))


class IdeaResumption(ApiView):
    permission_classes = [Members]

    @describe("Let an idea go on that was parked for want of its author’s answer", gives=IdeaBody)
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_to_act_on(viewer=request.user, ref=ref)
        resume_idea(idea=idea, by=request.user)
        body = idea_body(idea_for_reader(viewer=request.user, ref=ref), request.user)
        return versioned(body, version=body.version)
