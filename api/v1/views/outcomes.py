"""What becomes of an idea: its departments, its timeline and its decision."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.module_loading import import_string
from rest_framework.response import Response

from api.concurrency import version_to_match
from api.files import made_file
from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.renderers import JsonRenderer, PdfRenderer
from api.schema import describe
from api.v1.serializers.decision_packs import DecisionPackBody, decision_pack_body
from api.v1.serializers.outcomes import (
    DecisionBody,
    DecisionSerializer,
    LanesBody,
    TimelineBody,
    decision_body,
    decision_content_of,
    lane_body,
    timeline_body,
)
from api.v1.serializers.reviews import name_body
from api.v1.serializers.scores import score_body
from api.views import ApiView, created
from ideas.models import Decision, User
from ideas.policies.decisions import can_announce_decision
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.appeals import may_appeal_now
from ideas.selectors.deciders import decider_of
from ideas.selectors.decision_packs import DecisionPack, decision_pack
from ideas.selectors.decisions import decision_for, may_decide_now
from ideas.selectors.disagreement import disagreement_for
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.lanes import lanes_of
from ideas.selectors.scores import score_profile
from ideas.selectors.timeline import timeline_entries, timeline_events
from ideas.services.decisions import announce_now, decide_idea
from ideas.services.reads import record_read
from ideas.workflow import OPEN_STAGES

LATEST = Ordering("-id", (Key("id", is_descending=True),))


class IdeaDepartments(ApiView):
    permission_classes = [Members]

    @describe("Read who looks at an idea, by when, and why", gives=LanesBody)
    def get(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        decider = decider_of(idea) if idea.stage in OPEN_STAGES else None
        may_decide = may_decide_now(viewer=request.user, idea=idea)
        lanes = lanes_of(idea=idea, viewer=request.user)
        return Response(
            LanesBody(
                departments=[lane_body(lane) for lane in lanes],
                disagrees=disagreement_for(idea=idea, lanes=lanes),
                score=score_body(score_profile(idea=idea, lanes=lanes)),
                decider=name_body(decider.person) if decider else None,
                decider_because=decider.because if decider else "",
                allowed_actions=["decide"] if may_decide else [],
            )
        )


class IdeaTimeline(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe("Read what has happened with an idea, the latest first", gives=Listing[TimelineBody])
    def get(self, request: MemberRequest, ref: str) -> Response:
        idea, viewer = idea_for_reader(viewer=request.user, ref=ref), request.user
        return self.page(
            timeline_events(idea=idea, viewer=viewer),
            LATEST,
            lambda rows: map(timeline_body, timeline_entries(idea=idea, viewer=viewer, events=rows)),
        )


class IdeaDecisionPack(ApiView):
    permission_classes = [Members]
    renderer_classes = [JsonRenderer, PdfRenderer]

    @describe(
        "Read everything about a decision",
        gives=DecisionPackBody,
        description=(
            "The idea, its routing, the answers of its departments, the decision, and what happened, in one document: for "
            "whoever may know the decision, and for those who are about to make it. Internal notes are left out. "
            "`Accept: application/pdf` gives it to print; there authors who are not shown are not named to themselves either."
        ),
        files=(PdfRenderer.media_type,),
    )
    def get(self, request: MemberRequest, ref: str) -> HttpResponse | Response:
        pack = decision_pack(viewer=request.user, ref=ref)
        record_read(idea=pack.idea, by=request.user)
        if request.accepted_renderer.media_type != PdfRenderer.media_type:
            return Response(decision_pack_body(pack, request.user))
        paper: Callable[[DecisionPack, User], bytes] = import_string(settings.DECISION_PACK_PDF)
        return made_file(paper(pack, request.user), media_type=PdfRenderer.media_type, name=f"{ref}-decision.pdf")


class IdeaDecisions(ApiView):
    permission_classes = [Members]

    @describe("Decide an idea", takes=DecisionSerializer, gives=DecisionBody, status=201, needs_version=True)
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        version = version_to_match(request, current=idea.version)
        content = decision_content_of(self.read(DecisionSerializer))
        made = decide_idea(idea=idea, by=request.user, content=content, expected_version=version)
        decision = decision_for(viewer=request.user, public_id=made.public_id)
        location = reverse("api:v1:decision", kwargs={"public_id": decision.public_id})
        return created(_body(request, decision), location=location)


class DecisionDetail(ApiView):
    permission_classes = [Members]

    @describe("Read a decision", gives=DecisionBody)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        return Response(_body(request, decision_for(viewer=request.user, public_id=public_id)))


class DecisionAnnouncement(ApiView):
    permission_classes = [Members]

    @describe("Announce your decision now instead of after the delay", gives=DecisionBody)
    def post(self, request: MemberRequest, public_id: UUID) -> Response:
        announce_now(decision=decision_for(viewer=request.user, public_id=public_id), by=request.user)
        return Response(_body(request, decision_for(viewer=request.user, public_id=public_id)))


def _body(request: MemberRequest, decision: Decision) -> DecisionBody:
    return decision_body(
        decision,
        may_announce=can_announce_decision(request.user, decision),
        may_appeal=may_appeal_now(decision=decision, viewer=request.user),
    )
