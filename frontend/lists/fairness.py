"""Declared interests, without what they are about, suppliers named by mistake, and who is to act for whom, as files."""

from typing import Final

from django.utils.translation import gettext_lazy

from frontend.csv import Column, Listing, csv_view
from frontend.http import MemberRequest
from ideas.models import Delegation, Interest, SupplierInterest
from ideas.selectors.delegations import SOONEST, delegations_to_approve
from ideas.selectors.interests import OLDEST, interests_to_decide
from ideas.selectors.stakes import OLDEST as OLDEST_STAKE
from ideas.selectors.stakes import stakes_to_strike

COLUMNS: Final[tuple[Column[Interest], ...]] = (
    Column(gettext_lazy("Declared"), lambda interest: interest.declared_at),
    Column(gettext_lazy("Number"), lambda interest: interest.idea.ref),
    Column(gettext_lazy("Person"), lambda interest: interest.person.name),
    Column(gettext_lazy("Department"), lambda interest: interest.department.name if interest.department else None),
    Column(gettext_lazy("Nature"), lambda interest: interest.get_nature_display()),
    Column(gettext_lazy("Kind"), lambda interest: interest.get_kind_display()),
)


def _interests(request: MemberRequest) -> Listing[Interest]:
    is_aside = request.GET.get("show") == "aside"
    return Listing(interests_to_decide(viewer=request.user, is_aside=is_aside), OLDEST, COLUMNS)


DELEGATIONS: Final[tuple[Column[Delegation], ...]] = (
    Column(gettext_lazy("Acts"), lambda one: one.to_person.name),
    Column(gettext_lazy("For"), lambda one: one.from_person.name),
    Column(gettext_lazy("First day"), lambda one: one.starts_on),
    Column(gettext_lazy("Last day"), lambda one: one.ends_on),
    Column(gettext_lazy("Up to tier"), lambda one: one.scope_tier),
)


def _delegations(request: MemberRequest) -> Listing[Delegation]:
    return Listing(delegations_to_approve(viewer=request.user), SOONEST, DELEGATIONS)


STAKES: Final[tuple[Column[SupplierInterest], ...]] = (
    Column(gettext_lazy("Asked"), lambda stake: stake.striking_asked_at),
    Column(gettext_lazy("Person"), lambda stake: stake.person.name),
    Column(gettext_lazy("Supplier"), lambda stake: stake.name),
    Column(gettext_lazy("Reason"), lambda stake: stake.striking_reason),
)


def _stakes(request: MemberRequest) -> Listing[SupplierInterest]:
    return Listing(stakes_to_strike(viewer=request.user), OLDEST_STAKE, STAKES)


delegations_csv = csv_view("delegations", _delegations)
interests_csv = csv_view("interests", _interests)
stakes_csv = csv_view("suppliers-named-by-mistake", _stakes)
