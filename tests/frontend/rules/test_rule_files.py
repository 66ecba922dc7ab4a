"""Rules as files: taken out, brought in, refused with every problem."""

import copy
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ideas.models import RuleSet, User
from ideas.selectors.rule_sets import problems_of
from tests.factories.routing import rule_set_data
from tests.factories.rule_sets import activated, draft, rules_editor
from tests.frontend.rules.pages import address, body_of

pytestmark = pytest.mark.django_db


def test_file_taken_out_and_in_again_is_the_same_draft(client: Client, editor: User) -> None:
    row = activated(draft(rules_editor()))
    content = client.get(address(row, "file")).content

    response = client.post("/rules/versions/import/", {"file": SimpleUploadedFile("rules.json", content)})

    assert response.status_code == 302
    assert body_of(RuleSet.objects.get(version=3)) == row.body


def test_pasted_file_that_is_wrong_names_every_problem_and_comes_back(client: Client, editor: User) -> None:
    data = copy.deepcopy(rule_set_data())
    data["rules"][3]["why"] = ""
    data["tiers"][0]["any"][1]["gte"] = "much"
    text = json.dumps(data)

    response = client.post("/rules/versions/import/", {"text": text})

    page = response.content.decode()
    assert response.status_code == 422
    assert "rule FIN-1, why: must be a text that is not empty" in page
    assert "tier 3, any[1].gte: must be a whole number of 0 or more" in page
    assert response.context["form"]["text"].value() == text
    assert RuleSet.objects.count() == 1


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"a": 1, "a": 2}', '{"a": NaN}', '{"ruleset": "\\u0000"}', "x" * 300_000]
)
def test_file_that_is_no_rule_set_is_refused(client: Client, editor: User, text: str) -> None:
    response = client.post("/rules/versions/import/", {"text": text})

    assert (response.status_code, RuleSet.objects.count()) == (422, 1)


def test_problems_of_the_shipped_rules_are_none() -> None:
    assert problems_of(rule_set_data()) == ()
