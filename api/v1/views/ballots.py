"""The board's vote on an idea."""

from rest_framework.response import Response

from api.http import MemberRequest
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.ballots import BallotBody, BallotVoteSerializer, ballot_body
from api.views import ApiView
from ideas.selectors.ballots import ballot_for
from ideas.selectors.ideas import idea_for_reader
from ideas.services.ballots import cast_deciding_vote, vote_in_ballot
from ideas.services.reads import record_read


class IdeaBallot(ApiView):
    permission_classes = [Members]

    @describe("Read the board's vote on an idea", gives=BallotBody)
    def get(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        view = ballot_for(viewer=request.user, idea=idea)
        record_read(idea=idea, by=request.user)
        return Response(ballot_body(view))

    @describe("Vote for your seat, or decide a tie as the chair", takes=BallotVoteSerializer, gives=BallotBody)
    def put(self, request: MemberRequest, ref: str) -> Response:
        idea = idea_for_reader(viewer=request.user, ref=ref)
        ballot = ballot_for(viewer=request.user, idea=idea).ballot
        act = cast_deciding_vote if ballot.closed_at is not None else vote_in_ballot
        act(ballot=ballot, by=request.user, **self.read(BallotVoteSerializer))
        return Response(ballot_body(ballot_for(viewer=request.user, idea=idea)))
