"""What tests of the workers' room share."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection


@pytest.fixture
def in_threads() -> Callable[..., None]:
    """Run functions at the same time, each on a database connection of its own; the first error is raised."""

    def _run(*functions: Callable[[], object]) -> None:
        errors: list[BaseException] = []
        barrier = threading.Barrier(len(functions))

        def _one(function: Callable[[], object]) -> None:
            try:
                barrier.wait(10)
                function()
            except BaseException as error:
                errors.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=_one, args=[function]) for function in functions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        if errors:
            raise errors[0]

    return _run
