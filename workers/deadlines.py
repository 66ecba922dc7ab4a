"""The periodic jobs that matter on time, for whoever runs them: a worker, or the relay when beat is silent."""

from collections.abc import Callable
from typing import Final

from ideas.each import for_each
from ideas.services.absence_cover import cover_absences
from ideas.services.advice import lapse_advice
from ideas.services.apologies import remind_of_apologies
from ideas.services.ballots import close_due_ballots
from ideas.services.clocks import break_promises
from ideas.services.conditions import remind_of_conditions
from ideas.services.digests import open_digests
from ideas.services.early_stop import lift_expired_stops
from ideas.services.escalations import climb_escalations
from ideas.services.heartbeats import BEAT, note_heartbeat
from ideas.services.load_warnings import warn_of_load
from ideas.services.next_dates import flag_ideas_without_date
from ideas.services.precedents import find_precedents
from ideas.services.reconciliation import announce_overdue_decisions, assign_waiting_reviews, flag_unrouted_ideas
from ideas.services.recounting import recount_dates
from ideas.services.recusals import release_all_conflicted_reviews
from ideas.services.reminders import send_reminders
from ideas.services.risks import remind_of_risks
from ideas.services.rule_suggestions import report_on_rules
from ideas.services.sealing import publish_audit_head
from ideas.services.second_readers import choose_second_readers
from ideas.services.telling_again import tell_unheard_again
from ideas.services.triage import end_overdue_triage
from ideas.services.waiting import park_waiting_ideas
from ideas.services.watches import wake_due_ideas

# Each looks at the present state and may run twice, also at the same time.
JOBS: Final[tuple[Callable[[], object], ...]] = (
    announce_overdue_decisions,
    flag_unrouted_ideas,
    assign_waiting_reviews,
    choose_second_readers,
    close_due_ballots,
    cover_absences,
    lift_expired_stops,
    release_all_conflicted_reviews,
    open_digests,
    publish_audit_head,
    break_promises,
    warn_of_load,
    report_on_rules,
    wake_due_ideas,
    remind_of_conditions,
    find_precedents,
    end_overdue_triage,
    park_waiting_ideas,
    recount_dates,
    lapse_advice,
    send_reminders,
    flag_ideas_without_date,
    remind_of_risks,
    climb_escalations,
    remind_of_apologies,
    tell_unheard_again,
)


def keep_deadlines() -> None:
    """Run every job once, and note that the clock of periodic work ticks.

    Raises:
        ExceptionGroup: what jobs raised, after all of them ran.
    """
    note_heartbeat(process=BEAT)
    for_each(JOBS, _run)


def _run(job: Callable[[], object]) -> bool:
    job()
    return True
