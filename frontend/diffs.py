"""How pages show what changed in the texts of an idea."""

from typing import Final

from frontend.forms.share import IdeaForm
from ideas.selectors.versions import FieldDiff, Op

_LABELS: Final = {name: field.label for name, field in IdeaForm.base_fields.items()}
_PARTS: Final = {Op.SAME: "same", Op.ADDED: "in", Op.REMOVED: "out"}


def shown_diff(diff: FieldDiff) -> dict[str, object]:
    """Return `diff` as `components/diff.html` takes it."""
    return {"label": _LABELS[diff.field], "parts": [(_PARTS[piece.op], piece.text) for piece in diff.pieces]}
