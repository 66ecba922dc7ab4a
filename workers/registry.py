"""Which handler does what a consumer's name asks for.

A handler is a module in `workers/handlers/` with a function `run(lease: Lease) -> None`:

* inside (the default): it writes rows only and runs in the transaction that marks the delivery as done; one with
  `run_many` serves several deliveries at once where a backlog waits, those with the same `group_of` in one transaction;
* outside (`is_outside=True`): it calls the network, without a transaction, while the lease holds. It sends
  `lease.event_uuid` or the delivery's id as idempotency key, and re-reads every right at that moment.

How it went is told by returning or by raising: `DeliveryFailed` (try again, or give up where `is_final`),
`DeliveryNotNeeded` (nobody needs it any more), `DeliveryPostponed` (later, without spending a try). Any other exception is
a failure that is logged with its traceback.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

from ideas.services.deliveries import Lease
from workers.handlers import account_mail, announcement, assignment, chat, mail, notifications, routing, webhooks

# Events of a later version are left to a newer worker.
KNOWN_SCHEMA_VERSION: Final = 1


def _all_alike(_lease: Lease) -> Hashable:
    return None


@dataclass(frozen=True)
class Handler:
    """What runs for one consumer."""

    run: Callable[[Lease], None]
    is_outside: bool = False
    run_many: Callable[[list[Lease]], None] | None = None
    group_of: Callable[[Lease], Hashable] = _all_alike


HANDLERS: Final[dict[str, Handler]] = {
    "account_mail": Handler(account_mail.run, is_outside=True),
    "announce": Handler(announcement.run),
    "assign": Handler(assignment.run, run_many=assignment.run_many, group_of=assignment.group_of),
    "email": Handler(mail.run, is_outside=True),
    "notify": Handler(notifications.run, run_many=notifications.run_many),
    "route": Handler(routing.run, run_many=routing.run_many),
    "slack": Handler(chat.run_slack, is_outside=True),
    "teams": Handler(chat.run_teams, is_outside=True),
    "webhook": Handler(webhooks.run, is_outside=True),
}
