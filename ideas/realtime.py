"""Names of live topics and the shape of frames: strings and dicts, no transport.

A frame of an open idea carries public figures, and the version at which more than those changed last: a page that shows
that version or a later one needs no words. Every other frame is topic and version alone, and never text or names.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime


def idea_topic(ref: str) -> str:
    """Return the topic of one idea."""
    return f"idea:{ref}"


def board_topic() -> str:
    """Return the topic of new and moved open ideas."""
    return "board"


def person_topic(public_id: uuid.UUID) -> str:
    """Return the topic of one person's bell and lists; a client calls it `me`."""
    return f"person:{public_id}"


def queue_topic(department_id: uuid.UUID) -> str:
    """Return the topic of one department's queue of reviews."""
    return f"queue:{department_id}"


def version_at(moment: datetime | None) -> int:
    """Return the version of a topic that last changed at `moment`: milliseconds since 1970, 0 for never.

    Ideas count their own versions; every other topic takes its version from the clock.
    """
    return int(moment.timestamp() * 1000) if moment is not None else 0


def rights_topic(public_id: uuid.UUID) -> str:
    """Return the topic that makes the sockets of one person look at their rights again; pages never see it."""
    return f"rights:{public_id}"


@dataclass(frozen=True)
class Figures:
    """The public figures of an open idea. `content_version`: its live version when more than these changed last."""

    votes: int
    departments: int
    comments: int
    stage: str
    content_version: int

    def as_frame(self) -> dict[str, int | str]:
        """Return the figures as a frame carries them; breadth is shown from five votes up."""
        return {
            "votes": self.votes,
            "departments": self.departments if self.votes >= MIN_VOTES_FOR_BREADTH else 0,
            "comments": self.comments,
            "stage": self.stage,
        }


MIN_VOTES_FOR_BREADTH = 5


@dataclass(frozen=True)
class LiveChange:
    """One topic that changed, its new version, and figures where everybody may know them."""

    topic: str
    version: int
    figures: Figures | None = None

    def as_frame(self) -> dict[str, object]:
        """Return the frame that sockets of the topic receive."""
        frame: dict[str, object] = {"t": self.topic, "v": self.version}
        if self.figures is not None:
            frame |= {"c": self.figures.content_version, "f": self.figures.as_frame()}
        return frame
