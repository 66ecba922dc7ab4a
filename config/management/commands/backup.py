"""`manage.py backup FILE`: database and attachments in one file, while Groundswell runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.backup import back_up


class Command(BaseCommand):
    """Write one sealed archive; keys are not in it."""

    help = (
        "Back up the database and the attachments into one file. The keys (SECRET_KEY, GROUNDSWELL_KEYS) are not in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="where to write it (groundswell-<date and time>.backup)")

    def handle(self, *args: Any, **options: Any) -> None:
        default = Path(f"groundswell-{timezone.now():%Y%m%d-%H%M%S}.backup")
        target: Path = (options["file"] or default).resolve()
        if not target.parent.is_dir():
            raise CommandError(f"The folder {target.parent} does not exist.")
        manifest = back_up(target)
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(f"{target}: {len(manifest.tables)} tables, {rows} rows, {manifest.file_count} files.")
        self.stdout.write(
            "Keep SECRET_KEY and GROUNDSWELL_KEYS somewhere else: without them the endpoints' secrets stay closed."
        )
