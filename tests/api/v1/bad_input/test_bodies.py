"""Rows 1 to 34: bodies that cannot be read, and values that cannot be kept."""

import json
import time
from typing import Any

import pytest

from tests.api.client import Caller
from tests.api.v1.bad_input.catalogue import IDEAS, TOKENS, Case, Send, World, case, check, nothing_changes

FAMILY_OF_FOUR = "\U0001f468\u200d\U0001f469\u200d"  # four code points, one picture


def raw(body: bytes, content_type: str = "application/json") -> Send:
    """Post bytes to the ideas."""
    return lambda world: world.api.post(IDEAS, body, content_type=content_type)


def idea(**fields: Any) -> Send:
    """Post a new idea."""
    return lambda world: world.api.post(IDEAS, fields)


def sent(**fields: Any) -> Send:
    """Change an idea that was sent, where every text is needed."""
    return lambda world: world.api.patch(f"{IDEAS}/{world.own.ref}", fields, if_match=f'"{world.own.version}"')


def token(**fields: Any) -> Send:
    """Make a token, which has the numbers."""
    return lambda world: world.api.post(TOKENS, {"name": "x", "scopes": ["read"], **fields})


def digits(number: str) -> Send:
    """Make a token for a number of days that Python's own writer of JSON would refuse."""
    body = b'{"name": "x", "scopes": ["read"], "days": ' + number.encode() + b"}"
    return lambda world: world.api.post(TOKENS, body)


def text(name: str, words: str, code: str, row: int) -> Any:
    """Return the case of one wrong title."""
    return case(name, row, idea(title=words), 422, code, ("/title", code))


UNREADABLE = [
    case("empty", 1, raw(b""), 400, "malformed_json"),
    case("brace", 2, raw(b"{"), 400, "malformed_json"),
    case("cut-utf8", 2, raw(b'{"title": "\xc3'), 400, "malformed_json"),
    case("scalar", 3, raw(b"1"), 422, "validation", ("", "type")),
    case("null", 3, raw(b"null"), 422, "validation", ("", "type")),
    case("array", 3, raw(b"[]"), 422, "validation", ("", "type")),
    case("text", 3, raw(b'"x"'), 422, "validation", ("", "type")),
    case("raw-nul", 4, raw(b'{"title": "\x00"}'), 400, "malformed_json"),
    case("bad-utf8", 9, raw(b'{"title": "\xff"}'), 400, "malformed_json"),
    case("utf16", 9, raw('{"title": "x"}'.encode("utf-16")), 400, "malformed_json"),
    case("bom", 9, raw(b'\xef\xbb\xbf{"title": "x"}'), 400, "malformed_json"),
    case("nested-top", 10, raw(b"[" * 100_000), 400, "too_deep"),
    case("nested-value", 10, raw(b'{"answers": ' + b"[" * 100_000), 400, "too_deep"),
    case("nested-900", 11, raw(b'{"answers": ' + b"[" * 900 + b"]" * 900 + b"}"), 400, "too_deep"),
    case("nan", 12, raw(b'{"title": NaN}'), 400, "malformed_json"),
    case("infinity", 12, raw(b'{"title": Infinity}'), 400, "malformed_json"),
    case("1e400", 12, raw(b'{"title": 1e400}'), 400, "malformed_json"),
    case("same-key", 15, raw(b'{"title": "a", "title": "b"}'), 400, "duplicate_key"),
    case("2.6-mb", 30, raw(b'{"title": "' + b"a" * 2_600_000 + b'"}'), 413, "too_large"),
    case("plain", 33, raw(b"{}", "text/plain"), 415, "unsupported_media_type"),
    case("xml", 33, raw(b"<a/>", "application/xml"), 415, "unsupported_media_type"),
    case("form", 33, raw(b"title=a", "application/x-www-form-urlencoded"), 415, "unsupported_media_type"),
    case("no-type", 33, raw(b"{}", ""), 415, "unsupported_media_type"),
    case("utf-7", 34, raw(b"{}", "application/json; charset=utf-7"), 415, "unsupported_media_type"),
    case("bogus", 34, raw(b"{}", "application/json; charset=bogus"), 415, "unsupported_media_type"),
]
UNKEEPABLE = [
    case("nul", 5, idea(title="a\x00b"), 422, "null_character", ("/title", "null_character")),
    case(
        "nul-inside",
        6,
        idea(answers={"reach": ["\x00"]}),
        422,
        "null_character",
        ("/answers/reach/0", "null_character"),
    ),
    case("surrogate", 7, raw(b'{"title": "\\ud800"}'), 422, "invalid_unicode", ("/title", "invalid_unicode")),
    case(
        "surrogate-inside",
        8,
        raw(b'{"answers": {"reach": "\\udfff"}}'),
        422,
        "invalid_unicode",
        ("/answers/reach", "invalid_unicode"),
    ),
    case("5000-digits", 13, digits("9" * 5000), 422, "out_of_range", ("/days", "out_of_range")),
    case("too-big-for-column", 14, token(days=2**40), 422, "out_of_range", ("/days", "out_of_range")),
    case("negative", 14, token(days=-1), 422, "out_of_range", ("/days", "out_of_range")),
    case("list", 17, idea(title=["a"]), 422, "type", ("/title", "type")),
    case("object", 17, idea(title={"a": 1}), 422, "type", ("/title", "type")),
    case("true", 17, idea(title=True), 422, "type", ("/title", "type")),
    case("number", 18, idea(title=1), 422, "type", ("/title", "type")),
    text("201", "a" * 201, "too_long", 19),
    text("200-families", FAMILY_OF_FOUR * 200, "too_long", 19),
    case("spaces", 20, sent(title="   "), 422, "blank", ("/title", "blank")),
    case("nothing", 20, sent(title=""), 422, "blank", ("/title", "blank")),
    text("zero-width", "\u200b", "blank", 21),
    text("word-joiner", "\u2060\u2060", "blank", 21),
    text("bom", "\ufeff", "blank", 21),
    text("rlo", "pay \u202e100", "bidi_control", 22),
    text("open-isolate", "a \u2067 b", "bidi_control", 22),
    text("escape", "a\x1b[31m", "control_character", 23),
    text("c1", "a\x85b", "control_character", 23),
    text("5000-marks", "e" + "\u0301" * 5000, "too_many_marks", 24),
]
OWNED = [
    "id",
    "public_id",
    "ref",
    "stage",
    "tier",
    "round",
    "version",
    "votes",
    "vote_count",
    "department_count",
    "comment_count",
    "heat",
    "author",
    "authors",
    "author_id",
    "created_at",
    "updated_at",
    "submitted_at",
    "routed_at",
    "next_answer_at",
    "merged_into",
    "needs_attention",
    "search",
    "takes_votes",
    "comments_locked_at",
    "is_staff",
    "is_superuser",
    "is_active",
    "is_admin",
    "password",
    "email",
    "role",
    "roles",
    "permissions",
    "department",
    "department_id",
    "manager",
    "tenant_id",
    "organisation",
    "owner",
    "decision",
    "state",
    "status",
    "due_at",
    "confidential",
    "deleted_at",
    "hidden",
    "announce_at",
    "score",
    "__proto__",
    "constructor",
    "_method",
    "pk",
]


@pytest.mark.parametrize("one", [*UNREADABLE, *UNKEEPABLE])
def test_body_is_refused_and_nothing_changes(world: World, one: Case) -> None:
    check(world, one)


@pytest.mark.parametrize("name", OWNED)
def test_row_16_field_of_the_server_is_refused(world: World, name: str) -> None:
    refused = Case(16, idea(title="Fine", **{name: 1}), 400, "unknown_field", ((f"/{name}", "unknown_field"),))
    refused_edit = Case(16, sent(**{name: 1}), 400, "unknown_field", ((f"/{name}", "unknown_field"),))

    check(world, refused)
    check(world, refused_edit)


def test_row_10_depth_is_judged_before_anything_is_read(world: World) -> None:
    began = time.process_time()

    raw(b"[" * 100_000)(world)

    assert time.process_time() - began < 5  # no measurement: a blow-up takes far longer


def test_row_25_one_tag_written_two_ways_is_one_tag(world: World) -> None:
    response = world.api.post(IDEAS, {"title": "Tags", "tags": ["caf\u00e9", "cafe\u0301", "CAF\u00c9"]})

    assert response.status_code == 201
    assert [tag["name"].casefold() for tag in response.json()["tags"]] == ["caf\u00e9"]


@pytest.mark.parametrize("letter", ["[", "*", ">", "`", "![", "\\", "_a_"])
def test_row_26_hostile_markdown_is_rendered_in_time(world: World, letter: str) -> None:
    body = (letter * 10_000)[:10_000]
    began = time.process_time()

    response = world.api.post(f"{IDEAS}/{world.open.ref}/comments", {"body": body})

    assert response.status_code == 201
    assert time.process_time() - began < 5  # no measurement: a blow-up takes far longer


def test_row_26_one_mebibyte_of_markdown_is_refused(world: World) -> None:
    check(
        world,
        Case(26, lambda one: one.api.post(f"{IDEAS}/{one.open.ref}/comments", {"body": "[" * 2**20}), 413, "too_large"),
    )


def test_row_23_controls_in_longer_text_are_left_out(world: World) -> None:
    response = world.api.post(IDEAS, {"title": "Fine", "problem": "one\x1b\r\ntwo\tthree\x07"})

    assert response.json()["problem"] == "one\ntwo\tthree"


def test_refusal_does_not_repeat_what_was_sent(api: Caller) -> None:
    with nothing_changes(api):
        response = api.post(IDEAS, b'{"title": "<script>alert(1)</script>", ')

    assert b"script" not in response.content
    assert json.loads(response.content)["code"] == "malformed_json"
