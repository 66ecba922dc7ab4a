"""What tests of lists as files share: an answer as text, as rows, as one column."""

import csv
import io
from typing import Any


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.content[:300]
    return b"".join(response.streaming_content).decode("utf-8-sig")


def rows_of(response: Any) -> list[list[str]]:
    """Return the lines under the heading."""
    return list(csv.reader(io.StringIO(text_of(response))))[1:]


def column(response: Any, heading: str) -> list[str]:
    return [row[heading] for row in csv.DictReader(io.StringIO(text_of(response)))]
