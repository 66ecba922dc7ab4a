"""Consumers `slack` and `teams`: send one message to one channel, about one fact or about all that wait for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ideas.events import AuditHeadPublished
from ideas.models import Attempt
from ideas.selectors.audit_heads import AuditHeadNews, audit_head_news
from ideas.selectors.endpoints import name_of
from ideas.selectors.outside_news import OutsideNews
from ideas.services.deliveries import Lease
from ideas.services.endpoint_tries import EndpointTry
from workers import receivers
from workers.messages.slack import slack_digest, slack_head, slack_message, slack_test
from workers.messages.teams import teams_digest, teams_head, teams_message, teams_test
from workers.together import Together

Message = Mapping[str, object]


@dataclass(frozen=True)
class _Service:
    """How one chat service is told of a fact, of several, and of a test; `success`: what its 2xx means."""

    one: Callable[[OutsideNews], Message]
    many: Callable[[Sequence[OutsideNews]], Message]
    head: Callable[[AuditHeadNews], Message]
    test: Callable[[str], Message]
    success: str


SLACK: Final = _Service(slack_message, slack_digest, slack_head, slack_test, Attempt.Outcome.DELIVERED)
TEAMS: Final = _Service(teams_message, teams_digest, teams_head, teams_test, Attempt.Outcome.ACCEPTED)


def run_slack(lease: Lease) -> None:
    """Send the fact of the delivery's event to a Slack channel, as far as it may be told there now."""
    _run(lease, SLACK)


def run_teams(lease: Lease) -> None:
    """Hand the fact of the delivery's event to a workflow of Teams; its answer only says that it was accepted."""
    _run(lease, TEAMS)


def _run(lease: Lease, service: _Service) -> None:
    together = Together(lease)

    def body(receiver: EndpointTry) -> Message:
        if receiver.is_test:
            return service.test(name_of(endpoint_id=receiver.endpoint_id))
        if lease.event_type == AuditHeadPublished.type:
            return service.head(audit_head_news(event_id=lease.event_id))
        news = together.news()
        return service.one(news[0]) if len(news) == 1 else service.many(news)

    with together.settled():
        receivers.deliver(lease, body=body, success=service.success, note=together.note)
