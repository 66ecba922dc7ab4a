"""Housekeeping that may be late by hours."""

from celery import shared_task

from ideas.services.attachments import sweep_files as sweep
from ideas.services.calendars import fill_coming_holidays
from ideas.services.retention import prune_old_rows as prune


@shared_task(name="workers.prune_old_rows", ignore_result=True)
def prune_old_rows() -> None:
    """Remove deliveries, events, keys, windows, links and sessions that are past the time they are kept."""
    prune()


@shared_task(name="workers.sweep_files", ignore_result=True)
def sweep_files() -> None:
    """Remove attached files that no row names, as a crash leaves them."""
    sweep()


@shared_task(name="workers.fill_holidays", ignore_result=True)
def fill_holidays() -> None:
    """Add the public holidays of the coming years to every calendar; days that stand stay as they are."""
    fill_coming_holidays()
