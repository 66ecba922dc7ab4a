"""Declared interests as a file, without what they are about."""

from typing import Final

from django.utils.translation import gettext_lazy

from frontend.csv import Column, Listing, csv_view
from frontend.http import MemberRequest
from ideas.models import Interest
from ideas.selectors.interests import OLDEST, interests_to_decide

COLUMNS: Final[tuple[Column[Interest], ...]] = (
    Column(gettext_lazy("Declared"), lambda interest: interest.declared_at),
    Column(gettext_lazy("Number"), lambda interest: interest.idea.ref),
    Column(gettext_lazy("Person"), lambda interest: interest.person.name),
    Column(gettext_lazy("Department"), lambda interest: interest.department.name if interest.department else None),
    Column(gettext_lazy("Nature"), lambda interest: interest.get_nature_display()),
    Column(gettext_lazy("Kind"), lambda interest: interest.get_kind_display()),
)


def _interests(request: MemberRequest) -> Listing[Interest]:
    return Listing(interests_to_decide(viewer=request.user), OLDEST, COLUMNS)


interests_csv = csv_view("interests", _interests)
