"""`manage.py restore FILE`: brings a backup back and verifies it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.restore import restore


class Command(BaseCommand):
    """Restore into an empty database; a damaged archive changes nothing."""

    help = "Restore a backup into an empty database, and verify every table and file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="remove what the database and the files folder hold now"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        manifest = restore(options["file"], replace=options["replace"])
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(
            f"Restored and verified: {len(manifest.tables)} tables, {rows} rows, {manifest.file_count} files."
        )
        self.stdout.write(
            "Messages that were waiting to leave are held under Settings, Deliveries: retry or cancel them."
        )
        self.stdout.write("Run manage.py migrate next, when this version is newer than the backup.")
