"""Everything about a decision on paper, in the words of the pages.

Source: docs/permissions.md "Everything about a decision".
"""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from frontend import design
from frontend.idea_parts import DecisionCard, card_of
from frontend.lists.audit import actor_of
from frontend.papers.decision_parts import after_decision, around_answers, scored
from frontend.papers.moments import day_words, moment_words
from frontend.papers.typesetting import Paper, Section, as_pdf, lines_of, section
from frontend.timeline import line_of
from frontend.views.idea_audit import words_of
from ideas.models import BallotSeat, Condition, RoutingDecision, User
from ideas.routing.outcome import Routing
from ideas.selectors.authors import author_ids, shown_author
from ideas.selectors.ballots import BallotView
from ideas.selectors.calendars import organisation
from ideas.selectors.decision_packs import DecisionPack
from ideas.selectors.idea_audit import AuditEntry
from ideas.selectors.lanes import Lane
from ideas.selectors.routing import promises_of
from ideas.selectors.timeline import TimelineEntry


def decision_pack_pdf(pack: DecisionPack, reader: User) -> bytes:
    """Return a pack that `reader` may have as a PDF.

    Internal notes are left out. Paper is handed on, so authors who are not shown are not named, not even to themselves.
    """
    idea = pack.idea
    lead = _("Everything about the decision of %(ref)s, as its reader may know it. Made on %(moment)s.")
    sections = (
        *_idea(pack, reader),
        *_routing(pack),
        *_departments(pack),
        *scored(pack),
        *around_answers(pack),
        *_decision(pack, reader),
        *after_decision(pack),
        *_history(pack),
    )
    return as_pdf(
        Paper(
            title=idea.title,
            organisation=organisation().name,
            language=get_language() or "en",
            lead=lines_of(lead % {"ref": idea.ref, "moment": moment_words(now())}),
            footer=f"{idea.ref} · {idea.title}" if len(idea.title) <= 70 else idea.ref,
            sections=sections,
        )
    )


def _idea(pack: DecisionPack, reader: User) -> Iterator[Section]:
    idea, byline = pack.idea, shown_author(pack.idea, reader)
    names = "" if byline.is_protected else ", ".join(person.name for person in byline.people)
    sent_for = "" if byline.is_protected else ", ".join(person.name for person in byline.on_behalf_of)
    facts = [
        (_("Author"), names or _("A colleague who is not shown")),
        (_("On behalf of"), sent_for),
        (_("Shared"), day_words(idea.submitted_at)),
        (_("Stage"), design.look_of(design.STAGES, idea.stage).words),
        (_("Who can see it"), idea.get_visibility_display()),
    ]
    yield section(_("The idea"), facts=facts)
    yield section(_("The problem"), level=2, text=idea.problem)
    yield section(_("The idea"), level=2, text=idea.proposal)
    yield section(_("What will be better"), level=2, text=idea.expected_result)


def _routing(pack: DecisionPack) -> Iterator[Section]:
    if pack.routing is None:
        return
    routing = Routing.from_json(pack.routing.routing)
    promises = promises_of(idea=pack.idea).values()
    facts = [
        (_("Tier"), f"{routing.tier}, {routing.tier_reason.name}"),
        (_("Why"), routing.tier_reason.why),
        (_("Rules"), _rules(pack.routing)),
        *((_("Promised: %(what)s") % {"what": one.get_kind_display()}, day_words(one.due_at)) for one in promises),
    ]
    yield section(_("Who was asked, and why"), facts=facts)


def _rules(row: RoutingDecision) -> str:
    return _("version %(version)s") % {"version": row.rule_set.version}


def _departments(pack: DecisionPack) -> Iterator[Section]:
    for lane in pack.lanes:
        yield section(
            lane.name, level=2, facts=_lane(lane), items=_conditions(lane.answer.conditions) if lane.answer else ()
        )


def _lane(lane: Lane) -> Iterator[tuple[str, object]]:
    answer = lane.answer
    rule = f" ({lane.rule_id})" if lane.rule_id else ""
    state = answer.recommendation if answer else "queued" if lane.state == "not_open" else lane.state
    yield _("State"), design.look_of(design.REVIEWS, state).words
    yield _("Why"), f"{lane.why}{rule}"
    yield _("The answer given"), ", ".join(f"“{one}”" for one in lane.answers)
    yield _("Reviewer"), lane.owner.name if lane.owner else ""
    yield _("Due"), day_words(lane.due_at)
    if lane.review is not None and lane.answer is not None:
        yield _("Answered"), day_words(lane.review.submitted_at)
    if answer is not None:
        yield _("Answer"), answer.plain_answer
        yield _("Yes, if"), answer.yes_if


def _conditions(conditions: tuple[Condition, ...]) -> Iterator[str]:
    for one in conditions:
        parts = [one.text, one.owner_name, _("by %(date)s") % {"date": day_words(one.due_on)} if one.due_on else ""]
        met = _("met: %(note)s") % {"note": one.met_note} if one.met_at else ""
        yield ", ".join(filter(None, [*parts, met]))


def _decision(pack: DecisionPack, reader: User) -> Iterator[Section]:
    decision = pack.decision
    if decision is None:
        yield section(_("The decision"), text=_("It is being made."))
        return
    card = card_of(decision, reader)
    yield section(_("The decision: %(answer)s") % {"answer": card.heading}, text=decision.explanation)
    yield section(_("Reasons"), level=2, facts=_reasons(card))
    if conditions := tuple(decision.conditions.all()):
        yield section(_("Conditions"), level=2, items=_conditions(conditions))
    if card.ballot is not None:
        yield section(_("The board"), level=2, facts=_board(card.ballot))
    who = decision.decided_by.name if decision.decided_by else ""
    facts = [
        (_("Decided by"), ", ".join(filter(None, [who, card.because]))),
        (_("Decided"), moment_words(decision.decided_at)),
        (_("Announced"), moment_words(decision.announced_at) if decision.announced_at else _("not yet")),
        (_("Rules"), _("version %(version)s") % {"version": decision.rule_set.version}),
    ]
    yield section(_("Who decided"), level=2, facts=facts)


def _board(view: BallotView) -> Iterator[tuple[str, object]]:
    """Who voted how on paper; those who were outvoted with their reasons."""
    for one in view.seats:
        vote = one.vote
        said = [vote.voter.name, vote.get_choice_display(), vote.reason] if vote else [_("did not vote")]
        yield one.seat.department.name, ": ".join(filter(None, said))
    ballot = view.ballot
    if ballot.casting_by is not None:
        tie = [ballot.casting_by.name, str(BallotSeat.Choice(ballot.casting_choice).label), ballot.casting_reason]
        yield _("Tie, decided by the chair"), ": ".join(filter(None, tie))


def _reasons(card: DecisionCard) -> Iterator[tuple[str, object]]:
    decision = card.decision
    yield _("Why"), ": ".join(filter(None, [card.reason, decision.reason_detail]))
    yield _("What would change it"), decision.what_would_change
    yield _("We look at it again when"), "\n".join(str(one) for one in card.watches)
    yield _("Next"), decision.next_step
    yield _("By"), day_words(decision.next_step_on)


def _history(pack: DecisionPack) -> Iterator[Section]:
    hidden = frozenset() if pack.idea.author_shown else author_ids(pack.idea)
    yield section(_("What has happened"), facts=[_happened(entry, hidden) for entry in pack.timeline])
    if pack.audit is not None:
        yield section(_("Audit trail"), facts=[_act(entry) for entry in pack.audit])


def _happened(entry: TimelineEntry, hidden: frozenset[int]) -> tuple[str, str]:
    line = line_of(replace(entry, person=None) if entry.person and entry.person.pk in hidden else entry)
    return moment_words(entry.at), f"{line.who} {line.text}"


def _act(entry: AuditEntry) -> tuple[str, str]:
    words = f"{actor_of(entry)} {words_of(entry)}"
    return moment_words(entry.at), f"{words}: {entry.reason}" if entry.reason else words
