"""The sentences with which a conflict of interest is refused. Source: docs/review-process.md 3.8."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from ideas.exceptions import NotPermitted
from ideas.models import Review, User
from ideas.policies.reviews import bar_of

_REFUSALS: Final[Mapping[str, Callable[[], NotPermitted]]] = {
    "own_idea": lambda: NotPermitted(_("Authors do not review their own idea."), code="own_idea"),
    "own_team": lambda: NotPermitted(_("The author’s own team does not review the idea."), code="own_team"),
    "has_interest": lambda: NotPermitted(
        _("Somebody with an interest in this idea does not review it."), code="has_interest"
    ),
    "interest_undecided": lambda: NotPermitted(
        _("You have declared an interest. Your lead decides first whether you may go on."), code="interest_undecided"
    ),
    "": lambda: NotPermitted(_("This review is in somebody else’s hands."), code="not_your_review"),
}


def refusal_of(bar: str) -> NotPermitted:
    """Return the refusal (403) for a code of `Authorship.bar_of`; for none of them, that it is somebody else's review."""
    return _REFUSALS[bar]()


def refusal_to_write(by: User, review: Review) -> NotPermitted:
    """Return why `by` does not write `review`."""
    return refusal_of(bar_of(by, review) if review.owner_id == by.pk else "")
