"""What a page may ask about live topics, over its socket or, without one, over HTTP."""

from typing import Final

from ideas.realtime import LiveChange

MAX_TOPICS: Final = 100
MAX_TOPIC_CHARS: Final = 60


def is_topic(topic: object) -> bool:
    """Return whether `topic` can be the name of one; whether its reader may follow it, the selector says."""
    return isinstance(topic, str) and 0 < len(topic) <= MAX_TOPIC_CHARS


def shown_versions(shown: object) -> dict[str, int] | None:
    """Return topic → version on the page; entries that cannot be read are left out, None when the whole cannot be."""
    if not isinstance(shown, dict) or len(shown) > MAX_TOPICS:
        return None
    return {topic: version for topic, version in shown.items() if is_topic(topic) and isinstance(version, int)}


def frame_of(name: str, change: LiveChange) -> dict[str, object]:
    """Return the frame of a change under the name that the page knows its topic by."""
    return {**change.as_frame(), "t": name}
