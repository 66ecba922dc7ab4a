"""The business case of an idea."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponse
from django.utils.module_loading import import_string
from rest_framework.response import Response

from api.files import made_file
from api.http import MemberRequest
from api.permissions import Members
from api.renderers import JsonRenderer, PdfRenderer
from api.schema import describe
from api.v1.serializers.business_cases import BusinessCaseBody, business_case_body
from api.views import ApiView
from ideas.selectors.business_cases import BusinessCase, business_case
from ideas.services.reads import record_read


class IdeaCase(ApiView):
    permission_classes = [Members]
    renderer_classes = [JsonRenderer, PdfRenderer]

    @describe(
        "Read the business case of an idea",
        gives=BusinessCaseBody,
        description=(
            "From tier 2 on, put together from the answers of the departments: for those who are about to decide, once the "
            "answers are in, and for whoever may know the decision. Nothing of the decision is in it. "
            "`Accept: application/pdf` gives it on one page, with long texts cut."
        ),
        files=(PdfRenderer.media_type,),
    )
    def get(self, request: MemberRequest, ref: str) -> HttpResponse | Response:
        case = business_case(viewer=request.user, ref=ref)
        record_read(idea=case.idea, by=request.user)
        if request.accepted_renderer.media_type != PdfRenderer.media_type:
            return Response(business_case_body(case))
        paper: Callable[[BusinessCase], bytes] = import_string(settings.BUSINESS_CASE_PDF)
        return made_file(paper(case), media_type=PdfRenderer.media_type, name=f"{ref}-case.pdf")
