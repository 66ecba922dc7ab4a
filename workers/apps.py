"""Django's entry into this room: rings workers and open pages for facts that were committed."""

from django.apps import AppConfig


class WorkersConfig(AppConfig):
    name = "workers"

    def ready(self) -> None:
        # Models exist only now.
        from ideas.outbox import facts_committed  # noqa: PLC0415
        from workers.relay.doorbell import ring_for  # noqa: PLC0415

        facts_committed.connect(ring_for, dispatch_uid="workers.ring_for")
