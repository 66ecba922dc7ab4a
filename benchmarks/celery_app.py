"""Celery as Groundswell runs it, with one task more that does nothing: what a task costs at least."""

from config.celery import app

__all__ = ["app", "no_op"]

NO_OP = "benchmarks.no_op"


@app.task(name=NO_OP, acks_late=True, ignore_result=True)
def no_op() -> None:
    """Do nothing."""
