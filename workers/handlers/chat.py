"""Consumers `slack` and `teams`: send one message to one channel."""

from collections.abc import Mapping

from ideas.models import Attempt
from ideas.selectors.endpoints import name_of
from ideas.selectors.outside_news import outside_news
from ideas.services.deliveries import Lease
from ideas.services.endpoint_tries import EndpointTry
from workers import receivers
from workers.messages.slack import slack_message, slack_test
from workers.messages.teams import teams_message, teams_test


def run_slack(lease: Lease) -> None:
    """Send the fact of the delivery's event to a Slack channel, as far as it may be told there now."""

    def body(receiver: EndpointTry) -> Mapping[str, object]:
        if receiver.is_test:
            return slack_test(name_of(endpoint_id=receiver.endpoint_id))
        return slack_message(outside_news(event_id=lease.event_id))

    receivers.deliver(lease, body=body)


def run_teams(lease: Lease) -> None:
    """Hand the fact of the delivery's event to a workflow of Teams; its answer only says that it was accepted."""

    def body(receiver: EndpointTry) -> Mapping[str, object]:
        if receiver.is_test:
            return teams_test(name_of(endpoint_id=receiver.endpoint_id))
        return teams_message(outside_news(event_id=lease.event_id))

    receivers.deliver(lease, body=body, success=Attempt.Outcome.ACCEPTED)
