"""Brings two ideas together, and takes them apart again: every voter and follower counts exactly once, and undoing
leaves both ideas with the support that is their own.

Source: docs/review-process.md 3.3.
"""

from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import outbox
from ideas.events import PoolChanged
from ideas.events.triage import IdeaMerged, IdeasMerged, IdeaUnmerged
from ideas.exceptions import Conflict, FieldProblem, IdeaClosed, InvalidValue, NotPermitted
from ideas.models import Follow, Idea, IdeaReader, IdeaTally, Merge, Promise, Review, Triage, User, Vote
from ideas.policies.ideas import is_author, is_decided
from ideas.policies.triage import can_open_triage
from ideas.selectors.authors import author_ids
from ideas.services.audit import record_audit
from ideas.services.moderation import clean_reason
from ideas.services.redirects import cancel_open_reviews
from ideas.services.rerouting import NOT_ANSWERED, return_reviews_of
from ideas.services.stages import move_idea
from ideas.services.triage import close_turn
from ideas.workflow import OPEN_STAGES, Stage

_BRING_VOTES: Final = """
    insert into ideas_vote (idea_id, voter_id, department_id, cast_on, merge_id)
    select %(target)s, voter_id, department_id, cast_on, %(merge)s from ideas_vote as given
    where idea_id = %(source)s and not exists (
        select 1 from ideas_ideaauthor where idea_id = %(target)s and person_id = given.voter_id)
    on conflict (idea_id, voter_id) do nothing
"""
_BRING_FOLLOWERS: Final = """
    insert into ideas_follow (idea_id, person_id, level, merge_id)
    select %(target)s, person_id, 'following', %(merge)s
    from (select person_id from ideas_follow where idea_id = %(source)s and level = 'following'
          union select person_id from ideas_ideaauthor where idea_id = %(source)s) as people
    where not exists (
        select 1 from ideas_ideaauthor as author where idea_id = %(target)s and author.person_id = people.person_id)
    on conflict (idea_id, person_id) do nothing
"""
_COUNT: Final = """
    update ideas_ideatally as tally
    set vote_count = found.votes, department_count = found.departments,
        heat = log(greatest(found.votes, 1)::float8) + extract(epoch from idea.submitted_at)::float8 / 604800
    from (select count(*)::int as votes, count(distinct department_id)::int as departments
          from ideas_vote where idea_id = %(target)s) as found, ideas_idea as idea
    where tally.idea_id = %(target)s and idea.id = tally.idea_id
"""


@transaction.atomic
def merge_ideas(*, source: Idea, target: Idea, by: User, reason: str) -> Merge:
    """Let `source` end in `target`: its voters and followers support `target` too, its authors follow it.

    Nobody counts twice, and authors of `target` do not vote for it. Reviews of `source` that wait are cancelled; those
    of `target` that its authors or their team hold go back to their queues.

    Args:
        source, target: ideas that `by` may see; only their keys are used, the rows are locked in the order of these.
        reason: 1–500 characters; everybody who sees the ideas reads it.

    Raises:
        InvalidValue: the reason is missing or wrong, or both are the same idea (422, `validation`, `same_idea`).
        NotPermitted: `by` sorts no ideas (403, `not_triager`), or one of them is their own (403, `own_idea`).
        IdeaClosed: one of them is closed, merged or decided (409, `idea_closed`).
        Conflict: not the same people may, or were named to, read both (409, `visibility_differs`), or the stage of
            `source` does not allow it (409, `stage_forbids`).

    Emits: IdeaMoved, IdeaMerged and IdeasMerged; PoolChanged for reviews that go back.
    """
    cleaned = clean_reason(reason)
    if source.pk == target.pk:
        sentence = _("An idea cannot be merged into itself.")
        raise InvalidValue(sentence, problems=(FieldProblem("target", "same_idea", sentence),))
    ended, kept = _locked(source, target, by)
    _refuse_unmergeable(ended, kept)
    merge = _begin(ended, kept, by, cleaned)
    merge.refresh_from_db(fields=["created_at"])
    _bring(merge)
    ended.merged_into = kept
    told = IdeaMerged(idea_id=ended.pk, actor_id=by.pk, merge_id=merge.pk)
    move_idea(idea=ended, to=Stage.MERGED, by=by, with_fields=["merged_into"], and_tell=[told])
    cancel_open_reviews(idea=ended, by=by)
    return_reviews_of(idea=kept, people=author_ids(ended))
    outbox.record(IdeasMerged(idea_id=kept.pk, actor_id=by.pk, merge_id=merge.pk))
    _audit("idea.merge", merge, by, cleaned)
    return merge


@transaction.atomic
def unmerge_idea(*, idea: Idea, by: User, reason: str) -> Merge:
    """Take `idea` out of the one it was merged into: the support that came with it leaves, and it goes on where it was.

    What people did themselves at the other idea meanwhile stays. Cancelled reviews wait in their queues again.

    Raises:
        InvalidValue: the reason is missing or wrong (422, `validation`).
        NotPermitted: as `merge_ideas`.
        Conflict: it is not merged (409, `not_merged`), or the other idea was merged itself since (409,
            `merged_further`).

    Emits: IdeaMoved, IdeaUnmerged and IdeasMerged; PoolChanged for each department that waits again.
    """
    cleaned = clean_reason(reason)
    merge = Merge.objects.filter(source=idea, undone_at__isnull=True).select_related("target").first()
    if merge is None:
        if not can_open_triage(by):
            raise _not_triager()
        raise Conflict(_("This idea is not merged."), code="not_merged")
    source, target = _locked(idea, merge.target, by)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        raise Conflict(_("This idea is not merged."), code="not_merged")
    if target.stage == Stage.MERGED:
        raise Conflict(_("Take %(ref)s apart first: it was merged, too.") % {"ref": target.ref}, code="merged_further")
    _lock_tallies(source, target)
    merge.undone_at, merge.undone_by, merge.undo_reason = timezone.now(), by, cleaned
    merge.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    _take_back(merge)
    _bring_back(source, merge, by)
    outbox.record(IdeasMerged(idea_id=target.pk, actor_id=by.pk, merge_id=merge.pk, is_undone=True))
    _audit("idea.unmerge", merge, by, cleaned)
    return merge


def _refuse_unmergeable(ended: Idea, kept: Idea) -> None:
    for row in (ended, kept):
        if row.stage not in OPEN_STAGES or is_decided(row):
            raise IdeaClosed(_("%(ref)s has its answer; it cannot be merged.") % {"ref": row.ref})
    if ended.visibility != kept.visibility or _named_differ(ended, kept):
        raise Conflict(_("Not the same people may read both ideas."), code="visibility_differs")


def _named_differ(ended: Idea, kept: Idea) -> bool:
    """Whether other people were named to read the one than the other; nobody need be named where everybody may."""
    if ended.visibility == Idea.Visibility.OPEN:
        return False
    ended_for, kept_for = (
        set(IdeaReader.objects.filter(idea=one).values_list("person", flat=True)) for one in (ended, kept)
    )
    return ended_for != kept_for


def _begin(ended: Idea, kept: Idea, by: User, reason: str) -> Merge:
    """Lock both tallies, so that no vote slips in between, end the turn in triage, and note what undoing brings back."""
    _lock_tallies(ended, kept)
    waiting = Review.objects.filter(idea=ended, round=ended.round, state__in=NOT_ANSWERED).values_list("pk", flat=True)
    turn = close_turn(idea=ended, by=by, lane=Triage.Lane.MERGE)
    return Merge.objects.create(
        source=ended,
        target=kept,
        by=by,
        reason=reason,
        from_stage=ended.stage,
        cancelled=list(waiting),
        ended_turn=turn is not None,
    )


def _lock_tallies(*ideas: Idea) -> None:
    list(IdeaTally.objects.select_for_update(no_key=True).filter(idea__in=ideas).order_by("idea_id"))


def _locked(source: Idea, target: Idea, by: User) -> tuple[Idea, Idea]:
    """Return both ideas, locked in the order of their keys, where `by` may bring them together or take them apart."""
    rows = Idea.objects.select_for_update(no_key=True).filter(pk__in=[source.pk, target.pk]).order_by("pk").in_bulk()
    if not can_open_triage(by):
        raise _not_triager()
    if is_author(by, source) or is_author(by, target):
        raise NotPermitted(_("Somebody else sorts an idea of your own."), code="own_idea")
    return rows[source.pk], rows[target.pk]


def _not_triager() -> NotPermitted:
    return NotPermitted(_("Only triagers and programme managers sort ideas."), code="not_triager")


def _bring(merge: Merge) -> None:
    keys = {"source": merge.source_id, "target": merge.target_id, "merge": merge.pk}
    with connection.cursor() as cursor:
        for statement in (_BRING_VOTES, _BRING_FOLLOWERS, _COUNT):
            cursor.execute(statement, keys)


def _take_back(merge: Merge) -> None:
    Vote.objects.filter(merge=merge).delete()
    Follow.objects.filter(merge=merge).delete()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"target": merge.target_id})


def _bring_back(source: Idea, merge: Merge, by: User) -> None:
    """Let the idea go on at the stage it came from, with its turn in triage and its reviews."""
    source.merged_into = None
    source.next_answer_at = Promise.objects.get(idea=source, round=source.round, kind=Promise.Kind.DECISION).due_at
    told = IdeaUnmerged(idea_id=source.pk, actor_id=by.pk, merge_id=merge.pk)
    move_idea(idea=source, to=Stage(merge.from_stage), by=by, with_fields=["merged_into"], and_tell=[told])
    if merge.ended_turn:
        held = {"released_at": None} if merge.from_stage == Stage.TRIAGE else {}
        turn = Triage.objects.filter(idea=source, round=source.round)
        turn.update(done_at=None, done_by=None, lane="", **held)
    rows = Review.objects.filter(pk__in=merge.cancelled, state=Review.State.CANCELLED)
    departments = sorted(set(rows.values_list("department_id", flat=True)))
    rows.update(state=Review.State.QUEUED, owner=None, assigned_at=None, assigned_because={}, unassignable_at=None)
    for department_id in departments:
        outbox.record(PoolChanged(department_id=department_id))


def _audit(action: str, merge: Merge, by: User, reason: str) -> None:
    for one, other in ((merge.source, merge.target), (merge.target, merge.source)):
        record_audit(
            action=action, by=by, object_type="idea", object_id=one.ref, after={"with": other.ref}, reason=reason
        )
