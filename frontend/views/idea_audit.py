"""Who did what about one idea, for those who see to it that things are in order."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from frontend.addresses import csv_address
from frontend.http import MemberRequest, for_members
from ideas.querysets.keyset import take_page
from ideas.selectors.idea_audit import NEWEST, AuditEntry, audit_of_idea

ROWS = 50
ACTS: dict[str, str | Promise] = {
    "appeal.decide": gettext_lazy("answered the appeal"),
    "appeal.file": gettext_lazy("appealed against the decision"),
    "ballot.cast": gettext_lazy("decided a tie of the board"),
    "ballot.vote": gettext_lazy("voted for the board"),
    "clock.recount": gettext_lazy("counted a date anew, because working days changed"),
    "comment.hide": gettext_lazy("hid a comment"),
    "comment.keep": gettext_lazy("set the report of a comment aside"),
    "comment.unhide": gettext_lazy("showed a comment again"),
    "condition.meet": gettext_lazy("said that a condition is met"),
    "decision.announce": gettext_lazy("announced the decision before its time"),
    "decision.make": gettext_lazy("decided"),
    "discussion.lock": gettext_lazy("locked the discussion"),
    "discussion.unlock": gettext_lazy("opened the discussion again"),
    "first_response.give": gettext_lazy("gave the author a first response"),
    "idea.name_owner": gettext_lazy("named who sees to it"),
    "idea.outcome": gettext_lazy("said what becomes of it"),
    "review.extend": gettext_lazy("gave a late review more time"),
    "idea.escalate": gettext_lazy("asked further up for an answer"),
    "promise.apologise": gettext_lazy("wrote to the author about a missed promise"),
    "risk.accept": gettext_lazy("let the idea go ahead without a department"),
    "early_stop.ask": gettext_lazy("asked to stop the idea early"),
    "early_stop.confirm": gettext_lazy("confirmed the early stop"),
    "early_stop.lift": gettext_lazy("lifted the early stop"),
    "idea.read": gettext_lazy("read the confidential text"),
    "idea.suppliers": gettext_lazy("said which suppliers the idea names"),
    "idea.wake": gettext_lazy("said that what was watched over has come about"),
    "idea.merge": gettext_lazy("merged it with another idea"),
    "idea.redirect": gettext_lazy("sent it to where it belongs"),
    "idea.unmerge": gettext_lazy("took it and another idea apart again"),
    "idea.withdraw": gettext_lazy("took the idea back"),
    "interest.decide": gettext_lazy("decided about a declared interest"),
    "interest.strike": gettext_lazy("struck out a declared interest"),
    "interest.declare": gettext_lazy("declared an interest"),
    "idea.park_for_author": gettext_lazy("parked it, because its author did not answer"),
    "idea.resume": gettext_lazy("let it go on after it was parked"),
    "precedent.credit": gettext_lazy("credited an earlier idea"),
    "precedent.dismiss": gettext_lazy("said that an earlier idea is something else"),
    "question.answer": gettext_lazy("answered a question"),
    "question.ask": gettext_lazy("asked a question"),
    "review.hand_over": gettext_lazy("handed a review over"),
    "review.step_in": gettext_lazy("took a review over for a colleague"),
    "review.claim": gettext_lazy("took a review from the queue"),
    "review.remind": gettext_lazy("reminded the reviewer"),
    "review.take_over": gettext_lazy("took a review over"),
    "review.bounce": gettext_lazy("said that a review is not for the department"),
    "review.settle_bounce": gettext_lazy("settled whose a review is"),
    "review.revise": gettext_lazy("changed the department’s answer"),
    "review.reaffirm": gettext_lazy("said that the department’s answer stands"),
    "second_reading.give": gettext_lazy("read the department’s answer a second time"),
    "routing.ask_also": gettext_lazy("asked one more department"),
    "routing.override": gettext_lazy("changed tier or departments"),
    "triage.finish": gettext_lazy("sorted the idea"),
}


@for_members
@require_safe
def idea_audit(request: MemberRequest, ref: str) -> HttpResponse:
    """List the acts about an idea, the latest first."""
    audit = audit_of_idea(viewer=request.user, ref=ref)
    page = take_page(
        audit.rows,
        NEWEST,
        limit=ROWS,
        cursor=request.GET.get("cursor"),
        bound_to=f"idea-audit:{request.user.pk}:{ref}",
    )
    context = {
        "ref": audit.ref,
        "hides_text": audit.hides_text,
        "page": page,
        "lines": [(entry, words_of(entry)) for entry in map(audit.entry_of, page.rows)],
        "csv_url": csv_address(request, "idea-audit-csv", ref=ref),
    }
    return render(request, "frontend/pages/idea/audit.html", context)


def words_of(entry: AuditEntry) -> str | Promise:
    """Return what was done, in words; an act that has none yet by its name."""
    return ACTS.get(entry.action, entry.action)
