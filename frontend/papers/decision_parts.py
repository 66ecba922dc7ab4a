"""What stands around a decision on paper: scores, questions, risks, an appeal, and what became of it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from frontend.addresses import idea_address
from frontend.papers.moments import day_words
from frontend.papers.typesetting import Section, section
from frontend.score_card import score_card
from ideas.models import Appeal, Outcome, Question
from ideas.policies.business_cases import has_case
from ideas.selectors.decision_packs import DecisionPack


def scored(pack: DecisionPack) -> Iterator[Section]:
    """Yield what the departments scored, for whom it is, and where the business case stands."""
    score = score_card(pack.profile)
    if score is not None:
        heading = _("Score, for ranking only: %(score)s") % {"score": score.words}
        yield section(heading, level=2, facts=[(one.name, one.line) for one in score.rows])
    if has_case(pack.idea):
        yield section(_("Business case"), level=2, text=idea_address(pack.idea.ref, "idea-case"))


def around_answers(pack: DecisionPack) -> Iterator[Section]:
    """Yield the questions with their answers, and the risks that were accepted."""
    if pack.questions:
        yield section(_("Questions"), facts=[_question(one) for one in reversed(pack.questions)])
    for risk in pack.risks:
        facts = [
            (_("Cause"), risk.cause),
            (_("What may happen"), risk.event),
            (_("Effect"), risk.effect),
            (_("Accepted by"), risk.accepted_by.name),
            (_("Looked at again"), day_words(risk.review_on)),
            (_("Accepted until"), day_words(risk.expires_on)),
        ]
        heading = _("Risk of going ahead without %(department)s") % {"department": risk.review.department.name}
        yield section(heading, level=2, facts=facts)


def after_decision(pack: DecisionPack) -> Iterator[Section]:
    """Yield the answer to an appeal, and each step after the yes. What the author wrote is not for paper."""
    appeal = pack.appeal.appeal if pack.appeal else None
    if appeal is not None:
        yield section(_("The appeal"), level=2, facts=_appeal(appeal))
    if pack.progress is not None:
        owner = pack.progress.owner
        facts = [(_("Who sees to it"), owner.name if owner else ""), *map(_step, pack.progress.outcomes)]
        yield section(_("What became of it"), level=2, facts=facts)


def _question(one: Question) -> tuple[str, str]:
    asked = _("%(department)s asked") % {"department": one.review.department.name}
    return asked, f"{one.text}\n{one.answer or _('There is no answer yet.')}"


def _appeal(appeal: Appeal) -> Iterator[tuple[str, object]]:
    answers = {None: _("not answered yet"), True: _("granted: it is looked at again"), False: _("the answer stands")}
    yield _("Ground"), appeal.get_ground_display()
    yield _("Answer"), answers[appeal.is_granted]
    yield _("Why"), appeal.reasons


def _step(one: Outcome) -> tuple[str, str]:
    return one.get_stage_display(), f"{day_words(one.happened_on)}: {one.note}"
