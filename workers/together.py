"""One message for many facts: what waits for the same chat channel goes along with the delivery that runs first."""

import contextlib
from collections.abc import Iterator

from django.utils.translation import ngettext

from ideas.outside import NotNeeded
from ideas.retries import Failure
from ideas.selectors.outside_news import OutsideNews, outside_news
from ideas.services.deliveries import Lease, drop_delivery
from ideas.services.deliveries_together import claim_companions, finish_together, park_together, put_back_together
from workers.failures import DeliveryFailed, DeliveryPostponed


class Together:
    """A delivery and those that leave with it. Each keeps its own lease: one that was lost meanwhile changes nothing."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._others: list[Lease] = []
        self._refs: list[str] = []

    def news(self) -> list[OutsideNews]:
        """Take along what waits, and return what may be told of each; the delivery's own comes first.

        Raises:
            NotNeeded: of the delivery itself nothing may be told; nothing is taken along then.
        """
        found = [outside_news(event_id=self._lease.event_id)]
        for other in claim_companions(lease=self._lease):
            try:
                found.append(outside_news(event_id=other.event_id))
            except NotNeeded as reason:
                drop_delivery(lease=other, reason=str(reason))
            else:
                self._others.append(other)
        self._refs = list(dict.fromkeys(one.ref for one in found))
        return found

    def note(self) -> str:
        """Return what the list of tries says of it; empty for a message of its own."""
        if not self._others:
            return ""
        count = len(self._others) + 1
        words = ngettext("%(count)d fact in one message: %(refs)s.", "%(count)d facts in one message: %(refs)s.", count)
        return words % {"count": count, "refs": ", ".join(self._refs)}

    @contextlib.contextmanager
    def settled(self) -> Iterator[None]:
        """Let the others go the way of the delivery itself. A process that ends here leaves leases that run out."""
        try:
            yield
        except DeliveryPostponed as later:
            park_together(leases=self._others, seconds=later.seconds, reason=str(later))
            raise
        except DeliveryFailed as failed:
            put_back_together(leases=self._others, failure=failed.failure)
            raise
        except Exception as error:
            put_back_together(leases=self._others, failure=Failure(f"{type(error).__name__}: {error}"))
            raise
        finish_together(leases=self._others)
