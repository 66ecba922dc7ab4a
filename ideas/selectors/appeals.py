"""Appeals, for their authors and for those who answer them."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.exceptions import NotFound
from ideas.models import Appeal, Decision, Idea, IdeaAuthor, Review, RoleGrant, User
from ideas.policies.appeals import can_decide_appeal, can_file_appeal
from ideas.policies.authorship import authorship_of
from ideas.policies.roles import standing_of
from ideas.policies.watches import ASLEEP, still_watches
from ideas.querysets.keyset import Key, Ordering
from ideas.routing.clock import due_at
from ideas.selectors.calendars import organisation, working_calendar

BY_DATE: Final = Ordering("due", (Key("due_at"), Key("id")))
FILE_WITHIN_DAYS: Final = 20  # working days after the decision was told; docs/review-process.md 3.12
ANSWER_WITHIN_DAYS: Final = 10
_JUDGES = {RoleGrant.Role.PROGRAMME_MANAGER.value, RoleGrant.Role.BOARD_CHAIR.value}


@dataclass(frozen=True)
class AppealView:
    """What one reader is shown of appealing against a decision.

    `until`: by when an appeal is taken, where the reader may file one. `shows_text`: the reader may read what the author
    wrote; the outcome is for whoever reads the decision.
    """

    appeal: Appeal | None
    until: datetime | None
    may_decide: bool = False
    shows_text: bool = False
    is_open: bool = False
    is_late: bool = False


def appeal_ends_at(*, decision: Decision) -> datetime | None:
    """Return until when `decision` may be appealed, None before it is told. Two queries."""
    if decision.announced_at is None:
        return None
    return due_at(working_calendar(organisation().calendar), decision.announced_at, FILE_WITHIN_DAYS)


def appeal_of(*, decision: Decision) -> Appeal | None:
    """Return the appeal against `decision`, if there is one. One query unless it is loaded."""
    return getattr(decision, "appeal", None)


def appeal_view(*, decision: Decision, viewer: User) -> AppealView | None:
    """Return what `viewer`, who may know `decision`, is shown; None where there is nothing to show. At most eight queries."""
    if decision.announced_at is None or decision.kind not in ASLEEP:
        return None
    appeal = appeal_of(decision=decision)
    if appeal is None:
        until = appeal_ends_at(decision=decision) if can_file_appeal(viewer, decision) else None
        is_in_time = until is not None and timezone.now() <= until
        return AppealView(None, until) if is_in_time else None
    is_open = appeal.decided_at is None and still_watches(decision)
    may_decide = is_open and can_decide_appeal(viewer, appeal)
    shows_text = may_decide or decision.decided_by_id == viewer.pk or appeal.decided_by_id == viewer.pk
    return AppealView(
        appeal=appeal,
        until=None,
        may_decide=may_decide,
        shows_text=shows_text or IdeaAuthor.objects.filter(idea=decision.idea_id, person=viewer).exists(),
        is_open=is_open,
        is_late=is_open and appeal.due_at < timezone.now(),
    )


def appeals_to_decide(*, viewer: User) -> QuerySet[Appeal]:
    """Return the open appeals that wait for `viewer`, a programme manager or the chair; none for others. Unevaluated.

    With decision and idea. Whoever has a conflict with an idea is not told of its appeal. Two queries before the rows' own.
    """
    rows = Appeal.objects.select_related("decision__idea", "decision__decided_by")
    if not standing_of(viewer).roles & _JUDGES:
        return rows.none()
    reviewed = Review.objects.filter(owner=viewer, round=F("idea__round")).values("idea")
    found = (
        rows.filter(
            decided_at__isnull=True,
            decision__round=F("decision__idea__round"),
            decision__idea__stage__in=ASLEEP,
            decision__idea__in=Idea.objects.visible_to(viewer),
        )
        .exclude(decision__decided_by=viewer)
        .exclude(decision__idea__in=reviewed)
    )
    people = authorship_of(set(found.values_list("decision__idea", flat=True)))
    return found.exclude(decision__idea__in=[key for key, close in people.items() if viewer.pk in close.conflicted_ids])


def may_appeal_now(*, decision: Decision, viewer: User) -> bool:
    """Return whether `viewer` may appeal against `decision` now: an author, in time, and there was no appeal yet."""
    view = appeal_view(decision=decision, viewer=viewer)
    return view is not None and view.until is not None


def appeal_for(*, viewer: User, public_id: uuid.UUID) -> Appeal:
    """Return an appeal against a decision of an idea that `viewer` may see.

    As in the list, whoever has a conflict with the idea is not told of it; its authors read their own.

    Raises:
        NotFound: there is none, or it is not for them to know (404); the same for both.
    """
    rows = Appeal.objects.select_related("decision__idea", "decision__decided_by", "decision__rule_set", "decided_by")
    found = rows.filter(public_id=public_id, decision__idea__in=Idea.objects.visible_to(viewer)).first()
    if found is None or _is_too_close(viewer, found.decision.idea_id):
        raise NotFound(_("There is no such appeal, or you may not see it."))
    return found


def _is_too_close(viewer: User, idea_id: int) -> bool:
    close = authorship_of([idea_id])[idea_id]
    return viewer.pk in close.conflicted_ids - close.author_ids
