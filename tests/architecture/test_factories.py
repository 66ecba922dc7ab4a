"""Every table has a factory, and each gives a row that the database takes."""

import pkgutil
from importlib import import_module

import factory
import pytest
from django.apps import apps
from django.db import models

import tests.factories


def all_factories() -> dict[type[models.Model], type[factory.Factory]]:
    """Return the first factory of each model."""
    found: dict[type[models.Model], type[factory.Factory]] = {}
    for one in pkgutil.iter_modules(tests.factories.__path__):
        for value in vars(import_module(f"tests.factories.{one.name}")).values():
            if isinstance(value, type) and issubclass(value, factory.Factory) and value._meta.model is not None:
                found.setdefault(value._meta.model, value)
    return found


MODELS = list(apps.get_app_config("ideas").get_models())
FACTORIES = all_factories()


def test_every_model_has_a_factory() -> None:
    assert [model.__name__ for model in MODELS if model not in FACTORIES] == []


@pytest.mark.django_db
@pytest.mark.as_owner  # a factory may write what only a function of the database writes
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_factory_gives_a_row_that_the_database_takes(model: type[models.Model]) -> None:
    row = FACTORIES[model]()

    assert type(row) is model
    assert model._default_manager.filter(pk=row.pk).count() == 1
