"""What routes of late answers are tried with: besides the scene's ideas one whose promise was missed and review is late."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from tests.permissions.scene import STATES, Form, Scene

WITH_LATE = (*STATES, "late")


def _idea(scene: Scene, state: str) -> Mapping[str, Any]:
    idea = scene.things["late"].idea if state == "late" else scene.ideas.get(state)
    return {"ref": idea.ref if idea else "GS-999999"}


def _review(scene: Scene, state: str) -> Mapping[str, Any]:
    review = scene.things["late"] if state == "late" else scene.reviews.get(state)
    return {"public_id": review.public_id if review else "00000000-0000-0000-0000-000000000000"}


def _next_monday() -> str:
    today = date.today()
    return (today + timedelta(days=7 - today.weekday())).isoformat()


ESCALATION: Mapping[str, Any] = {"reason": "The season begins in two weeks."}
APOLOGY: Mapping[str, Any] = {"text": "We waited for a lawyer.", "new_on": _next_monday()}
EXTENSION: Mapping[str, Any] = {"reason": "Our lawyer is back then.", "until": _next_monday()}

OBJECTS: dict[str, tuple[tuple[str, ...], Callable[[Scene, str], Mapping[str, Any]]]] = {
    **dict.fromkeys(("idea-apology", "api:v1:idea-apologies"), (WITH_LATE, _idea)),
    **dict.fromkeys(("review-extend", "api:v1:review-extend"), (WITH_LATE, _review)),
}
BODIES: Mapping[str, Any] = {
    "POST api:v1:idea-escalations": ESCALATION,
    "POST idea-escalate": Form(dict(ESCALATION)),
    "POST api:v1:idea-apologies": APOLOGY,
    "POST idea-apology": Form(dict(APOLOGY)),
    "POST api:v1:review-extend": EXTENSION,
    "POST review-extend": Form(dict(EXTENSION)),
}
