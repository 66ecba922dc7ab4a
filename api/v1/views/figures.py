"""Are promises kept, and what waits?"""

from zoneinfo import ZoneInfo

from rest_framework.response import Response

from api.http import MemberRequest
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.figures import OverviewBody, OverviewParameters, overview_body
from api.views import ApiView
from ideas.selectors.calendars import organisation
from ideas.selectors.overview import overview_for


class OverviewFigures(ApiView):
    permission_classes = [Members]
    parameters = OverviewParameters

    @describe(
        "Read the figures of the last months",
        gives=OverviewBody,
        description="Over the ideas that the caller may see; only announced decisions count. Months begin and end in the "
        "organisation's time zone. How each is counted: docs/metrics.md.",
    )
    def get(self, request: MemberRequest) -> Response:
        months = int(request.parameters["months"])
        found = overview_for(viewer=request.user, months=months, zone=ZoneInfo(organisation().time_zone))
        return Response(overview_body(found))
