"""What the page of one idea in triage is made of: the case, and the lanes that are open with their forms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.forms.triage import MatchForm, MergeForm, QuickFixForm, RedirectForm, ResponseForm
from frontend.views.forecast import MODES, DepartmentLine
from ideas.exceptions import NotFound
from ideas.models import Idea, User
from ideas.routing.outcome import DepartmentAsk
from ideas.routing.rules import not_asked
from ideas.selectors.authors import shown_author
from ideas.selectors.ideas import idea_for_reader
from ideas.selectors.overrides import additions_to_end
from ideas.selectors.triage import TriageCase, idea_named, triage_case
from ideas.services.first_responses import give_first_response, send_for_review
from ideas.services.matching import match_idea
from ideas.services.merging import merge_ideas
from ideas.services.overrides import quick_fix
from ideas.services.redirects import redirect_idea
from ideas.workflow import Stage, may_move


@dataclass(frozen=True)
class Lane:
    """One way an idea can go. `act` does it and returns what is said after it; `stays`: the idea stays on the desk.

    `field`: where its key leads, empty where the key acts at once. `needs_turn`: only for what waits in triage;
    `needs_silence`: only before the first response. `ends_in`: the stage it moves the idea to, which must be allowed.
    """

    name: str
    key: str
    heading: str | Promise
    button: str | Promise
    hint: str | Promise
    form: type[forms.Form]
    act: Callable[[Idea, User, Any], str]
    field: str = ""
    needs_turn: bool = True
    needs_silence: bool = False
    stays: bool = False
    ends_in: str = ""


@dataclass(frozen=True)
class LaneView:
    """A lane that is open, with its form; `note` says what it ends."""

    lane: Lane
    form: forms.Form
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something was typed into it that was not taken."""
        return self.form.is_bound


@dataclass(frozen=True)
class Desk:
    """Context of pages/triage/sort.html."""

    case: TriageCase
    names: str
    departments: list[DepartmentLine]
    lanes: list[LaneView]


def desk_of(*, idea: Idea, viewer: User, forms: Mapping[str, forms.Form]) -> Desk:
    """Return the desk for `idea`; `forms` are those that were sent and not taken."""
    case = triage_case(idea=idea, viewer=viewer)
    byline = shown_author(idea, viewer)
    return Desk(
        case=case,
        names=", ".join(person.name for person in byline.people),
        departments=department_lines(case),
        lanes=[_view(lane, forms, case) for lane in LANES.values() if _is_open(lane, case)],
    )


def department_lines(case: TriageCase) -> list[DepartmentLine]:
    """Return the seven in the order of the rules, asked or not, each with its reason."""
    if case.routing is None:
        return []
    lines = {ask.slug: _asked(ask) for ask in case.routing.departments}
    for one in not_asked(case.rules, case.routing):
        lines[one.slug] = DepartmentLine(one.name, "no", "minus", _("not asked"), one.because, (), "")
    return [lines[guide.slug] for guide in case.rules.departments]


def _asked(ask: DepartmentAsk) -> DepartmentLine:
    code, icon, words = MODES[ask.mode]
    return DepartmentLine(ask.name, code, icon, words, ask.why, ask.answers, ask.rule_id)


def _is_open(lane: Lane, case: TriageCase) -> bool:
    has_turn = case.turn is not None or not lane.needs_turn
    if lane.ends_in and not may_move(case.idea.stage, lane.ends_in):
        return False
    return has_turn and not (lane.needs_silence and case.response is not None)


def _view(lane: Lane, sent: Mapping[str, forms.Form], case: TriageCase) -> LaneView:
    note = _quick_fix_ends(case) if lane.name == "quick_fix" else ""
    return LaneView(lane, sent.get(lane.name) or lane.form(prefix=lane.name), note)


def _quick_fix_ends(case: TriageCase) -> str:
    ending = [f"{one.department.name} ({one.by.name})" for one in case.additions if not one.is_answered]
    if not ending:
        return ""
    sentence = _("A reviewer asked as well: %(departments)s. A quick fix ends that, and the history says so.")
    return sentence % {"departments": ", ".join(ending)}


def _review(idea: Idea, by: User, form: ResponseForm) -> str:
    send_for_review(idea=idea, by=by, text=form.words())
    return _("its departments are asked now.")


def _respond(idea: Idea, by: User, form: ResponseForm) -> str:
    give_first_response(idea=idea, by=by, text=form.words())
    return _("the author has been written to.")


def _quick_fix(idea: Idea, by: User, form: QuickFixForm) -> str:
    ended = [one.department.name for one in additions_to_end(idea=idea)]
    quick_fix(idea=idea, by=by, reason=form.cleaned_data["reason"], text=form.words())
    if ended:
        sentence = _("it is for its owner to just do. Not asked any more: %(departments)s.")
        return sentence % {"departments": ", ".join(ended)}
    return _("it is for its owner to just do.")


def _match(idea: Idea, by: User, form: MatchForm) -> str:
    given = form.cleaned_data
    similar = _named(by, given["similar"])
    match_idea(idea=idea, by=by, text=given["text"], colleague=given["colleague"], similar=similar)
    return _("they hear of each other, and the departments are asked.")


def _merge(idea: Idea, by: User, form: MergeForm) -> str:
    target = idea_named(viewer=by, ref=form.cleaned_data["target"].strip().upper(), field="target")
    merge_ideas(source=idea, target=target, by=by, reason=form.cleaned_data["reason"])
    return _("it is merged into %(ref)s.") % {"ref": target.ref}


def _redirect(idea: Idea, by: User, form: RedirectForm) -> str:
    given = form.cleaned_data
    redirect_idea(idea=idea, by=by, door=given["door"], words=given["words"], is_hidden=given["is_hidden"])
    return _("its author reads where it belongs.")


def _named(viewer: User, ref: str) -> Idea | None:
    """Return the idea of that number, None where `viewer` may see none."""
    try:
        return idea_for_reader(viewer=viewer, ref=ref.strip().upper()) if ref.strip() else None
    except NotFound:
        return None


_LANES: Final = (
    Lane(
        "review",
        "r",
        gettext_lazy("For review"),
        gettext_lazy("Send for review"),
        gettext_lazy("The departments below are asked; their time begins now."),
        ResponseForm,
        _review,
    ),
    Lane(
        "quick_fix",
        "q",
        gettext_lazy("Quick fix"),
        gettext_lazy("Let it just be done"),
        gettext_lazy("Tier 0: the author’s manager, or the next one up, says yes or no within days."),
        QuickFixForm,
        _quick_fix,
    ),
    Lane(
        "match",
        "t",
        gettext_lazy("Bring together"),
        gettext_lazy("Bring together and send for review"),
        gettext_lazy("Name somebody who can help, or an idea like it. They follow each other from now on."),
        MatchForm,
        _match,
        field="id_match-colleague",
        needs_silence=True,
    ),
    Lane(
        "merge",
        "m",
        gettext_lazy("Merge"),
        gettext_lazy("Merge it"),
        gettext_lazy("Its voters and followers go along, each once. It can be undone."),
        MergeForm,
        _merge,
        field="id_merge-target",
        needs_turn=False,
        ends_in=Stage.MERGED,
    ),
    Lane(
        "redirect",
        "d",
        gettext_lazy("Another door"),
        gettext_lazy("Send it there"),
        gettext_lazy("For what is no improvement idea: its author reads where it belongs."),
        RedirectForm,
        _redirect,
        field="id_redirect-door",
        needs_turn=False,
        ends_in=Stage.REDIRECTED,
    ),
    Lane(
        "respond",
        "",
        gettext_lazy("Only write to the author"),
        gettext_lazy("Send"),
        gettext_lazy("It stays here until you send it down a lane."),
        ResponseForm,
        _respond,
        needs_turn=False,
        needs_silence=True,
        stays=True,
    ),
)
LANES: Final[Mapping[str, Lane]] = {lane.name: lane for lane in _LANES}
