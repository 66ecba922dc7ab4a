"""What became of an act on many rows, kept from the request that did it for the page that is shown after it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from ideas.services.bulk import MOST_ROWS, Outcome

FIELD: Final = "row"
ALL: Final = "all"


@dataclass(frozen=True)
class Failed:
    """A row that was refused: what it is called, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class Report:
    """“2 of 4 done.”, and the rest with their reasons. `keys`: what was chosen."""

    words: str
    failed: Sequence[Failed]
    keys: frozenset[str]

    @property
    def is_whole(self) -> bool:
        """Whether every row was done."""
        return not self.failed


def chosen_keys(request: HttpRequest) -> list[str]:
    """Return the keys of the rows that were chosen, each once; one more than fits at most, so that too many are seen."""
    return list(dict.fromkeys(request.POST.getlist(FIELD)))[: MOST_ROWS + 1]


def keep_outcomes(request: HttpRequest, page: str, outcomes: Sequence[Outcome[Any]]) -> None:
    """Remember what became of each row until the page `page` is shown next."""
    request.session[_slot(page)] = [[str(one.key), one.sentence] for one in outcomes]


def take_outcomes(request: HttpRequest, page: str) -> list[tuple[str, str]]:
    """Return key and reason of each row of the last act, once; nothing where there was none. The reason of what was done is empty."""
    return [(str(key), str(why)) for key, why in request.session.pop(_slot(page), [])]


def report_of(outcomes: Sequence[tuple[str, str]], names: Mapping[str, str]) -> Report | None:
    """Return the outcomes in words; `names` are those of the rows by key. None where there was no act."""
    if not outcomes:
        return None
    failed = [Failed(names.get(key, _("A row that is not there any more")), why) for key, why in outcomes if why]
    given = {"done": len(outcomes) - len(failed), "asked": len(outcomes)}
    return Report(_("%(done)d of %(asked)d done.") % given, failed, frozenset(key for key, _why in outcomes))


def refused_keys(outcomes: Sequence[tuple[str, str]]) -> list[str]:
    """Return the keys of what was refused."""
    return [key for key, why in outcomes if why]


def ticked(request: HttpRequest, report: Report | None, shown: Collection[str]) -> frozenset[str]:
    """Return the keys of rows that stand ticked: those sent last, or all that are shown where that is asked."""
    if request.method == "POST":
        return frozenset(chosen_keys(request))
    if report is not None:
        return report.keys
    return frozenset(shown) if request.GET.get("select") == ALL else frozenset()


def _slot(page: str) -> str:
    return f"bulk:{page}"
