"""The audit trail: whether it is as it was written, and who did what about an idea."""

from typing import ClassVar

from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import ReadersOfAudit, VerifiersOfAudit
from api.schema import describe
from api.v1.serializers.audit import AuditEventBody, ChainBody, audit_event_body, chain_body
from api.views import ApiView
from ideas.rates import AUDIT_CHECKS, Rate
from ideas.selectors.audit import audit_chain
from ideas.selectors.idea_audit import NEWEST, audit_of_idea

_CHAIN = {
    "is_whole": False,
    "rows": 41,
    "unsealed": 2,
    "head_seq": 1200,
    "head_hash": "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9",
    "broken": {"seq": 42, "detail": "The row is not as it was written."},
}


class AuditVerify(ApiView):
    permission_classes = [VerifiersOfAudit]
    rates: ClassVar[dict[str, Rate]] = {"GET": AUDIT_CHECKS}

    @describe(
        "Check the audit trail",
        gives=ChainBody,
        example=_CHAIN,
        description="Recomputes the chain of all sealed rows and names the first one that does not hold. Ten an hour.",
    )
    def get(self, request: MemberRequest) -> Response:
        return Response(chain_body(audit_chain()))


class IdeaAuditList(ApiView):
    permission_classes = [ReadersOfAudit]
    parameters = ListParameters

    @describe(
        "List who did what about an idea",
        gives=Listing[AuditEventBody],
        description=(
            "Acts about the idea, its comments, reviews and announced decisions, the latest first. Triagers, programme "
            "managers and administrators; of a confidential idea that they may not read, without reasons and values."
        ),
    )
    def get(self, request: MemberRequest, ref: str) -> Response:
        audit = audit_of_idea(viewer=request.user, ref=ref)
        return self.page(audit.rows, NEWEST, lambda found: [audit_event_body(audit.entry_of(row)) for row in found])
