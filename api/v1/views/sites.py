"""Sites: the places where people work, each with its calendar."""

from uuid import UUID

from django.urls import reverse
from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import KeepersOfCalendars
from api.schema import describe
from api.v1.serializers.sites import SiteBody, SiteChangeSerializer, SiteSerializer, site_body
from api.views import ApiView, created, done
from ideas.selectors.calendars import calendar_named
from ideas.selectors.sites import BY_NAME, site_for, sites
from ideas.services.sites import add_site, change_site, remove_site


class SiteList(ApiView):
    permission_classes = [KeepersOfCalendars]
    parameters = ListParameters

    @describe("List sites, by name", gives=Listing[SiteBody])
    def get(self, request: MemberRequest) -> Response:
        return self.page(sites(), BY_NAME, lambda rows: map(site_body, rows))

    @describe("Add a site", takes=SiteSerializer, gives=SiteBody, status=201)
    def post(self, request: MemberRequest) -> Response:
        given = self.read(SiteSerializer)
        row = add_site(by=request.user, name=given["name"], calendar=calendar_named(key=given["calendar"]))
        location = reverse("api:v1:site", kwargs={"public_id": row.public_id})
        return created(site_body(site_for(public_id=row.public_id)), location=location)


class SiteDetail(ApiView):
    permission_classes = [KeepersOfCalendars]

    @describe("Read a site", gives=SiteBody)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        return Response(site_body(site_for(public_id=public_id)))

    @describe(
        "Change the name or calendar of a site",
        takes=SiteChangeSerializer,
        gives=SiteBody,
        description="Reviews that are open keep the calendar they were opened with.",
    )
    def patch(self, request: MemberRequest, public_id: UUID) -> Response:
        row, given = site_for(public_id=public_id), self.read(SiteChangeSerializer)
        calendar = calendar_named(key=given["calendar"]) if "calendar" in given else row.calendar
        change_site(site=row, by=request.user, name=given.get("name", row.name), calendar=calendar)
        return Response(site_body(site_for(public_id=public_id)))

    @describe("Remove a site", status=204)
    def delete(self, request: MemberRequest, public_id: UUID) -> Response:
        remove_site(site=site_for(public_id=public_id), by=request.user)
        return done()
