"""`manage.py audit_verify`: recomputes the chain of audit rows and names the first one that does not hold."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from ideas.selectors.audit import audit_chain


class Command(BaseCommand):
    """Check that no sealed audit row was changed, removed, put in or moved; exits with 1 when one was."""

    # Checks of addresses and templates would take longer than the trail itself.
    requires_system_checks: list[str] = []
    help = "Check the chain of audit rows; exits with 1 and names the first row that does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("set statement_timeout = 0")
        report = audit_chain()
        if report.broken is not None:
            self.stderr.write(f"Row {report.broken.seq} of the audit trail: {report.broken.sentence}")
            sys.exit(1)
        self.stdout.write(
            f"{report.row_count} rows hold. The chain ends at {report.head_seq}, hash {report.head_hash}."
        )
        if report.unsealed_count:
            self.stdout.write(f"{report.unsealed_count} rows are not sealed yet.")
