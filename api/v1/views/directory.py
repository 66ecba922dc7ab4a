"""Departments, and people by name."""

from typing import ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework.response import Response

from api.http import MemberRequest
from api.pagination import Listing
from api.permissions import Members
from api.schema import describe
from api.v1.serializers.directory import (
    DepartmentBody,
    DepartmentListParameters,
    PersonBody,
    PersonListParameters,
    department_body,
    person_body,
)
from api.views import ApiView
from ideas.querysets.keyset import Key, Ordering
from ideas.rates import SEARCHES, Rate
from ideas.selectors.directory import colleagues, departments_for_directory, people_for_directory

BY_NAME = Ordering("name", (Key("name_sort"), Key("id")))

_BUSINESS = {"id": "0b0e6c6e-7d3a-4b51-9b62-0a8d7c1d2f10", "slug": "business", "name": "Business", "kind": "core"}
_PERSON = {
    "id": "5f1f1bb0-8f5e-4a55-9f7c-7b5c0b8f1a11",
    "name": "Ana Petrova",
    "job_title": "Library assistant",
    "department": _BUSINESS,
}


class DepartmentList(ApiView):
    permission_classes = [Members]
    parameters = DepartmentListParameters

    @describe(
        "List departments",
        gives=Listing[DepartmentBody],
        example={"results": [_BUSINESS], "next": None, "previous": None},
    )
    def get(self, request: MemberRequest) -> Response:
        departments = departments_for_directory(kind=request.parameters.get("kind"))
        return self.page(departments, BY_NAME, lambda rows: map(department_body, rows))


class DepartmentDetail(ApiView):
    permission_classes = [Members]

    @describe("Read a department", gives=DepartmentBody, example=_BUSINESS)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        department = get_object_or_404(departments_for_directory(), public_id=public_id)
        return Response(department_body(department))


class PersonList(ApiView):
    permission_classes = [Members]
    parameters = PersonListParameters
    rates: ClassVar[dict[str, Rate]] = {"GET": SEARCHES}

    @describe(
        "Find people by name",
        gives=Listing[PersonBody],
        example={"results": [_PERSON], "next": None, "previous": None},
        description="There is no list of everybody: `name` needs two letters or more.",
    )
    def get(self, request: MemberRequest) -> Response:
        people = people_for_directory(name=request.parameters["name"])
        return self.page(people, BY_NAME, lambda rows: map(person_body, rows))


class PersonDetail(ApiView):
    permission_classes = [Members]

    @describe("Read a person", gives=PersonBody, example=_PERSON)
    def get(self, request: MemberRequest, public_id: UUID) -> Response:
        return Response(person_body(get_object_or_404(colleagues(), public_id=public_id)))
