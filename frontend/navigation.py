"""Which part of Groundswell a page belongs to."""

SECTIONS: tuple[tuple[str, str], ...] = (
    ("idea-new", "share"),
    ("draft", "share"),
    ("my-ideas", "mine"),
    ("review", "reviews"),
    ("decision", "reviews"),
    ("ideas-to-decide", "reviews"),
    ("escalated", "reviews"),
    ("appeals", "reviews"),
    ("condition", "reviews"),
    ("watch", "reviews"),
    ("interest", "reviews"),
    ("delegations", "reviews"),
    ("precedent", "triage"),
    ("triage", "triage"),
    ("routing-override", "triage"),
    ("department", "reviews"),
    ("bounce", "reviews"),
    ("overview", "overview"),
    ("settings", "settings"),
    ("board", "ideas"),
    ("confidential", "ideas"),
    ("idea", "ideas"),
)
"""Start of a URL name -> section of the main navigation; the first match counts."""


def section_of(url_name: str | None) -> str:
    """Return the section of the page with this URL name, or nothing for pages outside all of them."""
    name = url_name or ""
    return next((section for start, section in SECTIONS if name.startswith(start)), "")
