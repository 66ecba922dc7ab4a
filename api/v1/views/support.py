"""Votes for ideas, where they come from, and follows."""

from typing import ClassVar

from rest_framework.response import Response

from api.http import MemberRequest
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.ideas import figures_body
from api.v1.serializers.support import (
    FollowBody,
    FollowSerializer,
    SupportBody,
    VoteBody,
    follow_body,
    support_body,
)
from api.views import ApiView, done
from ideas.models import Follow, Idea
from ideas.rates import VOTES, Rate
from ideas.selectors.ideas import idea_to_act_on
from ideas.selectors.support import support_of
from ideas.services.follows import follow_idea, mute_idea, unfollow_idea
from ideas.services.votes import cast_vote, withdraw_vote

_FIGURES = {"votes": 34, "departments": 5, "comments": 4}


class Vote(ApiView):
    permission_classes = [Members]
    rates: ClassVar[dict[str, Rate]] = {"PUT": VOTES, "DELETE": VOTES}

    @describe(
        "Give your vote",
        gives=VoteBody,
        example={"has_voted": True, "figures": _FIGURES},
        description="One vote a person and idea: giving it again changes nothing. Authors do not vote for their own.",
    )
    def put(self, request: MemberRequest, ref: str) -> Response:
        tally = cast_vote(voter=request.user, idea=_idea(request, ref))
        return Response(VoteBody(has_voted=True, figures=figures_body(tally)))

    @describe("Take your vote back", status=204)
    def delete(self, request: MemberRequest, ref: str) -> Response:
        withdraw_vote(voter=request.user, idea=_idea(request, ref))
        return done()


class SupportDetail(ApiView):
    permission_classes = [Members]

    @describe("Read where votes come from", gives=SupportBody)
    def get(self, request: MemberRequest, ref: str) -> Response:
        return Response(support_body(support_of(idea=_idea(request, ref), viewer=request.user)))


class FollowDetail(ApiView):
    permission_classes = [Members]

    @describe("Read whether you follow an idea", gives=FollowBody, example={"level": "following"})
    def get(self, request: MemberRequest, ref: str) -> Response:
        return Response(follow_body(support_of(idea=_idea(request, ref), viewer=request.user)))

    @describe("Follow or mute an idea", takes=FollowSerializer, gives=FollowBody, sends={"level": "muted"})
    def put(self, request: MemberRequest, ref: str) -> Response:
        idea = _idea(request, ref)
        is_mute = self.read(FollowSerializer)["level"] == Follow.Level.MUTED
        row = (mute_idea if is_mute else follow_idea)(idea=idea, by=request.user)
        return Response(FollowBody("muted" if row.level == Follow.Level.MUTED else "following"))

    @describe("End your follow or mute", status=204)
    def delete(self, request: MemberRequest, ref: str) -> Response:
        unfollow_idea(idea=_idea(request, ref), by=request.user)
        return done()


def _idea(request: MemberRequest, ref: str) -> Idea:
    return idea_to_act_on(viewer=request.user, ref=ref)
