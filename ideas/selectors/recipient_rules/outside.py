"""Who hears of channels and webhooks."""

from collections.abc import Iterator, Mapping
from typing import Final

from ideas.events import EndpointFailing, EndpointStopped
from ideas.models import Endpoint, Event
from ideas.news import NewsKind, NewsReason
from ideas.policies.permissions import Permission
from ideas.selectors.recipient_rules.naming import Recipient, Rule, holders, number_in


def _endpoint(event: Event, kind: NewsKind) -> Iterator[Recipient]:
    made_by = Endpoint.objects.filter(pk=number_in(event, "endpoint_id")).values_list("made_by_id", flat=True).first()
    if made_by is not None:
        yield Recipient(made_by, kind, NewsReason.ENDPOINT_OWNER)
        for person in holders(Permission.MANAGE_ENDPOINTS):
            yield Recipient(person, kind, NewsReason.ADMINISTRATOR)


def _endpoint_failing(event: Event) -> Iterator[Recipient]:
    return _endpoint(event, NewsKind.ENDPOINT_FAILING)


def _endpoint_stopped(event: Event) -> Iterator[Recipient]:
    return _endpoint(event, NewsKind.ENDPOINT_STOPPED)


RULES: Final[Mapping[str, Rule]] = {
    EndpointFailing.type: _endpoint_failing,
    EndpointStopped.type: _endpoint_stopped,
}
