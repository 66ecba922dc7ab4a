"""`python -m benchmarks.review_queries` reads pages, JSON on standard input, and prints their statements and their plans.

A page is a name with a path and the key of a session. Each is read twice, so that what is read once is not counted.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

# Tables that grow with the ideas; reading one from end to end gets dearer with every idea.
GROWING: Final = frozenset(
    {"ideas_idea", "ideas_review", "ideas_triage", "ideas_ideatally", "ideas_ideaauthor", "event"}
)
OK: Final = 200


def statements_of(path: str, session: str) -> list[str]:
    """Return the statements of one page.

    Raises:
        RuntimeError: it was refused.
    """
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    found: list[str] = []
    for _reading in range(2):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
        found = [one["sql"] for one in captured.captured_queries]
        reset_queries()
        if response.status_code != OK:
            raise RuntimeError(f"{path} was answered {response.status_code}")
    return found


def scans_of(statement: str) -> list[str]:
    """Return what a statement reads of growing tables from end to end, as `table: rows`."""
    if not statement.lstrip().lower().startswith(("select", "with")):
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, timing off, format json) {statement}")
        plan = cursor.fetchone()[0]
    parsed = json.loads(plan) if isinstance(plan, str) else plan
    return [f"{one['Relation Name']}: {_rows_read(one):,}" for one in _nodes(parsed[0]["Plan"]) if _is_scan(one)]


def _is_scan(node: Mapping[str, Any]) -> bool:
    return node["Node Type"] == "Seq Scan" and node["Relation Name"] in GROWING and node["Actual Loops"] > 0


def _rows_read(node: Mapping[str, Any]) -> int:
    return round((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])


def _nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for one in plan.get("Plans", ()):
        yield from _nodes(one)


def main() -> None:
    """Print for each page how many statements it takes, and what they read from end to end."""
    found = {}
    for name, page in json.load(sys.stdin).items():
        statements = statements_of(page["path"], page["session"])
        scans = [(scan, statement) for statement in statements for scan in scans_of(statement)]
        found[name] = {
            "statements": len(statements),
            "scans": sorted({scan for scan, _statement in scans}),
            "scanning": sorted({statement for _scan, statement in scans}),
        }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
