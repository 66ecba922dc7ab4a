"""What beat starts, and when. Every job looks at the present state, so a missed or doubled start does no harm."""

from typing import Final, TypedDict

from celery.schedules import crontab

from workers.queues import OUTSIDE_QUEUE


class _Entry(TypedDict, total=False):
    task: str
    schedule: float | crontab
    options: dict[str, float | str]


# A start that nobody took up is worth nothing once the next one is due.
BEAT_SCHEDULE: Final[dict[str, _Entry]] = {
    "sweep-deliveries": {"task": "workers.sweep_deliveries", "schedule": 60.0, "options": {"expires": 50.0}},
    "note-outside": {
        "task": "workers.note_outside",
        "schedule": 60.0,
        "options": {"expires": 50.0, "queue": OUTSIDE_QUEUE},
    },
    "keep-deadlines": {"task": "workers.keep_deadlines", "schedule": 60.0, "options": {"expires": 50.0}},
    "prune-old-rows": {
        "task": "workers.prune_old_rows",
        "schedule": crontab(minute="23"),
        "options": {"expires": 3000.0},
    },
    "sweep-files": {
        "task": "workers.sweep_files",
        "schedule": crontab(minute="50", hour="2"),
        "options": {"expires": 80_000.0},
    },
    "fill-holidays": {
        "task": "workers.fill_holidays",
        "schedule": crontab(minute="40", hour="3", day_of_month="1"),
        "options": {"expires": 80_000.0},
    },
}
