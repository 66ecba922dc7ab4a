"""Triage: the inbox, one idea with what helps to sort it, and the lanes it can go."""

from django.urls import reverse
from rest_framework.response import Response

from api.filters import ListParameters
from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.routing_overrides import OverrideBody, OverrideSerializer, change_of, override_body
from api.v1.serializers.triage import (
    FirstResponseBody,
    FirstResponseSerializer,
    MatchSerializer,
    MergeBody,
    MergeSerializer,
    QuickFixSerializer,
    RedirectBody,
    RedirectSerializer,
    ToReviewSerializer,
    TriageBody,
    TriageRowBody,
    UnmergeSerializer,
    first_response_body,
    merge_body,
    redirect_body,
    triage_body,
    triage_row_body,
)
from api.views import ApiView, created
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.overrides import overrides_of
from ideas.selectors.triage import (
    FIRST_DUE,
    colleague_named,
    idea_named,
    refuse_unless_sorter,
    triage_case,
    waiting_in_triage,
)
from ideas.services.first_responses import give_first_response, send_for_review
from ideas.services.matching import match_idea
from ideas.services.merging import merge_ideas, unmerge_idea
from ideas.services.overrides import override_routing, quick_fix
from ideas.services.reads import record_read
from ideas.services.redirects import redirect_idea

LATEST = Ordering("-id", (Key("id", is_descending=True),))
_REASON = "Both ask for a second key at the north depot."
_WORDS = {"text": "Thank you. Operations looks at it this week."}
_LATE = "The turn of an idea that nobody sorts in time ends by itself: its departments are asked, and it stays here."


class TriageList(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe("List what waits for you to sort it, the next due first", gives=Listing[TriageRowBody], description=_LATE)
    def get(self, request: MemberRequest) -> Response:
        refuse_unless_sorter(viewer=request.user)
        return self.page(waiting_in_triage(viewer=request.user), FIRST_DUE, lambda rows: map(triage_row_body, rows))


class IdeaTriage(ApiView):
    permission_classes = [Members]

    @describe("Read what helps to sort an idea, and what you may do with it", gives=TriageBody)
    def get(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        refuse_unless_sorter(viewer=request.user, idea=idea)
        record_read(idea=idea, by=request.user)
        return _answer(request, ref)


class IdeaToReview(ApiView):
    permission_classes = [Members]

    @describe(
        "Send an idea for review: its departments are asked", takes=ToReviewSerializer, gives=TriageBody, sends=_WORDS
    )
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        send_for_review(idea=idea, by=request.user, **self.read(ToReviewSerializer))
        return _answer(request, ref)


class IdeaQuickFix(ApiView):
    permission_classes = [Members]

    @describe(
        "Let an idea just be done: tier 0, its owner decides",
        takes=QuickFixSerializer,
        gives=TriageBody,
        sends={**_WORDS, "reason": "It stays in one team and is easy to undo."},
    )
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        quick_fix(idea=idea, by=request.user, **self.read(QuickFixSerializer))
        return _answer(request, ref)


class IdeaFirstResponse(ApiView):
    permission_classes = [Members]

    @describe("Write to the author first", takes=FirstResponseSerializer, gives=FirstResponseBody, sends=_WORDS)
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        response = give_first_response(idea=idea, by=request.user, **self.read(FirstResponseSerializer))
        return Response(first_response_body(response))


class IdeaMatch(ApiView):
    permission_classes = [Members]

    @describe(
        "Bring an author together with a colleague or a similar idea, and send it for review",
        takes=MatchSerializer,
        gives=FirstResponseBody,
        sends={"text": "Look at this one; you may want the same.", "similar": "GS-000412"},
    )
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        refuse_unless_sorter(viewer=request.user, idea=idea)
        given = self.read(MatchSerializer)
        colleague = colleague_named(public_id=given["colleague"]) if given["colleague"] else None
        similar = idea_named(viewer=request.user, ref=given["similar"], field="similar") if given["similar"] else None
        response = match_idea(idea=idea, by=request.user, text=given["text"], colleague=colleague, similar=similar)
        return Response(first_response_body(response))


class IdeaMerge(ApiView):
    permission_classes = [Members]

    @describe(
        "Merge an idea into another one",
        takes=MergeSerializer,
        gives=MergeBody,
        sends={"target": "GS-000412", "reason": _REASON},
    )
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        refuse_unless_sorter(viewer=request.user, idea=idea)
        given = self.read(MergeSerializer)
        target = idea_named(viewer=request.user, ref=given["target"], field="target")
        return Response(merge_body(merge_ideas(source=idea, target=target, by=request.user, reason=given["reason"])))


class IdeaUnmerge(ApiView):
    permission_classes = [Members]

    @describe(
        "Take an idea out of the one it was merged into",
        takes=UnmergeSerializer,
        gives=MergeBody,
        sends={"reason": "They are about different depots."},
    )
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        return Response(merge_body(unmerge_idea(idea=idea, by=request.user, **self.read(UnmergeSerializer))))


class IdeaRedirect(ApiView):
    permission_classes = [Members]

    @describe(
        "Send what is no improvement idea to where it belongs",
        takes=RedirectSerializer,
        gives=RedirectBody,
        sends={"door": "people_team", "words": "The People team hears this in confidence.", "is_hidden": True},
    )
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        return Response(redirect_body(redirect_idea(idea=idea, by=request.user, **self.read(RedirectSerializer)), idea))


class IdeaOverrides(ApiView):
    permission_classes = [Members]
    parameters = ListParameters

    @describe("List how triagers changed who is asked about an idea, the latest first", gives=Listing[OverrideBody])
    def get(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        return self.page(overrides_of(idea=idea), LATEST, lambda rows: map(override_body, rows))

    @describe(
        "Set another tier, or ask other departments than the rules do",
        takes=OverrideSerializer,
        gives=OverrideBody,
        status=201,
        sends={"tier": 1, "departments": {"legal": "required"}, "reason": "A contract is touched."},
    )
    def post(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        given = self.read(OverrideSerializer)
        made = override_routing(idea=idea, by=request.user, change=change_of(given), reason=given["reason"])
        return created(override_body(made), location=reverse("api:v1:idea-overrides", kwargs={"ref": ref}))


def _answer(request: MemberRequest, ref: str) -> Response:
    """Answer with the idea as those who sort see it now."""
    case = triage_case(idea=idea_for_reader(viewer=request.user, ref=ref), viewer=request.user)
    return Response(triage_body(case, request.user))
