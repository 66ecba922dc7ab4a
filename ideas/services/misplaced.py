"""Keeps grievances, safety reports and the like from being stored as ideas, unless the author says that it is one.

Source: docs/review-process.md 3.3.
"""

from typing import Final

from django.utils.translation import gettext as _

from ideas.exceptions import FieldProblem, InvalidValue
from ideas.models import Idea
from ideas.routing.concerns import FoundConcern, concern_in
from ideas.selectors.rule_sets import active_rule_set, rules_of
from ideas.services.content import WORDS, IdeaContent

FIELD: Final = "is_improvement"


def refuse_misplaced(*, content: IdeaContent, idea: Idea | None = None) -> None:
    """Refuse words that belong to another door, before anything of them is written; `is_improvement` lets them pass.

    What stands in the draft `idea` already was let through before, and is not asked about again. One query.

    Raises:
        InvalidValue: with the door and what it is for (422, `misplaced_concern` at `is_improvement`).
    """
    given = [text for text in (getattr(content, word) for word in WORDS) if text]
    if content.is_improvement or not given:
        return
    rules = rules_of(active_rule_set())
    found = concern_in(rules, given)
    if found is not None and not (idea is not None and concern_in(rules, _words_of(idea))):
        sentence = sentence_of(found)
        raise InvalidValue(sentence, problems=(FieldProblem(FIELD, "misplaced_concern", sentence),))


def is_let_through(idea: Idea) -> bool:
    """Whether the draft holds words that its author has said are an improvement idea all the same. One query."""
    return concern_in(rules_of(active_rule_set()), _words_of(idea)) is not None


def sentence_of(found: FoundConcern) -> str:
    """Return what the author is told: what it reads like, and where it belongs."""
    given = {"concern": found.concern.words, "door": found.door.label, "words": found.door.words}
    return _("%(concern)s Its place is the %(door)s. %(words)s Nothing of it was kept here.") % given


def _words_of(idea: Idea) -> list[str]:
    return [getattr(idea, word) for word in WORDS]
