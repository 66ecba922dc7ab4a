"""A process that serves sockets holds as many as the system allows."""

import resource

import pytest

from config.open_files import ENOUGH, raise_open_files

INFINITE = resource.RLIM_INFINITY


@pytest.mark.parametrize(
    ("limits", "wanted"),
    [
        ((1024, 20_000), (20_000, 20_000)),
        ((1024, 1_048_576), (ENOUGH, 1_048_576)),
        ((256, INFINITE), (ENOUGH, INFINITE)),
        ((ENOUGH + 1, INFINITE), None),
        ((20_000, 20_000), None),
        ((INFINITE, INFINITE), None),
    ],
)
def test_raise_open_files_uses_what_is_allowed_and_never_lowers(
    limits: tuple[int, int], wanted: tuple[int, int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _which: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda _which, new: given.append(new))

    raise_open_files()

    assert given == ([] if wanted is None else [wanted])
