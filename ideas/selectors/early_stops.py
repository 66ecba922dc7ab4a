"""Early stops, for those who end them."""

from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.models import EarlyStop, Idea, User
from ideas.policies.early_stops import can_end_early_stop
from ideas.workflow import Stage


def open_stop_of(*, idea: Idea) -> EarlyStop | None:
    """Return the stop of the present round that is still open. At most one query."""
    if idea.stage != Stage.IN_REVIEW:
        return None
    rows = EarlyStop.objects.filter(idea=idea, round=idea.round, verdict="")
    return rows.select_related("idea", "review__department", "review__owner").first()


def has_open_stop(*, idea: Idea) -> bool:
    """Return whether a department asks to stop `idea` and nobody has decided about it yet. One query."""
    return EarlyStop.objects.filter(idea=idea, round=idea.round, verdict="").exists()


def early_stop_for(*, viewer: User, idea: Idea) -> EarlyStop:
    """Return the latest stop of the present round of `idea`, for whoever decides it.

    Raises:
        NotFound: there is none, or it is not theirs to end (404); the same for both.
    """
    rows = EarlyStop.objects.filter(idea=idea, round=idea.round).select_related("idea", "review__department")
    stop = rows.order_by("-id").first()
    if stop is None or not can_end_early_stop(viewer, stop):
        raise NotFound(_("There is no early stop here, or you may not see it."))
    return stop
