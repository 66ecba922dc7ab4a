"""The one register of problem types, by code."""

from collections.abc import Mapping
from typing import Final

from api.problem_types.access import ACCESS
from api.problem_types.after_decision import AFTER_DECISION
from api.problem_types.bulk import BULK
from api.problem_types.kinds import ProblemType
from api.problem_types.late_answers import LATE_ANSWERS
from api.problem_types.requests import REQUESTS
from api.problem_types.review_depth import REVIEW_DEPTH
from api.problem_types.rules import RULES
from api.problem_types.states import STATES
from api.problem_types.triage import TRIAGE
from api.problem_types.values import VALUES
from api.problem_types.workload import WORKLOAD

PROBLEM_TYPES: Final[Mapping[str, ProblemType]] = {
    **REQUESTS,
    **ACCESS,
    **STATES,
    **VALUES,
    **AFTER_DECISION,
    **BULK,
    **LATE_ANSWERS,
    **REVIEW_DEPTH,
    **RULES,
    **TRIAGE,
    **WORKLOAD,
}


def code_of(slug: str) -> str:
    """Return the code that a `type` such as /problems/unknown-field ends in."""
    return slug.replace("-", "_")


def slug_of(code: str) -> str:
    """Return how `code` is written in a `type`."""
    return code.replace("_", "-")
