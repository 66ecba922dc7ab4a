"""What ideas sleep for."""

from uuid import UUID

from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.watches import ReopeningBody, WakeSerializer, WatchRowBody, reopening_body, watch_row
from api.views import ApiView
from ideas.selectors.watches import NEWEST, watch_for, watches_for
from ideas.services.watches import wake_idea


class WatchList(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe(
        "List what you may wake ideas by, the newest first",
        gives=Listing[WatchRowBody],
        description="What you decided; for triagers and programme managers everything. Never what you wrote yourself.",
    )
    def get(self, request: MemberRequest) -> Response:
        return self.page(watches_for(viewer=request.user), NEWEST, lambda rows: map(watch_row, rows))


class WatchWaking(ApiView):
    permission_classes = [Members]

    @describe("Say that what was watched over has come about", takes=WakeSerializer, gives=ReopeningBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        watch = watch_for(viewer=request.user, public_id=public_id)
        return Response(reopening_body(wake_idea(watch=watch, by=request.user, **self.read(WakeSerializer))))
