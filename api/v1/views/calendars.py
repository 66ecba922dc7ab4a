"""Working calendars, and what day it is so many working days later."""

from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.calendars import AddParameters, CalendarBody, DueBody, calendar_body
from api.views import ApiView
from ideas.routing.clock import due_at
from ideas.selectors.calendars import BY_KEY, calendar_for, calendars, working_calendar


class CalendarList(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe("List working calendars, by key", gives=Listing[CalendarBody])
    def get(self, request: MemberRequest) -> Response:
        return self.page(calendars(), BY_KEY, lambda rows: map(calendar_body, rows))


class CalendarAdd(ApiView):
    permission_classes = [Members]
    parameters = AddParameters

    @describe(
        "Count working days from a moment",
        gives=DueBody,
        description="As windows and promises are counted. The address takes the calendar's `key`.",
    )
    def get(self, request: MemberRequest, key: str) -> Response:
        row = calendar_for(key=key)
        given = request.parameters
        return Response(DueBody(due_at(working_calendar(row), given["start"], given["days"]), row.version))
