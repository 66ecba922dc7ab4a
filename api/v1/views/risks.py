"""Going ahead without an answer that is late."""

from rest_framework.response import Response

from api.http import MemberRequest
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.risks import RiskBody, RisksBody, RiskSerializer, risk_body, risks_body
from api.views import ApiView
from ideas.policies.risks import can_accept_risk
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.risks import reviews_to_do_without, risks_of
from ideas.services.reads import record_read
from ideas.services.risks import RiskContent, accept_risk


class IdeaRisks(ApiView):
    permission_classes = [Members]

    @describe("List the risks accepted so that an idea goes ahead without late answers", gives=RisksBody)
    def get(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        record_read(idea=idea, by=request.user)
        late = reviews_to_do_without(idea=idea) if can_accept_risk(request.user, idea) else []
        return Response(risks_body(list(risks_of(idea=idea)), late))

    @describe("Go ahead without an answer that is late, as whoever decides", takes=RiskSerializer, gives=RiskBody)
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        given = self.read(RiskSerializer)
        department = given.pop("department")
        risk = accept_risk(idea=idea, department=department, by=request.user, content=RiskContent(**given))
        return Response(risk_body(risk))
