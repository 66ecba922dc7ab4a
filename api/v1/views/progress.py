"""What becomes of a yes."""

from django.utils.translation import gettext as _
from rest_framework.response import Response

from api.http import MemberRequest
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.progress import OutcomeSerializer, OwnerSerializer, ProgressBody, progress_body
from api.views import ApiView
from ideas.exceptions import NotPermitted
from ideas.policies.outcomes import carrying_of
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.outcomes import progress_of
from ideas.selectors.people import active_person
from ideas.services.outcomes import OutcomeContent, name_owner, record_outcome


class IdeaProgress(ApiView):
    permission_classes = [Members]

    @describe("Read what becomes of an approved idea", gives=ProgressBody)
    def get(self, request: MemberRequest, ref: str) -> Response:
        return _answer(request, ref)


class IdeaOwnerView(ApiView):
    permission_classes = [Members]

    @describe("Say who sees to an approved idea", takes=OwnerSerializer, gives=ProgressBody)
    def put(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        if not carrying_of(request.user, idea).may_act:
            raise NotPermitted(
                _("Its owner, who decided it, triagers and programme managers do this."), code="not_owner"
            )
        person = active_person(public_id=self.read(OwnerSerializer)["person"])
        name_owner(idea=idea, by=request.user, person=person)
        return _answer(request, ref)


class IdeaOutcomes(ApiView):
    permission_classes = [Members]

    @describe(
        "Say what becomes of an approved idea",
        takes=OutcomeSerializer,
        gives=ProgressBody,
        description="Being done, done, or stopped with what was learned. A picture is added on the idea's page.",
    )
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        record_outcome(idea=idea, by=request.user, content=OutcomeContent(**self.read(OutcomeSerializer)))
        return _answer(request, ref)


def _answer(request: MemberRequest, ref: str) -> Response:
    idea = idea_for_reader(viewer=request.user, ref=ref)
    return Response(progress_body(progress_of(idea=idea, viewer=request.user)))
