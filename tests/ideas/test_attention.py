"""Why somebody must look at an idea: a code in the row, a sentence for people."""

from importlib import import_module

import pytest
from django.db import connection

from ideas.attention import Attention, department_gone, given_up, sentence_of
from ideas.models import Idea
from tests.factories import submitted_idea


def test_sentence_of_a_code_is_what_people_read() -> None:
    assert sentence_of("nobody_decides") == "Nobody is left who may decide this idea."


def test_sentence_of_departments_that_are_gone_names_them() -> None:
    noted = department_gone("Operations, Legal")

    assert sentence_of(noted) == "Nobody can be asked in Operations, Legal: the department no longer exists."


@pytest.mark.parametrize("noted", ["", "Its department was closed.", "Late: see there."])
def test_sentence_of_words_that_are_no_code_is_the_words(noted: str) -> None:
    assert sentence_of(noted) == noted


@pytest.mark.parametrize(
    ("consumer", "noted"), [("route", Attention.ROUTE_GIVEN_UP), ("search", Attention.STEP_GIVEN_UP)]
)
def test_given_up_names_the_step_that_is_known(consumer: str, noted: Attention) -> None:
    assert given_up(consumer) is noted


@pytest.mark.django_db
def test_what_was_noted_as_a_sentence_becomes_its_code_and_back() -> None:
    migration = import_module("ideas.migrations.0053_attention_by_code")
    sentences = [sentence_of(code) for code in Attention.values if code != Attention.DEPARTMENT_GONE]
    sentences += [sentence_of("department_gone:Operations, Legal"), "Its department was closed.", ""]
    ideas = [submitted_idea(needs_attention=sentence).pk for sentence in sentences]
    codes = [code for code in Attention.values if code != Attention.DEPARTMENT_GONE]
    codes += ["department_gone:Operations, Legal", "Its department was closed.", ""]

    for statements, expected in ((migration.TO_CODES, codes), (migration.TO_SENTENCES, sentences)):
        with connection.cursor() as cursor:
            for statement, values in statements:
                cursor.execute(statement, values)
        noted = dict(Idea.objects.values_list("pk", "needs_attention"))
        assert [noted[key] for key in ideas] == expected
