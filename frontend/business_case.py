"""The business case in words, short enough for one page; the page and the paper show the same.

Source: docs/review-process.md 3.4 "The business case".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frontend.addresses import idea_address
from frontend.score_card import ScoreCard, score_card
from ideas.models import Condition, Idea, Review, RiskAcceptance
from ideas.routing.cases import Case
from ideas.selectors.business_cases import Amount, BusinessCase, CasePart, CaseVoice
from ideas.selectors.lanes import Lane

IDEA_CHARS: Final = 400
ANSWER_CHARS: Final = 300
LINE_CHARS: Final = 120
MOST_CONDITIONS: Final = 6
MOST_RISKS: Final = 3
CASES: Final[Mapping[Case, tuple[Promise, Promise]]] = {
    Case.STRATEGIC: (gettext_lazy("Strategic case"), gettext_lazy("Is it needed?")),
    Case.ECONOMIC: (gettext_lazy("Economic case"), gettext_lazy("Is it worth it?")),
    Case.COMMERCIAL: (gettext_lazy("Commercial case"), gettext_lazy("Can it be bought and agreed?")),
    Case.FINANCIAL: (gettext_lazy("Financial case"), gettext_lazy("Can we pay for it?")),
    Case.MANAGEMENT: (gettext_lazy("Management case"), gettext_lazy("Can we do it and run it?")),
    Case.ASSURANCE: (gettext_lazy("Assurance"), gettext_lazy("Is it safe and lawful?")),
}
"""Name and question of each case."""


@dataclass(frozen=True)
class Excerpt:
    """The beginning of a text, in one paragraph; where it was cut, `rest` says so and where the whole text is.

    `address`: of the page with the whole text.
    """

    text: str
    rest: str = ""
    address: str = ""

    def __str__(self) -> str:
        return f"{self.text}{self.rest}"


@dataclass(frozen=True)
class Voice:
    """What a department says to a case. `state`: code of its look; `text` is None where `note` says it all."""

    name: str
    state: str
    is_advice: bool
    text: Excerpt | None
    note: str


@dataclass(frozen=True)
class CaseBlock:
    """One case with its question, what the author estimates, and who speaks to it."""

    title: str
    question: str
    amounts: Sequence[Amount]
    voices: Sequence[Voice]


@dataclass(frozen=True)
class CaseSheet:
    """A business case as it is shown. `more_conditions`, `more_risks`: words for those that do not fit, or nothing."""

    case: BusinessCase
    problem: Excerpt
    proposal: Excerpt
    result: Excerpt
    blocks: Sequence[CaseBlock]
    missing: Sequence[tuple[str, str]]
    conditions: Sequence[tuple[str, Condition]]
    more_conditions: str
    risks: Sequence[tuple[str, RiskAcceptance]]
    more_risks: str
    score: ScoreCard | None


def case_sheet(case: BusinessCase) -> CaseSheet:
    """Return `case` in words, its long texts cut."""
    conditions = list(_conditions(case.parts))
    return CaseSheet(
        case=case,
        problem=_of_idea(case.idea, case.idea.problem),
        proposal=_of_idea(case.idea, case.idea.proposal),
        result=_of_idea(case.idea, case.idea.expected_result),
        blocks=[_block(case, part) for part in case.parts],
        missing=[(lane.name, _silence(case, lane)) for lane in case.missing],
        conditions=conditions[:MOST_CONDITIONS],
        more_conditions=_more(len(conditions) - MOST_CONDITIONS),
        risks=[(_shortly(_risk_words(risk)), risk) for risk in case.risks[:MOST_RISKS]],
        more_risks=_more(len(case.risks) - MOST_RISKS),
        score=score_card(case.profile),
    )


def excerpt(text: str, *, most: int, rest: str, address: str) -> Excerpt:
    """Return at most `most` characters of `text` in one paragraph, cut between two words where there are any."""
    whole = " ".join(text.split())
    if len(whole) <= most:
        return Excerpt(whole)
    start = whole[:most]
    return Excerpt(start.rsplit(" ", 1)[0] if " " in start else start, rest, address)


def _of_idea(idea: Idea, text: str) -> Excerpt:
    return excerpt(text, most=IDEA_CHARS, rest=_("… (whole text in the idea)"), address=idea_address(idea.ref))


def _block(case: BusinessCase, part: CasePart) -> CaseBlock:
    title, question = CASES[part.case]
    amounts = case.amounts if part.case == Case.FINANCIAL else ()
    return CaseBlock(str(title), str(question), amounts, [_voice(case, part.case, one) for one in part.voices])


def _voice(case: BusinessCase, under: Case, one: CaseVoice) -> Voice:
    lane = one.lane
    state = lane.answer.recommendation if lane.answer else "queued" if lane.state == "not_open" else lane.state
    text, note = None, ""
    if lane.answer is None:
        note = lane.why if lane.review is None else _silence(case, lane)
    elif one.stands_under != under:
        note = _("Its words stand under “%(case)s”.") % {"case": CASES[one.stands_under][0]}
    else:
        text = _answer(case.idea, lane, lane.answer.plain_answer)
    return Voice(lane.name, state, lane.mode == Review.Mode.ADVISORY, text, note)


def _answer(idea: Idea, lane: Lane, words: str) -> Excerpt:
    address = f"{idea_address(idea.ref)}#idea-lanes"
    if lane.review is not None and lane.answer is not None and lane.answer.is_whole:
        address = reverse("review", kwargs={"public_id": lane.review.public_id})
    return excerpt(words, most=ANSWER_CHARS, rest=_("… (whole text in the review)"), address=address)


def _silence(case: BusinessCase, lane: Lane) -> str:
    """Say openly why there is no answer to read."""
    if any(risk.review.department.slug == lane.slug for risk in case.risks):
        return _("No answer; it goes ahead without, and the risk is accepted.")
    words = {
        Review.State.SUBMITTED: _("Answered; not for you to read yet."),
        Review.State.LAPSED: _("No answer by the date."),
        Review.State.CANCELLED: _("No answer; it was not waited for."),
    }
    return words.get(Review.State(lane.state), _("No answer by the date.") if lane.is_late else _("No answer yet."))


def _conditions(parts: Sequence[CasePart]) -> Iterator[tuple[str, Condition]]:
    """Every condition once, with its department's name."""
    for part in parts:
        for one in part.voices:
            if one.stands_under == part.case and one.lane.answer is not None:
                yield from ((one.lane.name, condition) for condition in one.lane.answer.conditions)


def _risk_words(risk: RiskAcceptance) -> str:
    return " – ".join([risk.cause, risk.event, risk.effect])


def _shortly(text: str) -> str:
    return str(excerpt(text, most=2 * LINE_CHARS, rest="…", address=""))


def _more(count: int) -> str:
    words = ngettext("And %(count)d more, with the answers.", "And %(count)d more, with the answers.", count)
    return words % {"count": count} if count > 0 else ""
