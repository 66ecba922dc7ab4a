"""Appeals against decisions."""

from uuid import UUID

from django.urls import reverse
from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.appeals import AppealAnswerSerializer, AppealBody, AppealSerializer, appeal_body
from api.views import ApiView, created
from ideas.models import Appeal
from ideas.selectors.appeals import BY_DATE, appeal_for, appeal_view, appeals_to_decide
from ideas.selectors.decisions import decision_for
from ideas.services.appeals import decide_appeal, file_appeal


class AppealList(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe("List the appeals that wait for your answer, the next due first", gives=Listing[AppealBody])
    def get(self, request: MemberRequest) -> Response:
        return self.page(
            appeals_to_decide(viewer=request.user),
            BY_DATE,
            lambda rows: [appeal_body(row, shows_text=True, may_decide=True) for row in rows],
        )


class AppealDetail(ApiView):
    permission_classes = [Members]

    @describe("Read an appeal", gives=AppealBody)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        return Response(_body(request, appeal_for(viewer=request.user, public_id=public_id)))


class DecisionAppeals(ApiView):
    permission_classes = [Members]

    @describe("Appeal against the answer to your idea, once", takes=AppealSerializer, gives=AppealBody, status=201)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        decision = decision_for(viewer=request.user, public_id=public_id)
        row = file_appeal(decision=decision, by=request.user, **self.read(AppealSerializer))
        return created(_body(request, row), location=reverse("api:v1:appeal", kwargs={"public_id": row.public_id}))


class AppealAnswer(ApiView):
    permission_classes = [Members]

    @describe("Grant or refuse an appeal", takes=AppealAnswerSerializer, gives=AppealBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        appeal = appeal_for(viewer=request.user, public_id=public_id)
        decide_appeal(appeal=appeal, by=request.user, **self.read(AppealAnswerSerializer))
        return Response(_body(request, appeal_for(viewer=request.user, public_id=public_id)))


def _body(request: MemberRequest, appeal: Appeal) -> AppealBody:
    view = appeal_view(decision=appeal.decision, viewer=request.user)
    shows_text, may_decide = (view.shows_text, view.may_decide) if view else (False, False)
    return appeal_body(appeal, shows_text=shows_text, may_decide=may_decide)
