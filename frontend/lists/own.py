"""What stands on one's own page as files: absences, browsers signed in, keys to the REST API."""

from typing import Final

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy

from frontend.csv import Column, Listing, csv_view, yes_or_no
from frontend.http import MemberRequest
from ideas.models import Absence, ApiToken
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.api_tokens import working_tokens_of
from ideas.selectors.people import LATEST_DAYS, absences_of
from ideas.selectors.sessions import browser_of, open_sessions_of

NEWEST: Final = Ordering("-id", (Key("id", is_descending=True),))

ABSENCES: Final[tuple[Column[Absence], ...]] = (
    Column(gettext_lazy("First day"), lambda row: row.from_on),
    Column(gettext_lazy("Last day"), lambda row: row.to_on),
    Column(gettext_lazy("Part of the day"), lambda row: row.get_part_display()),
    Column(gettext_lazy("Told by"), lambda row: row.get_source_display()),
)
TOKENS: Final[tuple[Column[ApiToken], ...]] = (
    Column(gettext_lazy("What for"), lambda row: row.name),
    Column(gettext_lazy("Begins with"), lambda row: row.prefix),
    Column(gettext_lazy("May"), lambda row: ", ".join(row.scopes)),
    Column(gettext_lazy("Until"), lambda row: row.expires_at),
    Column(gettext_lazy("Last used"), lambda row: row.last_used_at),
)


def _absences(request: MemberRequest) -> Listing[Absence]:
    return Listing(absences_of(person=request.user), LATEST_DAYS, ABSENCES)


def _tokens(request: MemberRequest) -> Listing[ApiToken]:
    return Listing(working_tokens_of(viewer=request.user), NEWEST, TOKENS)


def _sessions(request: MemberRequest) -> Listing[UserSession]:
    return Listing(open_sessions_of(viewer=request.user), NEWEST, _session_columns(request.session.session_key))


def _session_columns(current_key: str | None) -> tuple[Column[UserSession], ...]:
    return (
        Column(gettext_lazy("Browser"), lambda row: browser_of(row.user_agent)),
        Column(gettext_lazy("Address"), lambda row: row.ip),
        Column(gettext_lazy("Since"), lambda row: row.created_at),
        Column(gettext_lazy("This browser"), lambda row: yes_or_no(row.session_key == current_key)),
    )


absences_csv = csv_view("absences", _absences)
tokens_csv = csv_view("tokens", _tokens)
sessions_csv = csv_view("sessions", _sessions)
