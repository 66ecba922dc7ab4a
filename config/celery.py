"""The Celery application: doorbells for workers, and the clock of periodic work.

Celery on Redis can lose a message and can deliver one twice; neither matters, because what must happen is a row in
`delivery` and a try is counted there first. Source: docs/adr and docs/architecture.md "The outbox".
"""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from celery import Celery
from celery.concurrency import get_implementation
from celery.signals import worker_init, worker_process_init
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from kombu import Exchange, Queue

from workers.lost_acks import LostAcks
from workers.queues import INSIDE_QUEUE, QUEUES
from workers.schedule import BEAT_SCHEDULE

# Tasks last at most a minute and may run twice, so an unacknowledged one may come back soon.
VISIBILITY_SECONDS = 120
_BROKER = {
    "visibility_timeout": VISIBILITY_SECONDS,
    "socket_connect_timeout": 1,
    "socket_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 30,
    "retry_on_timeout": False,
    # A publisher that is refused says so at once; workers and beat go on trying by other settings.
    "max_retries": 0,
}

app = Celery("groundswell")
app.conf.update(
    broker_url=settings.REDIS_URL,
    broker_transport_options=_BROKER,
    result_backend_transport_options={"visibility_timeout": VISIBILITY_SECONDS},
    visibility_timeout=VISIBILITY_SECONDS,
    broker_connection_timeout=2,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    imports=["workers.tasks.deliveries", "workers.tasks.deadlines", "workers.tasks.pruning"],
    task_queues=[Queue(name, Exchange(name), routing_key=name) for name in QUEUES],
    task_default_queue=INSIDE_QUEUE,
    task_publish_retry=False,
    task_acks_late=True,
    # Safe, because a try is counted in PostgreSQL before the handler runs: no message loops for ever.
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_time_limit=60,
    task_soft_time_limit=45,
    worker_prefetch_multiplier=1,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    worker_max_tasks_per_child=5000,
    worker_soft_shutdown_timeout=20,
    worker_enable_remote_control=False,
    worker_send_task_events=False,
    worker_hijack_root_logger=False,
    beat_schedule=BEAT_SCHEDULE,
    beat_schedule_filename=str(settings.DATA_DIR / "run" / "beat-schedule"),
    # A beat that was away does not catch up on what it missed: every job looks at the present state.
    beat_cron_starting_deadline=300,
    timezone="UTC",
    enable_utc=True,
)
# Celery would connect to the database anew for every task; `handle_delivery` checks the connection before it is used.
app.conf["DB_REUSE_MAX"] = 500
app.steps["consumer"].add(LostAcks)
# Threads of the web server publish too, and they see only the default application.
app.set_default()


@worker_init.connect
def suit_threads(sender: Any = None, **_signal: object) -> None:
    """Where a worker has threads (the one for what goes outside): what runs cannot be broken off when the broker is lost.

    It is a call with a short time limit, and its delivery stays leased meanwhile.
    """
    if not get_implementation(sender.pool_cls).signal_safe:
        sender.app.conf.worker_cancel_long_running_tasks_on_connection_loss = False
        keep_connection()


@worker_process_init.connect
def keep_connection(**_signal: object) -> None:
    """Let each process or thread of a worker keep its one database connection for a minute between tasks."""
    connections[DEFAULT_DB_ALIAS].settings_dict["CONN_MAX_AGE"] = 60
