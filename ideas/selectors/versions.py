"""What changed between two versions of an idea, readable word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ideas.exceptions import Conflict, NotFound
from ideas.models import Idea, IdeaVersion
from ideas.workflow import Stage

MAX_WORDS: Final = 4000  # two texts of more words are shown whole: comparing them would take too long
_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")


class Op(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, came or went."""

    op: Op
    text: str


@dataclass(frozen=True)
class FieldDiff:
    """How one text of the idea changed; put together, all but the removed pieces are the newer text."""

    field: str
    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything came or went."""
        return any(piece.op != Op.SAME for piece in self.pieces)


FIELDS: Final = ("title", "problem", "proposal", "expected_result")


def versions_of(*, idea: Idea) -> "QuerySet[IdeaVersion]":
    """Return every version of a sent idea with who wrote it, the newest first; callers protect the names."""
    return IdeaVersion.objects.filter(idea=idea).select_related("edited_by").order_by("-version")


def version_diff(*, idea: Idea, older: int, newer: int) -> tuple[FieldDiff, ...]:
    """Return how each of the four texts changed from version `older` to `newer`. One query.

    Raises:
        Conflict: `idea` is a draft, which has no versions (409, `still_draft`).
        NotFound: one of the versions does not exist (404).
    """
    if idea.stage == Stage.DRAFT:
        raise Conflict(_("This is a draft; it was not sent yet."), code="still_draft")
    found = {row.version: row for row in IdeaVersion.objects.filter(idea=idea, version__in=[older, newer])}
    if older not in found or newer not in found:
        raise NotFound(_("There is no such version of this idea."))
    return tuple(
        FieldDiff(field, word_diff(getattr(found[older], field), getattr(found[newer], field))) for field in FIELDS
    )


def word_diff(older: str, newer: str) -> tuple[Piece, ...]:
    """Return `older` and `newer` as one text of pieces that stayed, went and came."""
    if older == newer:
        return (Piece(Op.SAME, newer),) if newer else ()
    left, right = _WORDS.findall(older), _WORDS.findall(newer)
    if max(len(left), len(right)) > MAX_WORDS:
        return _pieces([(Op.REMOVED, older), (Op.ADDED, newer)])
    found: list[tuple[Op, str]] = []
    for tag, a_from, a_to, b_from, b_to in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((Op.SAME, "".join(left[a_from:a_to])))
        else:
            found.append((Op.REMOVED, "".join(left[a_from:a_to])))
            found.append((Op.ADDED, "".join(right[b_from:b_to])))
    return _pieces(found)


def _pieces(found: list[tuple[Op, str]]) -> tuple[Piece, ...]:
    return tuple(Piece(op, text) for op, text in found if text)
