"""What log lines hold, and what they never hold."""

import json
import logging
import logging.config
import sys
from typing import NoReturn

import pytest

from config.logging import logging_settings


@pytest.fixture
def formatter() -> logging.Formatter:
    configurator = logging.config.DictConfigurator(logging_settings("INFO"))  # type: ignore[arg-type]
    return configurator.configure_formatter(dict(configurator.config["formatters"]["json"]))


def _fail(title: str) -> NoReturn:
    raise ValueError(len(title))


def test_log_line_of_exception_holds_no_local_variables(formatter: logging.Formatter) -> None:
    title = "what somebody wrote in confidence"
    logger = logging.getLogger("x")
    try:
        _fail(title)
    except ValueError:
        record = logger.makeRecord("x", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())

    line = formatter.format(record)

    assert json.loads(line)["exception"][0]["exc_type"] == "ValueError"
    assert title not in line
