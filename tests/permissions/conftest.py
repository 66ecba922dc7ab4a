"""The tests of a file share one scene and its transaction, so pytest-django opens none for each of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.permissions.scene import Scene, build_scene
from tests.rights import take_rights_of_the_application


@pytest.fixture
def _django_db_helper() -> None:
    """Take the place of pytest-django's fixture of this name."""


@pytest.fixture(autouse=True)
def _with_rights_of_the_application() -> None:
    """Take the place of the fixture that asks for them in each test: the scene does, once."""


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Make the scene as the owner and give it to a whole file, with the rights of the application alone."""
    folder = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with folder, django_db_blocker.unblock(), transaction.atomic():
        made = build_scene()
        take_rights_of_the_application()
        yield made
        transaction.set_rollback(True)
