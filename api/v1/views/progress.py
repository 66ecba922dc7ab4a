"""What becomes of a yes."""

from dataclasses import replace

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.response import Response

from api.http import MemberRequest
from api.parsers import FormParser, StrictJSONParser
from api.permissions import Members
from api.schema import describe
from api.serializers import read_body
from api.v1.serializers.progress import OutcomeSerializer, OwnerSerializer, ProgressBody, progress_body
from api.views import ApiView, created
from ideas.exceptions import InvalidValue, NotPermitted
from ideas.models import Outcome
from ideas.policies.outcomes import carrying_of
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.outcomes import progress_of
from ideas.selectors.people import active_person
from ideas.services.attachments import SafeFile, check_picture
from ideas.services.outcomes import MAX_NOTE_CHARS, OutcomeContent, name_owner, record_outcome

_WITH_PICTURE = {
    "type": "object",
    "required": ["stage", "note", "happened_on"],
    "properties": {
        "stage": {"type": "string", "enum": list(Outcome.Step.values)},
        "note": {"type": "string", "maxLength": MAX_NOTE_CHARS},
        "happened_on": {"type": "string", "format": "date"},
        "picture": {"type": "string", "format": "binary"},
    },
}


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
    parser_classes = [StrictJSONParser, FormParser]

    @describe(
        "Say what becomes of an approved idea",
        takes={"application/json": OutcomeSerializer, "multipart/form-data": _WITH_PICTURE},
        gives=ProgressBody,
        status=201,
        description=(
            "Being done, done, or stopped with what was learned. With a picture (png, jpg or webp, at most 10 MiB), send "
            "`multipart/form-data`. `Location` is where all steps of the idea are read."
        ),
    )
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        if not carrying_of(request.user, idea).may_act:  # before any bytes of the picture are looked at
            raise NotPermitted(
                _("Its owner, who decided it, triagers and programme managers say what becomes of an idea."),
                code="not_owner",
            )
        content = OutcomeContent(**read_body(OutcomeSerializer(data=_fields(request))))
        record_outcome(idea=idea, by=request.user, content=content, picture=_picture(request))
        return created(_body(request, ref), location=reverse("api:v1:idea-progress", kwargs={"ref": ref}))


def _fields(request: MemberRequest) -> object:
    """Return the body without its picture; a file in any other part stays, and is refused by its name."""
    if not isinstance(request.data, QueryDict):
        return request.data
    return {name: value for name, value in request.data.items() if name != "picture" or name not in request.FILES}


def _picture(request: MemberRequest) -> SafeFile | None:
    upload = request.FILES.get("picture")
    if upload is None or upload.file is None:
        return None
    try:
        return check_picture(by=request.user, name=upload.name or "", content=upload.file)
    except InvalidValue as error:
        problems = tuple(replace(one, field="picture") for one in error.problems)
        raise InvalidValue(error.sentence, problems=problems, code=error.code) from None


def _answer(request: MemberRequest, ref: str) -> Response:
    return Response(_body(request, ref))


def _body(request: MemberRequest, ref: str) -> ProgressBody:
    return progress_body(progress_of(idea=idea_for_reader(viewer=request.user, ref=ref), viewer=request.user))
