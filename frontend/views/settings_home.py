"""The door to the settings: the first steps and the pages that the reader may open."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from frontend.http import MemberRequest, for_members
from ideas.exceptions import NotPermitted
from ideas.models import User
from ideas.policies.answer_templates import can_edit_answer_template
from ideas.policies.audit import can_verify_audit
from ideas.policies.people import can_manage_people
from ideas.policies.permissions import Permission
from ideas.policies.roles import standing_of
from ideas.policies.settings import can_change_organisation, can_edit_sites, can_open_settings
from ideas.selectors.setup import SetupStep, setup_steps
from ideas.services.organisation import skip_setup_step


@dataclass(frozen=True)
class StepWords:
    """How a first step is shown: its name, what it is for, the verb, and the page where it is done."""

    label: str | Promise
    hint: str | Promise
    action: str | Promise
    url_name: str


STEPS: dict[str, StepWords] = {
    "organisation": StepWords(
        gettext_lazy("Your organisation"),
        gettext_lazy("Name, time zone and currency, as they stand on every page and in every mail."),
        gettext_lazy("Write them"),
        "settings-organisation",
    ),
    "departments": StepWords(
        gettext_lazy("Departments and their leads"),
        gettext_lazy("Seven look at ideas. Each needs somebody who hears when nobody is free."),
        gettext_lazy("Name the leads"),
        "settings-departments",
    ),
    "calendar": StepWords(
        gettext_lazy("Working days and holidays"),
        gettext_lazy("Every promised date is counted on them."),
        gettext_lazy("Look at them"),
        "settings-calendars",
    ),
    "reviewers": StepWords(
        gettext_lazy("Reviewers"),
        gettext_lazy("Two in each department, so that nobody’s leave stops the clock."),
        gettext_lazy("Add people"),
        "settings-departments",
    ),
    "endpoint": StepWords(
        gettext_lazy("Slack, Teams or a webhook, with a test message"),
        gettext_lazy("News go where people are already."),
        gettext_lazy("Connect one"),
        "settings-endpoints",
    ),
    "idea": StepWords(
        gettext_lazy("The first idea"),
        gettext_lazy("Send one yourself, and see who looks at it and by when."),
        gettext_lazy("Share an idea"),
        "idea-new",
    ),
}


@dataclass(frozen=True)
class ShownStep:
    """A step as components/checklist.html draws it."""

    key: str
    label: str | Promise
    hint: str | Promise
    action: str | Promise
    url: str
    is_done: bool


@dataclass(frozen=True)
class Door:
    """A page of the settings that the reader may open."""

    url_name: str
    icon: str
    label: str | Promise
    text: str | Promise


_ORGANISATION = Door(
    "settings-organisation", "building", gettext_lazy("Organisation"), gettext_lazy("Name, logo, time zone, currency")
)
_PEOPLE = Door("settings-people", "users", gettext_lazy("People"), gettext_lazy("Add, invite, import, close accounts"))
_ROLES = Door("settings-roles", "key", gettext_lazy("Roles"), gettext_lazy("Who sorts, manages, chairs, administers"))
_BOARD = Door("settings-board", "scale", gettext_lazy("Board"), gettext_lazy("Who speaks for each department"))
_DEPARTMENTS = Door(
    "settings-departments", "users-group", gettext_lazy("Departments"), gettext_lazy("Leads, reviewers, capacity")
)
_CALENDARS = Door(
    "settings-calendars", "calendar", gettext_lazy("Calendars"), gettext_lazy("Working days, hours, holidays")
)
_SITES = Door("settings-sites", "world", gettext_lazy("Sites"), gettext_lazy("Where people work, by which calendar"))
_ANSWERS = Door(
    "settings-answers", "message-2", gettext_lazy("Answer templates"), gettext_lazy("Words for what is answered often")
)
_RULES = Door("rules", "route", gettext_lazy("Rules"), gettext_lazy("Who is asked, and because of what"))
_ENDPOINTS = Door("settings-endpoints", "webhook", gettext_lazy("Channels"), gettext_lazy("Slack, Teams, webhooks"))
_HEALTH = Door("settings-health", "heart-rate-monitor", gettext_lazy("Health"), gettext_lazy("Does everything run?"))
_AUDIT = Door("settings-audit", "shield-check", gettext_lazy("Audit trail"), gettext_lazy("Is it as it was written?"))


@for_members
@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """Show the first steps to administrators, and to everybody the pages that are for them."""
    if not can_open_settings(request.user):
        raise NotPermitted(_("The settings are for administrators, programme managers and leads."), code="no_settings")
    steps = setup_steps() if can_change_organisation(request.user) else ()
    shown = [_shown(step) for step in steps if not step.is_skipped]
    context = {
        "steps": shown if any(not step.is_done for step in shown) else [],
        "done_count": sum(step.is_done for step in shown),
        "open_steps": [step for step in shown if not step.is_done],
        "skipped": [_shown(step) for step in steps if step.is_skipped],
        "doors": [(door, url) for door in _doors(request.user) if (url := _url(door.url_name))],
    }
    return render(request, "frontend/pages/settings/home.html", context)


@for_members
@require_POST
def skip_step(request: MemberRequest) -> HttpResponse:
    """Leave a first step out, or take it in again."""
    step = request.POST.get("step", "")
    if step in STEPS:
        skip_setup_step(by=request.user, step=step, is_done=request.POST.get("skip") != "no")
    return redirect("settings")


def _shown(step: SetupStep) -> ShownStep:
    words = STEPS[step.key]
    return ShownStep(step.key, words.label, words.hint, words.action, _url(words.url_name), step.is_done)


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _doors(person: User) -> list[Door]:
    standing = standing_of(person)
    is_lead = bool(standing.leads)
    manages_people = can_manage_people(person)
    doors = (
        (_ORGANISATION, can_change_organisation(person)),
        (_PEOPLE, manages_people),
        (_ROLES, manages_people),
        (_BOARD, manages_people),
        (_DEPARTMENTS, manages_people or is_lead),
        (_CALENDARS, standing.has(Permission.EDIT_CALENDARS) or is_lead),
        (_SITES, can_edit_sites(person)),
        (_RULES, standing.has(Permission.EDIT_RULES)),
        (_ANSWERS, can_edit_answer_template(person)),
        (_ENDPOINTS, standing.has(Permission.MANAGE_ENDPOINTS)),
        (_HEALTH, standing.has(Permission.READ_HEALTH)),
        (_AUDIT, can_verify_audit(person)),
    )
    return [door for door, is_open in doors if is_open]
