"""Late answers: more time for a review, asking further up, apologies, and the list of escalated ideas."""

from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.escalations import (
    ApologiesBody,
    ApologyBody,
    ApologySerializer,
    EscalatedIdeaBody,
    EscalationBody,
    EscalationsBody,
    EscalationSerializer,
    ExtensionSerializer,
    apologies_body,
    apology_body,
    escalated_idea_body,
    escalation_body,
    escalations_body,
)
from api.v1.serializers.reviews import ReviewBody
from api.v1.views.reviews import review_answer
from api.views import ApiView
from ideas.exceptions import Conflict
from ideas.policies.escalations import can_apologise
from ideas.selectors.apologies import apologies_of
from ideas.selectors.escalated_list import LONGEST_PROMISED, escalated_for, escalated_rows
from ideas.selectors.escalations import escalations_for
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.reviews import review_for
from ideas.services.apologies import apologise
from ideas.services.escalations import escalate_idea
from ideas.services.extensions import extend_review
from ideas.services.reads import record_read


class ReviewExtend(ApiView):
    permission_classes = [Members]

    @describe(
        "Give a late review more time, once, as lead or deputy of the department",
        takes=ExtensionSerializer,
        gives=ReviewBody,
    )
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        review = review_for(viewer=request.user, public_id=public_id)
        extend_review(review=review, by=request.user, **self.read(ExtensionSerializer))
        return review_answer(request, review_for(viewer=request.user, public_id=public_id))


class IdeaEscalations(ApiView):
    permission_classes = [Members]

    @describe("List what the authors of an idea escalated, and where it stands", gives=EscalationsBody)
    def get(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        record_read(idea=idea, by=request.user)
        return Response(escalations_body(escalations_for(viewer=request.user, idea=idea)))

    @describe(
        "Ask further up for an answer to your idea, once at each stage",
        takes=EscalationSerializer,
        gives=EscalationBody,
    )
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        return Response(escalation_body(escalate_idea(idea=idea, by=request.user, **self.read(EscalationSerializer))))


class IdeaApologies(ApiView):
    permission_classes = [Members]

    @describe("List what was said about missed promises of an idea", gives=ApologiesBody)
    def get(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        record_read(idea=idea, by=request.user)
        view = apologies_of(idea=idea)
        may_apologise = view.missed is not None and view.is_owed and can_apologise(request.user, view.missed)
        return Response(apologies_body(view, may_apologise=may_apologise))

    @describe(
        "Write to the author about a missed promise, and name a new day", takes=ApologySerializer, gives=ApologyBody
    )
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        given = self.read(ApologySerializer)
        missed = apologies_of(idea=idea).missed
        if missed is None:
            raise Conflict(_("No promise of this idea was missed, or its answer came."), code="promise_not_missed")
        return Response(apology_body(apologise(promise=missed, by=request.user, **given)))


class EscalatedIdeas(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe(
        "List the escalated ideas that are yours to see to, the longest promised first",
        gives=Listing[EscalatedIdeaBody],
        description="All that they may see for those who keep order and the chair of the board; for leads and deciders "
        "what their department owes, the board votes on, or they decide. Never what you wrote yourself.",
    )
    def get(self, request: MemberRequest) -> Response:
        rows = escalated_for(viewer=request.user)
        return self.page(rows, LONGEST_PROMISED, lambda page: map(escalated_idea_body, escalated_rows(page)))
