"""What the routes of the profile and the settings are tried with."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from ideas.models import Calendar, Holiday
from tests.permissions.scene import Form, Scene

NOBODY = str(uuid.UUID(int=0))
THERE = ("there", "unknown")
Parts = Callable[[Scene, str], Mapping[str, Any]]


def _row(find: Callable[[Scene], Any]) -> Parts:
    return lambda scene, state: {"public_id": find(scene).public_id if state == "there" else NOBODY}


def _department(_scene: Scene, state: str) -> Mapping[str, Any]:
    return {"slug": "finance" if state == "there" else "nowhere"}


def _place(scene: Scene, state: str) -> Mapping[str, Any]:
    place = scene.people["reviewer"].memberships.get()
    return {"slug": "finance", "public_id": place.public_id if state == "there" else NOBODY}


def _calendar(_scene: Scene, state: str) -> Mapping[str, Any]:
    return {"key": "scotland" if state == "there" else "nowhere"}


def _holiday(_scene: Scene, state: str) -> Mapping[str, Any]:
    holiday = Holiday.objects.filter(calendar=Calendar.objects.get(key="scotland")).order_by("on")[0]
    return {"key": "scotland", "public_id": holiday.public_id if state == "there" else NOBODY}


_PERSON = _row(lambda scene: scene.people["member"])
OBJECTS: dict[str, tuple[tuple[str, ...], Parts]] = {
    **dict.fromkeys(
        ("absence-change", "absence-remove", "api:v1:absence"), (THERE, _row(lambda scene: scene.things["absence"]))
    ),
    "api:v1:calendar-add": (THERE, _calendar),
    "profile-session-end": (("unknown",), lambda _scene, _state: {"number": 1}),
    "profile-token-revoke": (THERE, _row(lambda scene: scene.people["author"].api_tokens.order_by("id")[0])),
    **dict.fromkeys(
        (
            "settings-person",
            "settings-person-invite",
            "settings-person-deactivate",
            "settings-person-reactivate",
        ),
        (THERE, _PERSON),
    ),
    **dict.fromkeys(
        ("settings-department", "settings-leaders", "settings-member-add", "settings-members-csv"), (THERE, _department)
    ),
    **dict.fromkeys(("settings-seat", "api:v1:board-seat"), (THERE, _department)),
    **dict.fromkeys(("settings-member", "settings-member-remove"), (THERE, _place)),
    **dict.fromkeys(
        ("settings-answer", "settings-answer-remove", "api:v1:answer-template"),
        (THERE, _row(lambda scene: scene.things["answer"])),
    ),
    **dict.fromkeys(
        ("settings-site", "settings-site-remove", "api:v1:site"), (THERE, _row(lambda scene: scene.things["site"]))
    ),
    "settings-role-revoke": (THERE, _row(lambda scene: scene.people["triager"].role_grants.get())),
    **dict.fromkeys(
        ("settings-calendar", "settings-holidays-csv", "settings-holiday-add", "settings-holidays-refill"),
        (THERE, _calendar),
    ),
    "settings-holiday-remove": (THERE, _holiday),
}

_DAYS = {"from_on": "2027-02-01", "to_on": "2027-02-05"}
_ADA = {"name": "Ada Byron", "email": "ada@example.org"}
_HOURS = {"name": "Scotland", "time_zone": "Europe/London", "opens_at": "08:00", "closes_at": "16:00"}
_HOME = {"name": "Aldermere", "time_zone": "Europe/London", "currency": "GBP", "calendar": "scotland"}
_SITE = {"name": "Leeds", "calendar": "scotland"}
BODIES: dict[str, Any] = {
    "POST settings-answers": Form({"kind": "first_response", "name": "More", "text": "Thank you."}),
    "POST settings-answer": Form({"name": "More", "text": "Thank you."}),
    "POST settings-answer-remove": Form({}),
    "POST api:v1:answer-templates": {"kind": "first_response", "name": "More", "text": "Thank you."},
    "PUT api:v1:answer-template": {"name": "More", "text": "Thank you."},
    "DELETE api:v1:answer-template": None,
    "POST settings-audit": Form({}),
    "POST absence-add": Form(_DAYS),
    "POST absence-add-for-member": Form(_DAYS),
    "POST absence-change": Form(_DAYS),
    "POST absence-remove": Form({}),
    "POST api:v1:own-absences": _DAYS,
    "POST api:v1:absences": {"person": NOBODY, **_DAYS},
    "PATCH api:v1:absence": _DAYS,
    "DELETE api:v1:absence": None,
    "POST profile": Form({"locale": "en-gb", "time_zone": "Europe/Sofia"}),
    "POST profile-session-end": Form({}),
    "POST profile-sessions-end": Form({}),
    "POST profile-token-revoke": Form({}),
    "POST profile-tokens": Form({"name": "Reporting", "scopes": ["read"], "days": "30"}),
    "POST settings-calendar": Form({**_HOURS, "weekdays": ["1"]}),
    "POST settings-department": Form({"name": "Finance", "kind": "core", "is_active": "on"}),
    "POST settings-department-add": Form({"name": "Parks", "kind": "service", "is_active": "on"}),
    "POST settings-holiday-add": Form({"on": "2031-01-14", "name": "Founders’ day"}),
    "POST settings-holiday-remove": Form({}),
    "POST settings-holidays-refill": Form({}),
    "POST settings-import": Form({}),
    "POST settings-import-confirm": Form({}),
    "POST settings-leaders": Form({"lead": "", "deputy": ""}),
    "POST settings-logo": Form({"remove": "yes"}),
    "POST settings-member": Form({"capacity": "0.5", "tags": ""}),
    "POST settings-member-add": Form({"person": "nobody", "capacity": "0.5"}),
    "POST settings-member-remove": Form({}),
    "POST settings-organisation": Form({**_HOME, "announce_delay_seconds": "60"}),
    "POST settings-person": Form(_ADA),
    "POST settings-person-add": Form(_ADA),
    "POST settings-person-deactivate": Form({}),
    "POST settings-person-invite": Form({}),
    "POST settings-person-reactivate": Form({}),
    "POST settings-role-revoke": Form({}),
    "POST settings-roles": Form({"person": "nobody", "role": "triager"}),
    "POST settings-seat": Form({"holder": "", "deputy": ""}),
    "PUT api:v1:board-seat": {"holder": None, "deputy": None},
    "POST settings-site": Form(_SITE),
    "POST settings-site-remove": Form({}),
    "POST settings-sites": Form(_SITE),
    "POST api:v1:sites": _SITE,
    "PATCH api:v1:site": _SITE,
    "DELETE api:v1:site": None,
    "POST settings-step": Form({"step": "idea"}),
}
