"""Sites, as a file."""

from typing import Final

from django.utils.translation import gettext_lazy

from frontend.csv import Column, Listing, csv_view
from frontend.http import MemberRequest
from frontend.views.settings_sites import refuse_unless_keeper
from ideas.models import Site
from ideas.selectors.sites import BY_NAME, sites

COLUMNS: Final[tuple[Column[Site], ...]] = (
    Column(gettext_lazy("Name"), lambda row: row.name),
    Column(gettext_lazy("Working days"), lambda row: row.calendar.name),
    Column(gettext_lazy("Departments"), lambda row: row.department_count),  # type: ignore[attr-defined]
)


def _sites(request: MemberRequest) -> Listing[Site]:
    refuse_unless_keeper(request.user)
    return Listing(sites(), BY_NAME, COLUMNS)


sites_csv = csv_view("sites", _sites)
