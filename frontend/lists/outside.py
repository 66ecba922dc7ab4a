"""Lists of what goes out as files: deliveries that were given up, channels and webhooks, tries, and one's own news."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy

from frontend.csv import Column, Listing, csv_view, yes_or_no
from frontend.http import MemberRequest
from frontend.lists.ideas import logs_reads
from frontend.views.deliveries import CONSUMERS, LATEST, asked_deliveries
from frontend.views.endpoints import KINDS
from frontend.views.notifications import asked_news
from ideas.models import Attempt, Delivery, Endpoint, Idea, Notification
from ideas.querysets.keyset import Key, Ordering
from ideas.selectors.endpoints import all_attempts_of, endpoint_for, endpoints_for
from ideas.selectors.news_words import story_of
from ideas.selectors.notifications import NEWEST
from ideas.selectors.personal_days import zone_of

BY_NAME: Final = Ordering("name", (Key("name"), Key("id")))
LATEST_TRY: Final = Ordering("-at", (Key("at", is_descending=True), Key("id", is_descending=True)))

DELIVERIES: Final[tuple[Column[Delivery], ...]] = (
    Column(gettext_lazy("Given up"), lambda one: one.finished_at),
    Column(gettext_lazy("What for"), lambda one: CONSUMERS.get(one.consumer, one.consumer)),
    Column(gettext_lazy("Idea"), lambda one: one.event.idea.ref if one.event.idea else None),
    Column(gettext_lazy("Tries"), lambda one: one.attempts),
    Column(gettext_lazy("Last answer"), lambda one: one.last_status),
    Column(gettext_lazy("Last error"), lambda one: one.last_error),
    Column(gettext_lazy("Since"), lambda one: one.created_at),
    Column(gettext_lazy("Delivery"), lambda one: str(one.public_id)),
)
ENDPOINTS: Final[tuple[Column[Endpoint], ...]] = (
    Column(gettext_lazy("Name"), lambda one: one.name),
    Column(gettext_lazy("Kind"), lambda one: KINDS[one.kind][1]),
    Column(gettext_lazy("Address"), lambda one: one.address_hint),
    Column(gettext_lazy("Department"), lambda one: one.department.name if one.department else None),
    Column(gettext_lazy("Sends"), lambda one: yes_or_no(one.is_active)),
    Column(gettext_lazy("Last success"), lambda one: one.last_success_at),
)
TRIES: Final[tuple[Column[Attempt], ...]] = (
    Column(gettext_lazy("When"), lambda one: one.at),
    Column(gettext_lazy("How it went"), lambda one: one.get_outcome_display()),
    Column(gettext_lazy("Status"), lambda one: one.status),
    Column(gettext_lazy("Answer"), lambda one: one.detail),
    Column(gettext_lazy("Took (ms)"), lambda one: one.duration_ms),
    Column(gettext_lazy("Test"), lambda one: yes_or_no(one.is_test)),
)


def _deliveries(request: MemberRequest) -> Listing[Delivery]:
    return Listing(asked_deliveries(request).rows, LATEST, DELIVERIES)


def _endpoints(request: MemberRequest) -> Listing[Endpoint]:
    return Listing(endpoints_for(viewer=request.user), BY_NAME, ENDPOINTS)


def _tries(request: MemberRequest, public_id: UUID) -> Listing[Attempt]:
    endpoint = endpoint_for(viewer=request.user, public_id=public_id)
    return Listing(all_attempts_of(endpoint=endpoint), LATEST_TRY, TRIES)


def _news(request: MemberRequest) -> Listing[Notification]:
    columns = _news_columns(zone_of(person=request.user))
    return Listing(asked_news(request).rows, NEWEST, columns, logs_reads(request.user, _ideas_of))


def _news_columns(zone: tzinfo) -> tuple[Column[Notification], ...]:
    return (
        Column(gettext_lazy("When"), lambda news: news.created_at),
        Column(gettext_lazy("Number"), lambda news: news.idea.ref if news.idea else None),
        Column(gettext_lazy("Title"), lambda news: news.idea.title if news.idea else None),
        Column(gettext_lazy("What happened"), lambda news: story_of(news, zone=zone).headline),
        Column(gettext_lazy("Details"), lambda news: story_of(news, zone=zone).detail),
        Column(gettext_lazy("Read"), lambda news: news.read_at),
        Column(gettext_lazy("Put away"), lambda news: news.done_at),
    )


def _ideas_of(news: list[Notification]) -> Sequence[Idea]:
    return [one.idea for one in news if one.idea]


deliveries_csv = csv_view("given-up", _deliveries)
endpoints_csv = csv_view("channels", _endpoints)
tries_csv = csv_view("tries", _tries)
news_csv = csv_view("news", _news)
