"""What a list costs at least, and what the usual way of writing it costs, behind our middleware and our token check."""

from functools import cache
from typing import Any, ClassVar

import orjson
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool
from rest_framework import generics, serializers
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from api.authentication import PersonalToken
from ideas.models import Idea, User, Vote

ROWS = 20
REVIEW_ROWS = 100
_PAGE = """
    select idea.ref, idea.title, left(idea.problem, 280) as summary, idea.stage, idea.tier, idea.submitted_at,
           idea.next_answer_at, idea.version, tally.vote_count, tally.department_count, tally.comment_count
    from ideas_idea as idea join ideas_ideatally as tally on tally.idea_id = idea.id
    where idea.stage <> 'draft' and idea.visibility = 'open'
    order by tally.heat desc, tally.idea_id desc limit %s
"""
_REVIEWS = """
    select review.public_id, review.state, review.due_at, review.points, review.paused_at, idea.ref, idea.title,
           tally.vote_count, department.name as department, owner.name as owner
    from ideas_review as review join ideas_idea as idea on idea.id = review.idea_id
    join ideas_ideatally as tally on tally.idea_id = idea.id
    join ideas_department as department on department.id = review.department_id
    left join ideas_user as owner on owner.id = review.owner_id
    where review.state in ('queued', 'assigned', 'drafting') and idea.visibility = 'open'
      and review.department_id = (select department_id from ideas_membership where person_id = %(person)s limit 1)
    order by review.due_at, review.id limit %(rows)s
"""


def bare(_request: HttpRequest) -> JsonResponse:
    """Answer without asking anything."""
    return JsonResponse({"ok": True})


def psy(request: HttpRequest) -> HttpResponse:
    """One keyset page by one statement and orjson: neither authors nor the reader's own vote."""
    if PersonalToken().authenticate(request) is None:  # type: ignore[arg-type]
        return HttpResponse(status=401)
    with _pool().connection() as connection:
        rows = connection.execute(_PAGE, [ROWS]).fetchall()
    return HttpResponse(orjson.dumps({"results": rows}), content_type="application/json")


@cache
def _pool() -> "ConnectionPool[Any]":
    database = settings.DATABASES["default"]
    parts = {"dbname": database["NAME"], "user": database["USER"], "host": database["HOST"]}
    parts |= {"row_factory": dict_row, "autocommit": True}
    return ConnectionPool(kwargs=parts, min_size=2, max_size=10, open=True)


class PersonSerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("public_id", "name")


class IdeaSerializer(serializers.ModelSerializer):  # type: ignore[type-arg]
    """Author, counts and the reader's own vote, as a ModelSerializer gives them."""

    authors = serializers.SerializerMethodField()
    vote_count = serializers.IntegerField(source="tally.vote_count")
    department_count = serializers.IntegerField(source="tally.department_count")
    comment_count = serializers.IntegerField(source="tally.comment_count")
    has_voted = serializers.SerializerMethodField()

    class Meta:
        model = Idea
        fields: ClassVar = (
            "ref", "title", "problem", "stage", "tier", "submitted_at", "next_answer_at", "version", "authors",
            "vote_count", "department_count", "comment_count", "has_voted",
        )  # fmt: skip

    def get_authors(self, idea: Idea) -> Any:
        """Return the authors' names."""
        return PersonSerializer([one.person for one in idea.authors.all()], many=True).data

    def get_has_voted(self, idea: Idea) -> bool:
        """Return whether the reader votes for it."""
        return idea.pk in self.context["voted"]


class DrfList(generics.GenericAPIView):  # type: ignore[type-arg]
    """The same page by Django REST framework's own means."""

    authentication_classes = [PersonalToken]
    permission_classes = [AllowAny]
    renderer_classes = [JSONRenderer]
    serializer_class = IdeaSerializer

    def get_queryset(self) -> "QuerySet[Idea]":
        found = Idea.objects.exclude(stage="draft").filter(visibility="open")
        return found.select_related("tally").prefetch_related("authors__person").order_by("-tally__heat", "-id")

    def get(self, request: Any) -> Any:
        """Answer the first page."""
        rows = list(self.get_queryset()[:ROWS])
        voted = set(Vote.objects.filter(voter=request.user, idea__in=rows).values_list("idea_id", flat=True))
        return Response({"results": IdeaSerializer(rows, many=True, context={"voted": voted}).data})


def reviews(request: HttpRequest) -> HttpResponse:
    """One keyset page of a department's open reviews by one statement and orjson, for somebody who is signed in."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    with _pool().connection() as connection:
        rows = connection.execute(_REVIEWS, {"person": request.user.pk, "rows": REVIEW_ROWS}).fetchall()
    return HttpResponse(orjson.dumps({"results": rows}), content_type="application/json")
