"""Makes safe HTML of the Markdown people write in comments.

Markdown with raw HTML off, then an allowlist of elements without classes, ids and styles; links lead to http, https and
mailto alone. Headings, tables and pictures are text here: a comment is a few lines of talk.
Source: CommonMark 0.31; docs/architecture.md "User text".
"""

import re
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

TAGS = {"p", "br", "strong", "em", "s", "code", "pre", "ul", "ol", "li", "blockquote", "a", "hr"}
ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "ol": {"start"}, "*": set()}
SCHEMES = {"http", "https", "mailto"}
_MENTIONS = "mentions"


def render_markdown(text: str, *, mentions: tuple[str, ...] = ()) -> str:
    """Return `text` as safe HTML.

    Args:
        text: at most 10,000 characters (longer text is not refused here, and takes longer).
        mentions: names that stand in `text` after an @; they are set in bold outside code and links.
    """
    html = _parser().render(text, {_MENTIONS: mentions})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_absolute_links,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener ugc",
        strip_comments=True,
    ).strip()


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("gfm-like", {"html": False, "linkify": True, "breaks": True, "typographer": False})
    parser.disable(["heading", "lheading", "table", "image", "reference", "html_block", "html_inline"])
    parser.core.ruler.push(_MENTIONS, _mark_mentions)
    return parser


def _absolute_links(tag: str, attribute: str, value: str) -> str | None:
    """Keep a link only where it says in full where it leads: a relative one could act inside Groundswell."""
    is_whole = value.lower().startswith(("http://", "https://", "mailto:"))
    return value if is_whole or attribute != "href" else None


def _mark_mentions(state: StateCore) -> None:
    """Put the names that were found in bold, in text outside links and code."""
    names = state.env.get(_MENTIONS)
    if not names:
        return
    pattern = re.compile(
        "(@(?:" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + r"))(?!\w)"
    )
    for token in state.tokens:
        if token.children:
            token.children = _marked(token.children, pattern)


def _marked(tokens: list[Token], pattern: re.Pattern[str]) -> list[Token]:
    marked: list[Token] = []
    links = 0
    for token in tokens:
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not links:
            marked += [made for part in pattern.split(token.content) if part for made in _part(part, pattern)]
        else:
            marked.append(token)
    return marked


def _part(part: str, pattern: re.Pattern[str]) -> list[Token]:
    text = Token("text", "", 0, content=part)
    if not pattern.fullmatch(part):
        return [text]
    return [Token("strong_open", "strong", 1, markup="**"), text, Token("strong_close", "strong", -1, markup="**")]
