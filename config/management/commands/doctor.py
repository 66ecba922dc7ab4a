"""`manage.py doctor`: says in plain words what is misconfigured."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from config.checkup import CHECKS, examine


class Command(BaseCommand):
    """Look at everything that Groundswell stands on; exits with 1 when something must be put right."""

    help = "Say in plain words what is misconfigured; exits with 1 when something must be put right."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        is_well = True
        for name, check in CHECKS:
            findings = examine(name, check)
            self.stdout.write(f"{'ok  ' if not findings else 'look'}  {name}")
            for finding in findings:
                is_well = is_well and not finding.is_fatal
                self.stdout.write(f"      {finding.sentence}\n      What to do: {finding.remedy}")
        if not is_well:
            sys.exit(1)
