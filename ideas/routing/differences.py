"""What differs between two versions of the rules, part by part, for people to read.

Works on the data as it is stored, so that drafts in which something is wrong can be compared too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ideas.routing.problems import WHOLE, Place, gettext_noop
from ideas.routing.ruleset import ReasonKind

Leaves = dict[Place, dict[str, object]]
_TIER = gettext_noop("tier %(name)s")
_SMALL = Place(gettext_noop("small idea"))
# Lists whose parts have a name of their own: the name's key, and how the part is called.
_LISTS: Mapping[str, tuple[str, str]] = {
    "questions": ("id", gettext_noop("question %(name)s")),
    "tiers": ("tier", _TIER),
    "rules": ("id", gettext_noop("rule %(name)s")),
    "departments": ("slug", gettext_noop("department %(name)s")),
    "recommendations": ("code", gettext_noop("recommendation %(name)s")),
    "confidences": ("code", gettext_noop("confidence %(name)s")),
}
_REASON = gettext_noop("reason code %(name)s")
_BY_TIER = ("tier_words", "sla_working_days", "effort_points")
_WHOLE_VALUES = ("when", "all", "any")  # conditions are read as one sentence


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value before and after; None where it was not there or is gone."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part that is new, gone or changed, with its values that differ."""

    place: Place
    is_new: bool
    is_gone: bool
    fields: tuple[FieldChange, ...]


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[PartChange, ...]:
    """Every part that differs, in the order of `after`, parts that are gone last."""
    old, new = _leaves(before), _leaves(after)
    changes = (_change(place, old.get(place), new.get(place)) for place in {**new, **old})
    return tuple(one for one in changes if one.fields)


def _change(place: Place, old: dict[str, object] | None, new: dict[str, object] | None) -> PartChange:
    was, now = old or {}, new or {}
    fields = (FieldChange(name, was.get(name), now.get(name)) for name in {**now, **was})
    return PartChange(place, old is None, new is None, tuple(one for one in fields if one.before != one.after))


def _leaves(data: Mapping[str, object]) -> Leaves:
    found: Leaves = {WHOLE: {}}
    for field, value in data.items():
        if field in _LISTS and isinstance(value, list):
            key, words = _LISTS[field]
            _add_listed(found, field, value, key, words)
        elif field == "reason_codes" and isinstance(value, Mapping):
            for kind in ReasonKind:
                parts = value.get(kind)
                _add_listed(
                    found, f"{field}.{kind}", parts if isinstance(parts, list) else [], "code", _REASON, kind=kind
                )
        elif field in _BY_TIER and isinstance(value, Mapping):
            for number, part in value.items():
                _add(found, Place(_TIER, str(number)), dict(_flat(part, "" if isinstance(part, Mapping) else "points")))
        elif field == "small_idea":
            _add(found, _SMALL, dict(_flat(value, "")))
        else:
            _add(found, WHOLE, dict(_flat(value, field)))
    return found


def _add(found: Leaves, place: Place, values: dict[str, object]) -> None:
    found.setdefault(place, {}).update(values)


def _add_listed(found: Leaves, field: str, parts: list[object], key: str, words: str, **more: object) -> None:
    """Add each part under its own name, and the order of the names to the whole, because order is meaningful."""
    names: list[str] = []
    for part in parts:
        name = str(part.get(key)) if isinstance(part, Mapping) else str(part)
        names.append(name)
        _add(found, Place(words, name), {**dict(_flat(part, "")), **more})
    _add(found, WHOLE, {f"{field}.order": names})


def _flat(value: object, path: str) -> Iterator[tuple[str, object]]:
    """The values inside, each with its path; lists of parts with an id go by it, other lists stay whole."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            inside = f"{path}.{name}" if path else str(name)
            yield from [(inside, inner)] if name in _WHOLE_VALUES else _flat(inner, inside)
    elif isinstance(value, list) and value and all(isinstance(one, Mapping) and "id" in one for one in value):
        for one in value:
            yield from _flat({name: inner for name, inner in one.items() if name != "id"}, f"{path}.{one['id']}")
    else:
        yield path, value
