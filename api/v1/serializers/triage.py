"""Bodies of triage: what waits, an idea with what helps to sort it, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, Literal, get_args
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from api.fields import FlagField, IdField, LineField, ParagraphsField
from api.serializers import StrictSerializer
from api.v1.serializers.reviews import NameBody, name_body
from ideas.models import FirstResponse, Idea, Merge, Redirect, Triage, User
from ideas.models.triage import MAX_RESPONSE_CHARS
from ideas.selectors.triage import TriageCase, doors_now, triage_acts
from ideas.services.moderation import MAX_REASON_CHARS

MAX_REF_CHARS = 12

TriageAct = Literal["review", "quick_fix", "match", "merge", "redirect", "respond", "override", "unmerge"]
TRIAGE_ACTS: Final = get_args(TriageAct)


@dataclass(frozen=True, slots=True)
class TurnBody:
    """A turn in triage that is open."""

    due_at: Annotated[datetime, _("until when it should be sorted")]
    is_late: bool
    is_held: Annotated[bool, _("its departments are not asked yet")]
    lapsed_at: Annotated[datetime | None, _("when its departments were asked because nobody had sorted it in time")]


@dataclass(frozen=True, slots=True)
class TriageRowBody:
    """An idea that waits to be sorted."""

    ref: str
    title: str
    stage: str
    tier: int | None
    submitted_at: datetime | None
    next_answer_at: datetime | None
    turn: TurnBody


@dataclass(frozen=True, slots=True)
class FirstResponseBody:
    """What the author was written first."""

    id: UUID
    text: str
    by: NameBody | None
    given_at: datetime


@dataclass(frozen=True, slots=True)
class AlikeBody:
    """An idea that resembles it."""

    ref: str
    title: str
    stage: str


@dataclass(frozen=True, slots=True)
class HintBody:
    """A department that the words suggest and that is not asked."""

    department: Annotated[str, _("slug of the department")]
    why: str
    phrase: Annotated[str, _("what was found in the words")]


@dataclass(frozen=True, slots=True)
class DoorBody:
    """Where something that is no improvement idea belongs."""

    code: str
    label: str
    words: str
    address: Annotated[str, _("a link, or empty")]


@dataclass(frozen=True, slots=True)
class TriageBody:
    """An idea as those who sort see it."""

    idea: Annotated[str, _("ref of the idea")]
    stage: str
    tier: int | None
    turn: Annotated[TurnBody | None, _("null when it does not wait in triage")]
    first_response: FirstResponseBody | None
    similar: list[AlikeBody]
    hints: list[HintBody]
    asked_also: Annotated[
        list[str],
        _("slugs of departments that reviewers asked as well; a quick fix takes out those that have not answered"),
    ]
    suggested_door: Annotated[str | None, _("code of the door that the words suggest")]
    doors: list[DoorBody]
    allowed_actions: list[TriageAct]


@dataclass(frozen=True, slots=True)
class MergeBody:
    """Two ideas brought together."""

    id: UUID
    source: Annotated[str, _("ref of the idea that ended")]
    target: Annotated[str, _("ref of the idea that goes on")]
    by: NameBody | None
    reason: str
    merged_at: datetime
    undone_at: datetime | None
    undone_by: NameBody | None
    undo_reason: str


@dataclass(frozen=True, slots=True)
class RedirectBody:
    """Where an idea that is none belongs."""

    id: UUID
    idea: Annotated[str, _("ref of the idea")]
    door: str
    label: str
    words: str
    by: NameBody | None
    redirected_at: datetime


class ToReviewSerializer(StrictSerializer):
    text = ParagraphsField(
        max_chars=MAX_RESPONSE_CHARS, allow_blank=True, default="", help_text=_("the first response, empty for none")
    )


class QuickFixSerializer(ToReviewSerializer):
    reason = LineField(max_chars=MAX_REASON_CHARS)


class FirstResponseSerializer(StrictSerializer):
    text = ParagraphsField(max_chars=MAX_RESPONSE_CHARS)


class MatchSerializer(FirstResponseSerializer):
    colleague = IdField(allow_null=True, default=None, help_text=_("public id of somebody who can help"))
    similar = LineField(
        max_chars=MAX_REF_CHARS, allow_blank=True, default="", help_text=_("ref of an open idea, without a colleague")
    )


class MergeSerializer(StrictSerializer):
    target = LineField(max_chars=MAX_REF_CHARS, help_text=_("ref of the idea that goes on"))
    reason = LineField(max_chars=MAX_REASON_CHARS)


class UnmergeSerializer(StrictSerializer):
    reason = LineField(max_chars=MAX_REASON_CHARS)


class RedirectSerializer(StrictSerializer):
    door = LineField(max_chars=60, help_text=_("code of a door"))
    words = ParagraphsField(max_chars=MAX_RESPONSE_CHARS)
    is_hidden = FlagField(default=True, help_text=_("make it confidential"))


def triage_row_body(turn: Triage) -> TriageRowBody:
    """Return a row of the inbox."""
    idea = turn.idea
    return TriageRowBody(
        ref=idea.ref,
        title=idea.title,
        stage=idea.stage,
        tier=idea.tier,
        submitted_at=idea.submitted_at,
        next_answer_at=idea.next_answer_at,
        turn=_turn_body(turn),
    )


def triage_body(case: TriageCase, viewer: User) -> TriageBody:
    """Return an idea for somebody who sorts. One query for the doors and those of `triage_acts`."""
    acts: Any = list(triage_acts(case=case, viewer=viewer))
    return TriageBody(
        idea=case.idea.ref,
        stage=case.idea.stage,
        tier=case.idea.tier,
        turn=_turn_body(case.turn) if case.turn else None,
        first_response=first_response_body(case.response) if case.response else None,
        similar=[AlikeBody(one.ref, one.title, one.stage) for one in case.similar],
        hints=[HintBody(one.department, one.why, one.phrase) for one in case.hints],
        asked_also=[one.department.slug for one in case.additions],
        suggested_door=case.concern.door.code if case.concern else None,
        doors=[DoorBody(one.code, one.label, one.words, one.address) for one in doors_now()],
        allowed_actions=acts,
    )


def first_response_body(response: FirstResponse) -> FirstResponseBody:
    """Return what the author was written."""
    return FirstResponseBody(response.public_id, response.text, name_body(response.by), response.created_at)


def merge_body(merge: Merge) -> MergeBody:
    """Return a merge, undone or not."""
    return MergeBody(
        id=merge.public_id,
        source=merge.source.ref,
        target=merge.target.ref,
        by=name_body(merge.by),
        reason=merge.reason,
        merged_at=merge.created_at,
        undone_at=merge.undone_at,
        undone_by=name_body(merge.undone_by),
        undo_reason=merge.undo_reason,
    )


def redirect_body(redirect: Redirect, idea: Idea) -> RedirectBody:
    """Return where `idea` was sent."""
    return RedirectBody(
        id=redirect.public_id,
        idea=idea.ref,
        door=redirect.door,
        label=redirect.label,
        words=redirect.words,
        by=name_body(redirect.by),
        redirected_at=redirect.created_at,
    )


def _turn_body(turn: Triage) -> TurnBody:
    return TurnBody(
        due_at=turn.due_at,
        is_late=turn.due_at <= timezone.now(),
        is_held=turn.released_at is None,
        lapsed_at=turn.lapsed_at,
    )
