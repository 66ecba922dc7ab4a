"""How much work departments have before them."""

from rest_framework.response import Response

from api.http import MemberRequest
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.workload import LoadBody, LoadParameters, load_body
from api.views import ApiView
from ideas.selectors.forecast import department_with_load, load_forecasts


class DepartmentLoad(ApiView):
    permission_classes = [Members]
    parameters = LoadParameters

    @describe(
        "Forecast the load of a department",
        gives=LoadBody,
        description="For its lead and deputy, triagers and programme managers. The address takes the department's `slug`.",
    )
    def get(self, request: MemberRequest, slug: str) -> Response:
        department = department_with_load(viewer=request.user, slug=slug)
        (forecast,) = load_forecasts(departments=[department], weeks=request.parameters["weeks"])
        return Response(load_body(forecast))
