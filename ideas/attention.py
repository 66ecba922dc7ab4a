"""Why somebody must look at an idea: stored as a code, read as a sentence in the language of who reads it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

_PARTS = ":"


class Attention(TextChoices):
    """What `Idea.needs_attention` may hold; `department_gone` is followed by a colon and the names."""

    NO_DATE = "no_date", _("Nothing is to happen next with this idea: no date lies ahead. Move it on.")
    UNHEARD = (
        "unheard",
        _("Something is late or soon due here, and nobody could be told who may see this idea and act."),
    )
    NOBODY_DECIDES = "nobody_decides", _("Nobody is left who may decide this idea.")
    NOBODY_JUDGES = "nobody_judges", _("Nobody is left who may answer the appeal against this decision.")
    NOT_ROUTED = "not_routed", _("Nobody routes this idea: its delivery is gone. Route it again.")
    DEPARTMENT_GONE = (
        "department_gone",
        _("Nobody can be asked in %(departments)s: the department no longer exists."),
    )
    ROUTE_GIVEN_UP = "route_given_up", _("Routing failed five times: the departments do not have it yet.")
    ASSIGN_GIVEN_UP = "assign_given_up", _("Finding a reviewer failed five times.")
    NOTIFY_GIVEN_UP = "notify_given_up", _("Telling people about it failed five times.")
    ANNOUNCE_GIVEN_UP = "announce_given_up", _("Announcing the decision failed five times.")
    STEP_GIVEN_UP = "step_given_up", _("A step of its handling failed five times.")


def given_up(consumer: str) -> Attention:
    """Return what is noted of an idea whose delivery to `consumer` was given up."""
    code = f"{consumer}_given_up"
    return Attention(code) if code in Attention.values else Attention.STEP_GIVEN_UP


def department_gone(names: str) -> str:
    """Return what is noted of an idea for which the departments `names` cannot be asked."""
    return f"{Attention.DEPARTMENT_GONE}{_PARTS}{names}"


def sentence_of(noted: str) -> str:
    """Return what `Idea.needs_attention` says to people; empty for nothing, and words that are no code as they are."""
    code, _colon, names = noted.partition(_PARTS)
    return str(Attention(code).label) % {"departments": names} if code in Attention.values else noted
