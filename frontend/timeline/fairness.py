"""Words for reviews that change hands because of an interest."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.timeline.wording import Look, of_review

LINES: Final[Mapping[str, Look]] = {
    "review.recused": (
        "users",
        "info",
        of_review(
            gettext_lazy("looks for another reviewer: the one before stepped aside. Two working days were added")
        ),
    ),
    "review.returned": (
        "users",
        "info",
        of_review(gettext_lazy("looks for another reviewer: the one before is away. The date stays")),
    ),
    "decider.changed": (
        "users",
        "decide",
        lambda entry: ("", _("Somebody else decides: the one before stepped aside")),
    ),
}
