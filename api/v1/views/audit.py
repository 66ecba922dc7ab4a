"""The audit trail: whether it is as it was written."""

from typing import ClassVar

from rest_framework.response import Response

from api.http import MemberRequest
from api.permissions import VerifiersOfAudit
from api.schema import describe
from api.v1.serializers.audit import ChainBody, chain_body
from api.views import ApiView
from ideas.rates import AUDIT_CHECKS, Rate
from ideas.selectors.audit import audit_chain

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
