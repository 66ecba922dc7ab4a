"""What each route is tried with: the object its address names, and a body that would be taken.

A route whose parts are not known here, or whose write has no body here, fails the table: whoever adds a route adds its line.
"""

import uuid
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.drafts import WORDS
from tests.permissions import targets_late, targets_rules, targets_settings
from tests.permissions.routes import Route
from tests.permissions.scene import STATES, Form, Scene

NOBODY = str(uuid.UUID(int=0))
THERE = ("there", "unknown")
Parts = Callable[[Scene, str], Mapping[str, Any]]


def _idea(scene: Scene, state: str) -> Mapping[str, Any]:
    return {"ref": scene.ideas[state].ref if state in scene.ideas else "GS-999999"}


def _idea_or_parked(scene: Scene, state: str) -> Mapping[str, Any]:
    return {"ref": scene.things["parked"].ref} if state == "parked" else _idea(scene, state)


def _idea_or_case(scene: Scene, state: str) -> Mapping[str, Any]:
    return {"ref": scene.things[state].ref} if state in CASES else _idea(scene, state)


def _review(scene: Scene, state: str) -> Mapping[str, Any]:
    return {"public_id": scene.reviews[state].public_id if state in scene.reviews else NOBODY}


def _question(scene: Scene, state: str) -> Mapping[str, Any]:
    return {"public_id": scene.things.get(f"question {state}", NOBODY)}


def _comment(scene: Scene, state: str) -> Mapping[str, Any]:
    return {"public_id": scene.comments[state].public_id if state in scene.comments else NOBODY}


def _row(find: Callable[[Scene], Any]) -> Parts:
    """Return the finder of a thing that is no part of an idea: there, or unknown."""
    return lambda scene, state: {"public_id": find(scene).public_id if state == "there" else NOBODY}


def _attachment(scene: Scene, state: str) -> Mapping[str, Any]:
    return {"public_id": scene.attachments[state].public_id if state in scene.attachments else NOBODY}


class _SentAgain(SimpleUploadedFile):
    """A file that every caller sends whole."""

    def read(self, *sizes: int) -> bytes:
        self.seek(0)
        content: bytes = super().read(*sizes)
        return content


FILES = ("open", "confidential", "unknown")
CASES = ("case", "told")  # an idea of tier 2 that is ready, and one that is decided
IDEA = Form({"title": "Two keys", "visibility": "open", "author_shown": "on", "act": "draft"})
WHOLE_IDEA = Form({**IDEA.fields, **WORDS, "is_small": "on", "version": "1", "act": "save"})


def _queue(scene: Scene, state: str) -> Mapping[str, Any]:
    return {"department_id": scene.reviews["open"].department.public_id if state == "there" else NOBODY}


def _load(_scene: Scene, state: str) -> Mapping[str, Any]:
    return {"slug": "finance" if state == "there" else "no-such-department"}


def _decision(scene: Scene, state: str) -> Mapping[str, Any]:
    known = {"announced": "decision", "kept": "kept decision"}
    return {"public_id": scene.things[known[state]].public_id if state in known else NOBODY}


def _appeal(scene: Scene, state: str) -> Mapping[str, Any]:
    known = {"there": "appeal", "close": "close appeal"}
    return {"public_id": scene.things[known[state]].public_id if state in known else NOBODY}


RISK: Mapping[str, Any] = {
    "department": "finance",
    "cause": "Nobody counted the lamps",
    "event": "The order may be too small",
    "effect": "One street stays dark for a week",
    "review_on": (date.today() + timedelta(days=30)).isoformat(),
    "expires_on": (date.today() + timedelta(days=180)).isoformat(),
}


def _blocking(scene: Scene, state: str) -> Mapping[str, Any]:
    return {"public_id": scene.things[state].public_id if state in scene.things else NOBODY}


SENT = STATES[1:]
DECISIONS = ("announced", "kept", "unknown")
# By the route's name: its states, and how its address is made for each.
OBJECTS: dict[str, tuple[tuple[str, ...], Parts]] = {
    **targets_late.OBJECTS,
    **targets_rules.OBJECTS,
    **targets_settings.OBJECTS,
    "api:v1:attachment": (FILES, _attachment),
    "api:v1:attachment-content": (FILES, _attachment),
    "file": (FILES, _attachment),
    "file-remove": (FILES, _attachment),
    "api:v1:delivery": (THERE, _row(lambda scene: scene.things["delivery"])),
    "api:v1:delivery-cancel": (THERE, _row(lambda scene: scene.things["delivery"])),
    "api:v1:delivery-retry": (THERE, _row(lambda scene: scene.things["delivery"])),
    "api:v1:department": (THERE, _row(lambda scene: scene.people["author"].department)),
    "api:v1:person": (THERE, _row(lambda scene: scene.people["member"])),
    "api:v1:token": (THERE, _row(lambda scene: scene.people["author"].api_tokens.first())),
    "problem": (THERE, lambda _scene, state: {"slug": "unknown-field" if state == "there" else "no-such-problem"}),
    "settings-delivery": (THERE, _row(lambda scene: scene.things["delivery"])),
    "settings-delivery-cancel": (THERE, _row(lambda scene: scene.things["delivery"])),
    "settings-delivery-retry": (THERE, _row(lambda scene: scene.things["delivery"])),
    "api:v1:decision": (DECISIONS, _decision),
    "api:v1:decision-announce": (DECISIONS, _decision),
    "decision": (DECISIONS, _decision),
    "decision-announce": (DECISIONS, _decision),
    **dict.fromkeys(("watch-wake", "api:v1:watch-wake"), (THERE, _row(lambda scene: scene.things["watch"]))),
    **dict.fromkeys(("appeal", "api:v1:appeal", "api:v1:appeal-answer"), (("there", "close", "unknown"), _appeal)),
    **dict.fromkeys(("appeal-new", "api:v1:decision-appeals"), (DECISIONS, _decision)),
    **dict.fromkeys(("api:v1:idea-resume", "idea-resume"), ((*STATES, "parked"), _idea_or_parked)),
    **dict.fromkeys(("api:v1:idea-case", "idea-case", "idea-case-file"), ((*STATES, *CASES), _idea_or_case)),
    **dict.fromkeys(
        ("condition-meet", "api:v1:condition-meet"), (THERE, _row(lambda scene: scene.things["condition"]))
    ),
    **dict.fromkeys(
        ("precedent-settle", "api:v1:precedent-settle"), (THERE, _row(lambda scene: scene.things["precedent"]))
    ),
    "review-claimable": (THERE, _queue),
    **dict.fromkeys(("api:v1:review-early-stop", "review-early-stop"), (("against", "stopped", "unknown"), _blocking)),
    **dict.fromkeys(("department-load", "api:v1:department-load"), (THERE, _load)),
    **dict.fromkeys(("api:v1:question", "api:v1:question-answer"), (SENT, _question)),
    **dict.fromkeys(
        ("delegation-approve", "delegation-end", "api:v1:delegation", "api:v1:delegation-approval"),
        (THERE, _row(lambda scene: scene.things["delegation"])),
    ),
    **dict.fromkeys(("review-step-in", "api:v1:review-step-in"), (STATES, _review)),
    **dict.fromkeys(("bounce-settle", "api:v1:bounce-settle"), (THERE, _row(lambda scene: scene.things["bounce"]))),
    **dict.fromkeys(
        ("interest", "interest-strike", "api:v1:interest", "api:v1:interest-decision", "api:v1:interest-strike"),
        (THERE, _row(lambda scene: scene.things["interest"])),
    ),
    **dict.fromkeys(
        ("stake", "api:v1:stake", "api:v1:stake-settle"), (THERE, _row(lambda scene: scene.things["stake"]))
    ),
    **dict.fromkeys(
        (
            "api:v1:review",
            "api:v1:review-submit",
            "api:v1:review-claim",
            "api:v1:review-hand-over",
            "review",
            "review-save",
            "review-claim",
            "review-hand-over",
            "review-take-over",
            "review-bounce",
            "review-also-needs",
            "api:v1:review-also-needs",
            "api:v1:review-take-over",
            "api:v1:review-bounce",
            "api:v1:review-revise",
            "api:v1:review-reaffirm",
            "review-reaffirm",
            "api:v1:review-second-reading",
            "review-revise",
            "review-second-reading",
            "api:v1:review-questions",
            "question-new",
        ),
        (STATES, _review),
    ),
    **dict.fromkeys(
        (
            "api:v1:comment",
            "api:v1:comment-hiding",
            "api:v1:comment-reports",
            "comment",
            "comment-delete",
            "comment-edit",
            "comment-hide",
            "comment-keep",
            "comment-report",
            "comment-unhide",
        ),
        (SENT, _comment),
    ),
    **dict.fromkeys(("overview-list", "overview-csv"), (("late", "unknown"), lambda _scene, state: {"figure": state})),
    "review-bulk": (("mine", "to-take", "departments", "unknown"), lambda _scene, state: {"which": state}),
    "review-csv": (("mine", "to-take", "departments", "unknown"), lambda _scene, state: {"which": state}),
    "settings-endpoint-tries-csv": (THERE, _row(lambda scene: scene.things["endpoint"])),
    "follow-link": (("unknown",), lambda _scene, _state: {"token": "x" * 43}),
    **dict.fromkeys(
        ("api:v1:notification", "api:v1:notification-read", "api:v1:notification-done"),
        (THERE, _row(lambda scene: scene.things["news"])),
    ),
    **dict.fromkeys(
        ("notification-open", "notification-read", "notification-done"),
        (THERE, _row(lambda scene: scene.things["news"])),
    ),
    **dict.fromkeys(
        [f"api:v1:endpoint{act}" for act in ("", "-test", "-secret", "-stop", "-start", "-attempts")],
        (THERE, _row(lambda scene: scene.things["endpoint"])),
    ),
    **dict.fromkeys(
        [
            f"settings-endpoint{act}"
            for act in ("", "-attempts", "-edit", "-test", "-rotate", "-stop", "-start", "-delete")
        ],
        (THERE, _row(lambda scene: scene.things["endpoint"])),
    ),
    "settings-endpoint-new": (THERE, lambda _scene, state: {"kind": "slack" if state == "there" else "fax"}),
    "notification-stop": (("unknown",), lambda _scene, _state: {"token": "x" * 43}),
}
BY_PART: dict[str, tuple[tuple[str, ...], Parts]] = {"ref": (STATES, _idea)}

_ANSWER = {
    "recommendation": "support",
    "confidence": "high",
    "plain_answer": "We can do this from Monday, and will.",
}
_DECISION = {
    "kind": "declined",
    "reason_code": "benefit_too_small",
    "explanation": "The stores are open from six, so nobody waits for the key any more.",
    "what_would_change": "If the stores close before seven again.",
}
_APPEAL = {"ground": "factual_error", "text": "The stores open at seven now, so everybody waits for the key."}
_SCORES = ("three_year_value", "affordable")
_REASON = {"reason": "It names a resident"}
# By the route: a body that would be taken; a `Form` for pages, anything else is sent as JSON.
BODIES: dict[str, Any] = {
    **targets_late.BODIES,
    **targets_rules.BODIES,
    **targets_settings.BODIES,
    "POST api:v1:comments": {"body": "We do this at the north depot."},
    "PATCH api:v1:comment": {"body": "We did this at the north depot."},
    "DELETE api:v1:comment": None,
    "PUT api:v1:comment-hiding": _REASON,
    "DELETE api:v1:comment-hiding": None,
    "POST api:v1:comment-reports": _REASON,
    "PUT api:v1:discussion-lock": _REASON,
    "DELETE api:v1:discussion-lock": None,
    "PUT api:v1:follow": {"level": "following"},
    "DELETE api:v1:follow": None,
    "PUT api:v1:vote": None,
    "DELETE api:v1:vote": None,
    "POST comment-delete": Form({}),
    "POST comment-edit": Form({"body": "We did this.", "version": "1"}),
    "POST comment-hide": Form(_REASON),
    "POST comment-keep": Form({}),
    "POST comment-report": Form(_REASON),
    "POST comment-unhide": Form({}),
    "POST comments": Form({"body": "We do this."}),
    "POST discussion-lock": Form(_REASON),
    "POST discussion-unlock": Form({}),
    "POST idea-follow": Form({"act": "follow"}),
    "POST idea-vote": Form({}),
    "POST api:v1:ideas": {"title": "Two keys"},
    "PATCH api:v1:idea": {"title": "Two keys"},
    "DELETE api:v1:idea": None,
    "POST api:v1:idea-submit": {},
    "POST api:v1:idea-withdraw": {"reason": "Solved meanwhile"},
    "POST api:v1:attachments": Form({"file": _SentAgain("a.txt", b"Two keys", "text/plain")}),
    "DELETE api:v1:attachment": None,
    "POST api:v1:routing-preview": {"is_small": True},
    "POST api:v1:tags": {"name": "Keys"},
    "POST draft": IDEA,
    "POST draft-autosave": IDEA,
    "POST draft-delete": Form({}),
    "POST file-remove": Form({}),
    "POST idea-edit": WHOLE_IDEA,
    "POST idea-new": IDEA,
    "POST idea-new-autosave": IDEA,
    "POST idea-new-preview": IDEA,
    "POST idea-withdraw": Form({"reason": "Solved meanwhile"}),
    "PATCH api:v1:me": {"time_zone": "Europe/Sofia"},
    "POST api:v1:tokens": {"name": "Reporting", "scopes": ["read"]},
    "DELETE api:v1:token": None,
    "POST api:v1:deliveries-retry": {},
    "POST api:v1:delivery-cancel": {"reason": "Nobody needs it."},
    "POST api:v1:delivery-retry": None,
    "POST appearance": Form({"theme": "dark"}),
    "POST shortcuts": Form({}),
    "POST account_login": Form({"login": "nobody@example.org", "password": "wrong"}),
    "POST account_logout": Form({}),
    "POST account_inactive": Form({}),
    "POST account_reset_password": Form({"email": "nobody@example.org"}),
    "POST account_change_password": Form({}),
    "POST account_set_password": Form({}),
    "PUT api:v1:review": _ANSWER,
    "POST api:v1:review-submit": {**_ANSWER, "scores": {name: {"value": None} for name in _SCORES}},
    "POST api:v1:review-claim": None,
    "POST api:v1:review-hand-over": {"to": NOBODY, "reason": "On leave"},
    "POST api:v1:idea-decisions": _DECISION,
    "POST api:v1:decision-announce": None,
    "POST review": Form({**_ANSWER, **{f"scores__{name}": "0" for name in _SCORES}}),
    "POST review-save": Form({**_ANSWER}),
    "POST review-claim": Form({}),
    "PUT api:v1:idea-interest": {"nature": "potential", "kind": "personal", "text": "My brother works there."},
    "PUT api:v1:idea-suppliers": {"names": ["Acme Ltd"]},
    "PUT api:v1:own-suppliers": {"names": ["Acme Ltd"]},
    "POST api:v1:interest-decision": {"may_go_on": True, "mitigation": "A colleague reads the answer first."},
    "POST idea-interest": Form({"nature": "potential", "kind": "personal", "text": "My brother works there."}),
    "POST idea-suppliers": Form({"names": "Acme Ltd"}),
    "POST profile-suppliers": Form({"names": "Acme Ltd"}),
    "POST api:v1:own-delegations": {"to": NOBODY, "starts_on": "2030-01-07", "ends_on": "2030-01-11"},
    "POST api:v1:delegation-approval": None,
    "DELETE api:v1:delegation": None,
    "POST api:v1:review-step-in": None,
    "POST delegation-add": Form({"to": "nobody@example.org", "starts_on": "2030-01-07", "ends_on": "2030-01-11"}),
    "POST delegation-approve": Form({}),
    "POST delegation-end": Form({}),
    "POST review-step-in": Form({}),
    "POST interest-strike": Form({"reason": "They read the wrong idea."}),
    "POST api:v1:interest-strike": {"reason": "They read the wrong idea."},
    "POST stake": Form({"answer": "strike"}),
    "POST api:v1:stake-settle": {"is_struck": True},
    "POST profile-supplier-strike": Form({"striking-supplier": "Acme", "striking-reason": "Another firm."}),
    "POST api:v1:own-supplier-strike": {"name": "Acme", "reason": "Another firm."},
    "POST interest": Form({"answer": "go_on", "mitigation": "A colleague reads the answer first."}),
    "POST review-hand-over": Form({"to": NOBODY, "reason": "On leave"}),
    "POST api:v1:review-revise": {
        **_ANSWER,
        "scores": {name: {"value": None} for name in _SCORES},
        "reason": "The price is known now",
    },
    "POST review-revise": Form(
        {**_ANSWER, **{f"scores__{name}": "0" for name in _SCORES}, "reason": "The price is known now"}
    ),
    "POST api:v1:review-reaffirm": {"version": 2},
    "POST review-reaffirm": Form({"version": "2"}),
    "POST api:v1:review-second-reading": {"verdict": "agree"},
    "POST review-second-reading": Form({"verdict": "agree"}),
    "POST api:v1:review-early-stop": {"kind": "unlawful", "reason": "The act of 2019 forbids it."},
    "POST review-early-stop": Form({"kind": "unlawful", "reason": "The act of 2019 forbids it."}),
    "POST api:v1:idea-risks": RISK,
    "POST idea-go-ahead": Form(RISK),
    "PUT api:v1:idea-early-stop": {"verdict": "lifted", "reason": "The act does not hold here."},
    "POST idea-early-stop": Form({"verdict": "lifted", "reason": "The act does not hold here."}),
    "PUT api:v1:idea-ballot": {"choice": "yes"},
    "POST idea-ballot": Form({"choice": "yes"}),
    "POST api:v1:review-questions": {"text": "Who pays?"},
    "POST api:v1:question-answer": {"answer": "Three of them."},
    "POST api:v1:idea-resume": None,
    "POST idea-resume": Form({}),
    "POST question-new": Form({"text": "Who pays?", "addressee": "author"}),
    "POST questions": Form({}),
    "POST decision-new": Form({**_DECISION}),
    "POST decision-announce": Form({}),
    "POST appeal": Form({"is_granted": "no", "reasons": _APPEAL["text"]}),
    "POST appeal-new": Form(_APPEAL),
    "POST api:v1:appeal-answer": {"is_granted": False, "reasons": _APPEAL["text"]},
    "POST api:v1:decision-appeals": _APPEAL,
    "POST idea-owner": Form({"person": "nobody@example.org"}),
    "POST idea-outcome": Form({"stage": "in_delivery", "note": "The key hangs.", "happened_on": "2026-11-02"}),
    "PUT api:v1:idea-owner": {"person": NOBODY},
    "POST api:v1:idea-outcomes": {"stage": "in_delivery", "note": "The key hangs.", "happened_on": "2026-11-02"},
    "POST condition-meet": Form({"note": "The rota was changed."}),
    "POST api:v1:condition-meet": {"note": "The rota was changed."},
    "POST precedent-settle": Form({"state": "credited", "reason": "The same key."}),
    "POST api:v1:precedent-settle": {"state": "credited", "reason": "The same key."},
    "POST watch-wake": Form({"reason": "The rota was changed."}),
    "POST api:v1:watch-wake": {"reason": "The rota was changed."},
    "POST settings-deliveries-retry": Form({}),
    "POST settings-delivery-cancel": Form({"reason": "Nobody needs it."}),
    "POST settings-delivery-retry": Form({}),
    "POST follow-link": Form({}),
    "POST routing-override": Form({"tier": "", "reason": ""}),
    "POST idea-unmerge": Form({"reason": "They differ."}),
    "POST triage-sort": Form(
        {"lane": "respond", "respond-template": "own", "respond-text": "Thank you. Operations looks at it this week."}
    ),
    "POST api:v1:idea-triage-review": {"text": "Thank you."},
    "POST api:v1:idea-triage-quick-fix": {"reason": "It stays in one team."},
    "POST api:v1:idea-triage-match": {"text": "Look at this one.", "similar": "GS-999999"},
    "POST api:v1:idea-triage-merge": {"target": "GS-999999", "reason": "Both want a second key."},
    "POST api:v1:idea-triage-unmerge": {"reason": "They differ."},
    "POST api:v1:idea-triage-redirect": {"door": "people_team", "words": "They hear this in confidence."},
    "POST api:v1:idea-first-response": {"text": "Thank you."},
    "POST api:v1:idea-overrides": {"departments": {"legal": "required"}, "reason": "A contract is touched."},
    "POST notification-stop": Form({}),
    "POST review-bulk": Form({"row": NOBODY, "act": "claim"}),
    "POST api:v1:reviews-bulk": {"act": "claim", "reviews": [NOBODY]},
    "POST triage": Form({"row": "GS-999999", "act": "review"}),
    "POST api:v1:triage-bulk": {"act": "review", "ideas": ["GS-999999"]},
    "POST review-take-over": Form({"reason": "She is ill."}),
    "POST review-bounce": Form({"department": "procurement", "reason": "Something is bought."}),
    "POST review-also-needs": Form({"department": "procurement", "reason": "Something is bought."}),
    "POST api:v1:review-also-needs": {"department": "procurement", "reason": "Something is bought."},
    "POST bounce-settle": Form({"outcome": "kept", "reason": "Nothing is bought."}),
    "POST api:v1:review-take-over": {"reason": "She is ill."},
    "POST api:v1:review-bounce": {"department": "procurement", "reason": "Something is bought."},
    "POST api:v1:bounce-settle": {"outcome": "kept", "reason": "Nothing is bought."},
    "POST api:v1:notifications-read": None,
    "PATCH api:v1:notification-preferences": {"quiet_hours": True},
    "PUT api:v1:notification-read": None,
    "PUT api:v1:notification-done": None,
    "DELETE api:v1:notification-done": None,
    "POST api:v1:endpoints": {
        "kind": "webhook",
        "name": "Warehouse",
        "address": "https://hooks.example.org/services/x",
        "event_types": ["decision.announced"],
    },
    "PATCH api:v1:endpoint": {"name": "Lake"},
    "DELETE api:v1:endpoint": None,
    **{f"POST api:v1:endpoint-{act}": {} for act in ("test", "secret", "stop", "start")},
    "POST notification-read-all": Form({}),
    "POST notification-preferences": Form({}),
    **dict.fromkeys([f"POST notification-{act}" for act in ("open", "read", "done")], Form({})),
    "POST settings-endpoint-new": Form({"name": "Team room"}),
    "POST settings-endpoint-edit": Form({"name": "Team room", "version": "1", "event_types": ["decision.announced"]}),
    **dict.fromkeys(
        [f"POST settings-endpoint-{act}" for act in ("test", "rotate", "stop", "start", "delete")], Form({})
    ),
}
HEADERS: dict[str, dict[str, str]] = {
    **targets_rules.HEADERS,
    "PATCH api:v1:comment": {"If-Match": '"1"'},
    "PUT api:v1:review": {"If-Match": '"1"'},
    "POST api:v1:review-submit": {"If-Match": '"1"'},
    "POST api:v1:review-revise": {"If-Match": '"1"'},
    "POST api:v1:idea-decisions": {"If-Match": '"1"'},
    "PATCH api:v1:endpoint": {"If-Match": '"1"'},
    "PATCH api:v1:idea": {"If-Match": '"1"'},
}
QUERIES: dict[str, str] = {
    "GET api:v1:calendar-add": "?start=2026-11-23T09:00:00Z&days=2",
    "GET api:v1:idea-changes": "?older=1&newer=1",
    "GET api:v1:ideas-similar": "?text=idea",
    "GET api:v1:people": "?name=person",
    "GET board-fresh": "?since=0",
    "GET live-changes": "?shown={}",
}


def parts_of(route: Route) -> tuple[tuple[str, ...], Parts]:
    """Return the states of a route's object and how its address is made."""
    if not route.converters:
        return ("-",), lambda _scene, _state: {}
    if route.name in OBJECTS:
        return OBJECTS[route.name]
    names = tuple(name for name, _kind in route.converters)
    if len(names) == 1 and names[0] in BY_PART:
        return BY_PART[names[0]]
    raise LookupError(f"{route.name} is not in tests/permissions/targets.py OBJECTS: say what {names} name.")


def body_of(route: Route) -> Any:
    """Return the body to send."""
    if route.method == "GET":
        return None
    if str(route) not in BODIES:
        raise LookupError(f"{route} is not in tests/permissions/targets.py BODIES: give a body that would be taken.")
    return BODIES[str(route)]
