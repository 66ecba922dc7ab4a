"""Controls that Django does not have."""

from collections.abc import Mapping

from django import forms
from django.utils.functional import Promise


class ScoreSelect(forms.RadioSelect):
    """One to five, with words at the anchored scores.

    Args:
        anchors: score (1 to 5) -> what that score means; scores without one stand between their neighbours.
    """

    def __init__(self, anchors: Mapping[int, str | Promise], attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs)
        self.anchors = dict(anchors)
