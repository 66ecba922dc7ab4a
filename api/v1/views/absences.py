"""Days away: one's own, and those of members whom one leads."""

from uuid import UUID

from django.urls import reverse
from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.absences import AbsenceBody, DaysAwaySerializer, MemberAwaySerializer, absence_body
from api.views import ApiView, created, done
from ideas.models import Absence, User
from ideas.policies.people import can_set_absence
from ideas.selectors.people import LATEST_DAYS, absence_of_reader, absences_of, person_to_tell_of
from ideas.services.absences import add_absence, change_absence, remove_absence


class OwnAbsences(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe("List the days on which you are away, the latest first", gives=Listing[AbsenceBody])
    def get(self, request: MemberRequest) -> Response:
        rows = absences_of(person=request.user).select_related("person")
        return self.page(rows, LATEST_DAYS, lambda page: [absence_body(row, request.user) for row in page])

    @describe(
        "Say when you are away",
        takes=DaysAwaySerializer,
        gives=AbsenceBody,
        status=201,
        description="Nothing new is given to you on these days. What would be late meanwhile goes to whoever acts for you, "
        "or back to the department. The same days again change nothing. Who is away for half a day is at work that day.",
    )
    def post(self, request: MemberRequest) -> Response:
        given = self.read(DaysAwaySerializer)
        return _made(request, add_absence(person=request.user, by=request.user, **given))


class AbsenceList(ApiView):
    permission_classes = [Members]

    @describe(
        "Say when a member of your department is away",
        takes=MemberAwaySerializer,
        gives=AbsenceBody,
        status=201,
        description="Administrators say it of anybody active, as from a personnel system (`source` is `feed`); their token "
        "needs the scope `admin`.",
    )
    def post(self, request: MemberRequest) -> Response:
        given = self.read(MemberAwaySerializer)
        person = person_to_tell_of(viewer=request.user, public_id=given.pop("person"))
        _check_scope(request, person)
        return _made(request, add_absence(person=person, by=request.user, **given))


class AbsenceDetail(ApiView):
    permission_classes = [Members]

    @describe("Read when somebody is away", gives=AbsenceBody)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        return Response(absence_body(absence_of_reader(viewer=request.user, public_id=public_id), request.user))

    @describe("Move it to other days", takes=DaysAwaySerializer, gives=AbsenceBody)
    def patch(self, request: MemberRequest, public_id: UUID) -> Response:
        row = absence_of_reader(viewer=request.user, public_id=public_id)
        _check_scope(request, row.person)
        row = change_absence(absence=row, by=request.user, **self.read(DaysAwaySerializer))
        return Response(absence_body(row, request.user))

    @describe("Take it back", status=204)
    def delete(self, request: MemberRequest, public_id: UUID) -> Response:
        row = absence_of_reader(viewer=request.user, public_id=public_id)
        _check_scope(request, row.person)
        remove_absence(absence=row, by=request.user)
        return done()


def _check_scope(request: MemberRequest, person: User) -> None:
    """Ask for the scope `admin` where only being an administrator lets the caller speak for `person`."""
    if not can_set_absence(request.user, person):
        Members().check_scope(request.auth, "admin")


def _made(request: MemberRequest, row: Absence) -> Response:
    location = reverse("api:v1:absence", kwargs={"public_id": row.public_id})
    return created(absence_body(row, request.user), location=location)
