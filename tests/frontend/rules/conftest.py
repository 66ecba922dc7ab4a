"""What tests of the rules' pages share."""

import pytest
from django.test import Client

from ideas.models import User
from tests.factories.rule_sets import rules_editor


@pytest.fixture
def editor(client: Client) -> User:
    person = rules_editor(name="Priya Nair")
    client.force_login(person)
    return person
