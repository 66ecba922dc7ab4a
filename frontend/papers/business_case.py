"""The business case of an idea on one page of paper, in the words of its page.

Source: docs/review-process.md 3.4 "The business case".
"""

from collections.abc import Iterator

from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from frontend import design
from frontend.business_case import (
    LINE_CHARS,
    CaseBlock,
    CaseSheet,
    Voice,
    case_sheet,
    excerpt,
)
from frontend.papers.moments import day_words, moment_words
from frontend.papers.typesetting import Paper, Section, as_pdf, lines_of, section
from ideas.models import Condition
from ideas.selectors.business_cases import BusinessCase
from ideas.selectors.calendars import organisation


def business_case_pdf(case: BusinessCase) -> bytes:
    """Return a business case as a PDF of one page, A4. Authors, internal notes and the decision are not in it."""
    idea, sheet = case.idea, case_sheet(case)
    lead = _("Business case of %(ref)s, put together from the answers of the departments. Made on %(moment)s.")
    return as_pdf(
        Paper(
            title=idea.title,
            organisation=organisation().name,
            language=get_language() or "en",
            lead=lines_of(lead % {"ref": idea.ref, "moment": moment_words(now())}),
            footer=idea.ref,
            sections=(*_idea(sheet), *_cases(sheet), *_rest(sheet), *_score(sheet)),
            is_one_page=True,
        )
    )


def _idea(sheet: CaseSheet) -> Iterator[Section]:
    routing = sheet.case.routing
    tier = f"{routing.tier}, {routing.tier_reason.name}: {routing.tier_reason.why}" if routing else sheet.case.idea.tier
    facts = [
        (_("The problem"), sheet.problem),
        (_("The idea"), sheet.proposal),
        (_("What will be better"), sheet.result),
        (_("Tier"), tier),
    ]
    yield section(_("The idea"), level=2, facts=facts)


def _cases(sheet: CaseSheet) -> Iterator[Section]:
    for block in sheet.blocks:
        yield section(f"{block.title}: {block.question}", level=2, facts=_block(block))


def _block(block: CaseBlock) -> Iterator[tuple[str, object]]:
    yield from ((amount.question, amount.answer) for amount in block.amounts)
    yield from ((one.name, _voice(one)) for one in block.voices)


def _voice(one: Voice) -> str:
    look = str(design.look_of(design.REVIEWS, one.state).words)
    advice = _("%(answer)s (advice)") % {"answer": look} if one.is_advice else look
    return f"{advice}. {one.text or one.note}"


def _rest(sheet: CaseSheet) -> Iterator[Section]:
    conditions = [_condition(name, one) for name, one in sheet.conditions]
    risks = [_("%(risk)s. Accepted by %(name)s.") % {"risk": w, "name": r.accepted_by.name} for w, r in sheet.risks]
    if conditions:
        yield section(_("Conditions"), level=2, items=filter(None, [*conditions, sheet.more_conditions]))
    if risks:
        yield section(_("Risks accepted"), level=2, items=filter(None, [*risks, sheet.more_risks]))
    if sheet.missing:
        yield section(_("Without an answer"), level=2, facts=sheet.missing)


def _condition(name: str, one: Condition) -> str:
    by = _("by %(date)s") % {"date": day_words(one.due_on)} if one.due_on else ""
    text = str(excerpt(one.text, most=LINE_CHARS, rest="…", address=""))
    return ", ".join(filter(None, [f"{name}: {text}", one.owner_name, by]))


def _score(sheet: CaseSheet) -> Iterator[Section]:
    if sheet.case.disagrees:
        text = _("They recommend different directions, or their scores lie three points or more apart.")
        yield section(_("The departments do not agree"), level=2, text=text)
    if sheet.score is not None:
        heading = _("Score, for ranking only: %(score)s") % {"score": sheet.score.words}
        yield section(heading, level=2, facts=[(one.name, one.line) for one in sheet.score.rows])
