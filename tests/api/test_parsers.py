"""The strict JSON parser."""

import contextlib
import time
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import UnsupportedMediaType

from api.parsers import StrictJSONParser, read_document, refuse_depth
from api.problems import RequestRefused
from api.renderers import to_json


def parse(body: bytes, media_type: str = "application/json") -> Any:
    return StrictJSONParser().parse(BytesIO(body), media_type)


def refusal(body: bytes) -> tuple[int, str, list[str | None]]:
    with pytest.raises(RequestRefused) as caught:
        parse(body)
    found = caught.value.problem
    return found.status, found.code, [error.pointer for error in found.errors]


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b"", (400, "malformed_json", [])),
        (b"{", (400, "malformed_json", [])),
        (b'{"a": "\xc3', (400, "malformed_json", [])),
        (b'{"a": "\x00"}', (400, "malformed_json", [])),
        (b'{"a": "\xff"}', (400, "malformed_json", [])),
        ('{"a": 1}'.encode("utf-16"), (400, "malformed_json", [])),
        (b'\xef\xbb\xbf{"a": 1}', (400, "malformed_json", [])),
        (b'{"a": NaN}', (400, "malformed_json", [])),
        (b'{"a": -Infinity}', (400, "malformed_json", [])),
        (b'{"a": 1e400}', (400, "malformed_json", [])),
        (b'{"a": 1} {}', (400, "malformed_json", [])),
        (b'{"a": 1, "a": 1}', (400, "duplicate_key", [])),
        (b'{"a": {"b": 1, "b": 2}}', (400, "duplicate_key", [])),
        (b'{"a": "x\\u0000"}', (422, "null_character", ["/a"])),
        (b'{"a": [{"b/c": "\\u0000"}]}', (422, "null_character", ["/a/0/b~1c"])),
        (b'{"a": "\\ud800"}', (422, "invalid_unicode", ["/a"])),
        (b'{"a": {"\\udc00": 1}}', (422, "invalid_unicode", ["/a"])),
        (b'{"a": ' + b"9" * 5000 + b"}", (422, "out_of_range", ["/a"])),
        (b'{"a": "\\u0000", "b": "\\ud800"}', (422, "validation", ["/a", "/b"])),
        (b"[" * 21 + b"]" * 21, (400, "too_deep", [])),
        (b"[" * 100_000, (400, "too_deep", [])),
        (b'{"a":' * 40_000, (400, "too_deep", [])),
        (b'{"a": "' + b"x" * 262_144 + b'"}', (413, "too_large", [])),
        (b"{" + b",".join(b'"%d":1' % n for n in range(1001)) + b"}", (400, "too_many_keys", [])),
    ],
)
def test_parser_with_wrong_body_refuses(body: bytes, answer: tuple[int, str, list[str]]) -> None:
    assert refusal(body) == answer


@pytest.mark.parametrize("charset", ["utf-7", "bogus", "utf-16", "latin-1"])
def test_parser_with_other_charset_refuses(charset: str) -> None:
    with pytest.raises(UnsupportedMediaType):
        parse(b"{}", f"application/json; charset={charset}")


def test_parser_with_utf8_named_reads() -> None:
    assert parse('{"a": "é"}'.encode(), 'application/json; charset="UTF-8"') == {"a": "é"}


def test_parser_counts_no_brackets_in_text() -> None:
    assert parse(b'{"a": "' + b"[" * 5000 + b'\\"[{"}') == {"a": "[" * 5000 + '"[{'}


def test_parser_at_the_limits_reads() -> None:
    assert parse(b"[" * 20 + b"]" * 20) is not None
    assert len(parse(b"{" + b",".join(b'"%d":1' % n for n in range(1000)) + b"}")) == 1000


@pytest.mark.parametrize(
    "body", [b"[" * 200_000, b'"\\' * 100_000, b'"' * 200_001, b'"\\"' * 60_000, b'{"a":' * 40_000]
)
def test_depth_of_hostile_body_is_judged_quickly(body: bytes) -> None:
    began = time.process_time()

    with contextlib.suppress(RequestRefused):
        refuse_depth(body)

    assert time.process_time() - began < 5  # no measurement: a blow-up takes far longer


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(10**17), 10**17)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=10,
    )
)
def test_document_written_by_us_is_read_back(document: Any) -> None:
    assert read_document(to_json(document)) == document
