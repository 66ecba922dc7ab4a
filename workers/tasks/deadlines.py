"""The jobs that matter on time; the relay runs them itself when beat, broker or worker are silent."""

from celery import shared_task

from workers import deadlines


@shared_task(name="workers.keep_deadlines", ignore_result=True)
def keep_deadlines() -> None:
    """Run every job of `workers/deadlines.py` once; each converges, so running twice does nothing more."""
    deadlines.keep_deadlines()
