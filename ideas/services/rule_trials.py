"""Tries rules on past ideas for whoever may edit rules. Nothing is written."""

from django.utils.translation import gettext as _

from ideas.exceptions import FieldProblem, InvalidValue
from ideas.models import User
from ideas.routing.parsing import parse_rule_set
from ideas.rule_problems import sentence_of
from ideas.selectors.rule_sets import problems_of, refuse_unless_editor
from ideas.selectors.simulation import TrialRun, try_rules


def simulate_rules(*, by: User, body: object, idea_count: int) -> TrialRun:
    """Route the newest `idea_count` ideas (10 to 2,000) by the rules that hold and by `body`, and say what differs.

    Raises:
        NotPermitted: `by` does not edit rules (403, `not_rules_editor`).
        InvalidValue: `body` cannot be used; each problem names the part and the field (422, `rule_set_invalid`).
    """
    refuse_unless_editor(by)
    problems = tuple(FieldProblem("body", "rule_set_invalid", sentence_of(one)) for one in problems_of(body))
    if problems:
        sentence = _("These rules cannot be used as they are.")
        raise InvalidValue(sentence, problems=problems, code="rule_set_invalid")
    return try_rules(viewer=by, rules=parse_rule_set(body), idea_count=idea_count)
