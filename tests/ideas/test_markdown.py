"""What people write never becomes more than harmless HTML."""

from html.parser import HTMLParser

import pytest

from ideas.markdown import ATTRIBUTES, TAGS, render_markdown
from tests.payloads import XSS_PAYLOADS

LONGEST = 10_000


class _Page(HTMLParser):
    """Collects what a browser would make of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("payload", XSS_PAYLOADS)
def test_render_markdown_of_payload_has_only_known_tags_and_links(payload: str) -> None:
    page = _Page(render_markdown(payload))

    for tag, attributes in page.tags:
        assert tag in TAGS
        assert set(attributes) <= {*ATTRIBUTES.get(tag, set()), *(["rel"] if tag == "a" else [])}
        link = attributes.get("href") or "https:"
        assert link.split(":")[0].lower() in {"http", "https", "mailto"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("**bold** and ~~gone~~", "<p><strong>bold</strong> and <s>gone</s></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("# not a heading", "<p># not a heading</p>"),
        ("a | b\n--|--\n1 | 2", "<p>a | b<br>\n--|--<br>\n1 | 2</p>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        (
            "see https://example.org/a",
            '<p>see <a href="https://example.org/a" rel="nofollow noopener ugc">https://example.org/a</a></p>',
        ),
        (
            "[mail](mailto:a@example.org)",
            '<p><a href="mailto:a@example.org" rel="nofollow noopener ugc">mail</a></p>',
        ),
    ],
)
def test_render_markdown_makes_plain_html(text: str, html: str) -> None:
    assert render_markdown(text) == html


def test_render_markdown_sets_mentions_bold_outside_code_and_links() -> None:
    text = "@Ann Lee, see `@Ann Lee` and [@Ann Lee](https://example.org), not @Ann Leeson"

    html = render_markdown(text, mentions=("Ann Lee",))

    assert html.count("<strong>@Ann Lee</strong>") == 1
    assert html.startswith("<p><strong>@Ann Lee</strong>, see <code>@Ann Lee</code>")


@pytest.mark.parametrize(
    "unit", ["[", "*", ">", "`", "_a", "![", "](", "- ", "<", "&", "\\", "a@", "http://", "~~a", "> - ", "\n\n", "*a_"]
)
def test_render_markdown_of_worst_case_at_the_limit_comes_to_an_end(unit: str) -> None:
    text = (unit * LONGEST)[:LONGEST]
    render_markdown("warm")

    render_markdown(text)  # what grows faster than the text would take minutes, and the time-out below ends it
