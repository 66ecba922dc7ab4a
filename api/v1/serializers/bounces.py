"""Bodies of reviews that departments sent back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from api.fields import LineField, WordField
from api.serializers import StrictSerializer
from api.v1.serializers.directory import DepartmentBody, department_body
from api.v1.serializers.reviews import NameBody, name_body
from ideas.models import Bounce
from ideas.models.workload import MAX_REASON_CHARS


@dataclass(frozen=True, slots=True)
class BounceBody:
    """A department says that a review is for another one."""

    id: UUID
    idea: Annotated[str, _("ref of the idea")]
    title: str
    review: Annotated[UUID, _("id of the review")]
    department: DepartmentBody
    suggested: DepartmentBody
    number: Annotated[int, _("which one of the idea's round; from the third on a programme manager settles it")]
    reason: str
    by: NameBody | None
    due_at: datetime
    outcome: Annotated[str | None, _("moved or kept; null until it is settled")]
    answer: str
    settled_at: datetime | None


def bounce_body(bounce: Bounce) -> BounceBody:
    """Return the body of a bounce whose rows are loaded."""
    return BounceBody(
        id=bounce.public_id,
        idea=bounce.idea.ref,
        title=bounce.idea.title,
        review=bounce.review.public_id,
        department=department_body(bounce.review.department),
        suggested=department_body(bounce.suggested),
        number=bounce.number,
        reason=bounce.reason,
        by=name_body(bounce.by),
        due_at=bounce.due_at,
        outcome=bounce.outcome or None,
        answer=bounce.answer,
        settled_at=bounce.settled_at,
    )


class TakeOverSerializer(StrictSerializer):
    reason = LineField(max_chars=MAX_REASON_CHARS, help_text=_("stands in the history of the idea"))


class BounceSerializer(StrictSerializer):
    department = LineField(max_chars=50, help_text=_("slug of the department whose review it is"))
    reason = LineField(max_chars=MAX_REASON_CHARS, help_text=_("stands in the history of the idea"))


class AlsoNeedsSerializer(StrictSerializer):
    department = LineField(max_chars=50, help_text=_("slug of the department that must answer as well"))
    reason = LineField(max_chars=MAX_REASON_CHARS, help_text=_("the author reads it"))


class SettleSerializer(StrictSerializer):
    outcome = WordField(choices=Bounce.Outcome.values, help_text=_("moved: the suggested department is asked instead"))
    reason = LineField(max_chars=MAX_REASON_CHARS, help_text=_("both departments and the author read it"))
