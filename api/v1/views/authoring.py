"""One idea: read, written as a draft, sent, edited, taken back."""

from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from api.concurrency import version_to_match
from api.http import MemberRequest
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.authoring import (
    IdeaBody,
    IdeaCreateSerializer,
    IdeaEditSerializer,
    PreviewSerializer,
    SubmitSerializer,
    WithdrawSerializer,
    content_of,
    idea_body,
)
from api.v1.serializers.routing import RoutingPreviewBody, preview_body, routing_body
from api.views import ApiView, created, done, versioned
from ideas.exceptions import FieldProblem, InvalidValue
from ideas.models import Idea
from ideas.rates import SEARCHES, Rate
from ideas.routing.rules import small_idea_answers
from ideas.routing_shown import ShownRouting
from ideas.selectors.authors import author_ids
from ideas.selectors.ideas import idea_for_reader, idea_to_act_on
from ideas.selectors.routing import current_routing, preview_routing
from ideas.services.answers import draft_answers, questions_now
from ideas.services.drafts import delete_draft, save_draft, write_draft
from ideas.services.ideas import edit_idea, submit_idea, withdraw_idea
from ideas.services.reads import record_read
from ideas.workflow import Stage

_IDEA = {"title": "A second key at the depot", "problem": "The key hangs at the gatehouse.", "is_small": True}


def create_draft(view: ApiView, request: MemberRequest) -> Response:
    """Begin a draft of the caller's own."""
    idea = write_draft(author=request.user, content=content_of(view.read(IdeaCreateSerializer)))
    body = _fresh(request, idea)
    return created(body, location=reverse("api:v1:idea", kwargs={"ref": idea.ref}), version=body.version)


describe_create = describe(
    "Begin a draft",
    takes=IdeaCreateSerializer,
    gives=IdeaBody,
    status=201,
    sends=_IDEA,
    description="A draft is seen by its authors alone until it is sent with `submit`.",
)


class IdeaDetail(ApiView):
    permission_classes = [Members]

    @describe("Read an idea", gives=IdeaBody)
    def get(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        record_read(idea=idea, by=request.user)
        return versioned(idea_body(idea, request.user), version=idea.version)

    @describe(
        "Edit an idea",
        takes=IdeaEditSerializer,
        gives=IdeaBody,
        sends={"title": "Two keys at the depot"},
        needs_version=True,
        description="Its authors, until it is decided. What is left out stays; other answers find departments anew.",
    )
    def patch(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        version = version_to_match(request, current=idea.version)
        content = content_of(self.read(IdeaEditSerializer, is_partial=True))
        write = save_draft if idea.stage == Stage.DRAFT else edit_idea
        write(idea=idea, by=request.user, content=content, expected_version=version)
        return _answer(request, idea)

    @describe("Delete a draft", status=204)
    def delete(self, request: MemberRequest, ref: str) -> Response:
        delete_draft(idea=idea_for_reader(viewer=request.user, ref=ref), by=request.user)
        return done()


class Submit(ApiView):
    permission_classes = [Members]

    @describe(
        "Send a draft",
        takes=SubmitSerializer,
        gives=IdeaBody,
        sends={"shown": "1|0|business:required,operations:notify|2026-11-30"},
        description="At most 20 an hour. Read `routing` of the draft first and send its `shown`.",
    )
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_to_act_on(viewer=request.user, ref=ref)
        submit_idea(idea=idea, by=request.user, shown=_shown(self.read(SubmitSerializer).get("shown")))
        return _answer(request, idea)


class Withdraw(ApiView):
    permission_classes = [Members]

    @describe(
        "Take an idea back", takes=WithdrawSerializer, gives=IdeaBody, sends={"reason": "It was solved meanwhile."}
    )
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_to_act_on(viewer=request.user, ref=ref)
        withdraw_idea(idea=idea, by=request.user, reason=self.read(WithdrawSerializer)["reason"])
        return _answer(request, idea)


class IdeaRouting(ApiView):
    permission_classes = [Members]

    @describe(
        "Read who is asked about an idea, and why",
        gives=RoutingPreviewBody,
        description="Of a draft what sending it now would lead to; of a sent idea what holds, in the words of that day.",
    )
    def get(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        kept = current_routing(idea=idea)
        if kept is not None:
            return Response(routing_body(idea, kept))
        answers = draft_answers(idea=idea).counting
        others = author_ids(idea)
        return Response(preview_body(preview_routing(author=request.user, answers=answers, other_authors=others)))


class RoutingPreviewView(ApiView):
    permission_classes = [Members]
    keeps_answers = False
    rates: ClassVar[dict[str, Rate]] = {"POST": SEARCHES}

    @describe(
        "Preview who would be asked, and by when",
        takes=PreviewSerializer,
        gives=RoutingPreviewBody,
        sends={"answers": {"reach": "own_team", "buys": "new"}},
        description="For an idea of your own; nothing is stored. Missing answers count as “I don’t know”.",
    )
    def post(self, request: MemberRequest) -> Response:
        given = self.read(PreviewSerializer)
        answers = small_idea_answers(questions_now().rules) if given["is_small"] else given["answers"]
        return Response(preview_body(preview_routing(author=request.user, answers=answers)))


def _shown(text: str | None) -> ShownRouting | None:
    if text is None:
        return None
    found = ShownRouting.from_text(text)
    if found is None:
        sentence = _("This is not what a preview gave as `shown`.")
        raise InvalidValue(sentence, problems=(FieldProblem("shown", "invalid_choice", sentence),))
    return found


def _fresh(request: MemberRequest, idea: Idea) -> IdeaBody:
    """Return the idea as it stands in the database now."""
    return idea_body(idea_for_reader(viewer=request.user, ref=idea.ref), request.user)


def _answer(request: MemberRequest, idea: Idea) -> Response:
    body = _fresh(request, idea)
    return versioned(body, version=body.version)
