"""A web process is warm before its first request."""

import gc
from collections.abc import Iterator

import pytest
from django.template import engines
from django.urls import get_resolver

from config.warm_up import warm_up


@pytest.fixture(autouse=True)
def _collector_as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def test_warm_up_compiles_every_page_and_fills_the_table_of_addresses() -> None:
    warm_up()

    loader = engines["django"].engine.template_loaders[0]
    kept = {str(key) for key in loader.get_template_cache}
    assert {"frontend/pages/board/board.html", "frontend/components/idea_card.html"} <= kept
    assert get_resolver()._populated is True


def test_warm_up_takes_the_program_out_of_the_collector_rounds() -> None:
    warm_up()

    assert gc.get_freeze_count() > 50_000
    assert gc.get_threshold()[0] == 20_000
