"""The database's clock: schedules and leases never depend on the clock of the machine that asks."""

from django.db import models
from django.db.models import Func


class ClockTimestamp(Func):
    """The database's clock at this very moment, not at the transaction's start."""

    function = "clock_timestamp"
    arity = 0
    output_field = models.DateTimeField()


class StatementTimestamp(Func):
    """The database's clock when the running statement began; an index can be searched by it."""

    function = "statement_timestamp"
    arity = 0
    output_field = models.DateTimeField()
