"""Ideas that went up the whole ladder: the list that whoever answers for the programme goes through.

Source: docs/review-process.md 3.11.
"""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from ideas.models import Apology, Decision, Escalation, Idea, Promise
from ideas.policies.risks import escalated_reviews
from ideas.selectors.conditions import today_here
from ideas.selectors.dated_tasks import still_waited_for
from ideas.workflow import OPEN_STAGES


def escalated_idea_ids() -> "QuerySet[Idea, int]":
    """Return the keys of the ideas that stand on the list of escalated ideas; unevaluated, without an order.

    For `exclude(pk__in=…)` as well as for reading. Who may see the list is another question. Two queries before its own.
    """
    return Idea.objects.filter(is_escalated()).values_list("pk", flat=True)


def is_escalated() -> Q:
    """Return what puts an open idea on the list; for filters of Idea. Two queries.

    One of: a review went up the whole ladder with its present date (`Reminder.Kind.BOARD`); what its author escalated
    reached the last level and nobody has acted; a missed promise of the present round whose answer still lacks has no
    apology with a day that is still to come; somebody must look (`Idea.needs_attention` says why). An idea leaves the
    list as soon as none of these holds, never by age.
    """
    return Q(stage__in=OPEN_STAGES) & (
        Q(pk__in=escalated_reviews().values("idea"))
        | Q(pk__in=escalations_on_board().values("idea"))
        | Q(pk__in=promises_to_apologise_for().values("idea"))
        | ~Q(needs_attention="")
    )


def standing_escalations() -> "QuerySet[Escalation]":
    """Return what authors escalated and nobody acted upon, of present rounds of open ideas; unevaluated."""
    rows = Escalation.objects.filter(ended_at__isnull=True, idea__stage__in=OPEN_STAGES)
    return rows.filter(round=F("idea__round"))


def escalations_on_board() -> "QuerySet[Escalation]":
    """Return those of them that reached the list of escalated ideas; unevaluated."""
    return standing_escalations().filter(level=Escalation.Level.BOARD)


def missed_promises() -> "QuerySet[Promise]":
    """Return the missed promises of present rounds of open ideas whose answer still lacks; unevaluated.

    Not while their clock stands for the author, nor where the date was moved on by such a time and is still to come. A
    first response counts where the idea has its turn in triage, and until any department has answered. A decision that is
    not told yet changes nothing here, so that nobody can tell it from the list.
    """
    untold = Decision.objects.filter(idea=OuterRef("idea"), round=OuterRef("round"), announced_at__isnull=True)
    by_it = untold.filter(decided_at__lte=OuterRef("kept_at"))
    rows = Promise.objects.filter(broken_at__isnull=False, paused_at__isnull=True)
    rows = rows.filter(Q(kept_at__isnull=True) | Q(Exists(by_it)))
    rows = rows.filter(due_at__lt=timezone.now(), round=F("idea__round"), idea__stage__in=OPEN_STAGES)
    return rows.filter(still_waited_for())


def promises_to_apologise_for() -> "QuerySet[Promise]":
    """Return the missed promises for which no apology names a day from today on; unevaluated. Two queries.

    A new day that passed too needs another apology.
    """
    standing = Apology.objects.filter(promise=OuterRef("pk"), new_on__gte=today_here())
    return missed_promises().filter(~Exists(standing))
