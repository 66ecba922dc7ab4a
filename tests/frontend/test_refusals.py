"""Where the pages put what the domain refused."""

import pytest
from django import forms

from frontend.refusals import add_refusal
from ideas.exceptions import FieldProblem, InvalidValue


class RowsForm(forms.Form):
    title = forms.CharField()
    rows__count = forms.IntegerField(widget=forms.HiddenInput, initial=2)
    rows__0__name = forms.CharField()
    rows__1__name = forms.CharField()


@pytest.mark.parametrize(
    ("field", "shown_at"),
    [
        ("title", "title"),
        ("rows.1.name", "rows__1__name"),
        ("rows", "rows__0__name"),
        ("rows.1", "rows__1__name"),
        ("rows.2.name", "__all__"),
        ("row", "__all__"),
        ("", "__all__"),
    ],
)
def test_add_refusal_puts_a_problem_at_its_field_or_the_first_of_its_rows(field: str, shown_at: str) -> None:
    form = RowsForm({"title": "a", "rows__count": "2", "rows__0__name": "b", "rows__1__name": "c"})

    status = add_refusal(form, InvalidValue("Wrong.", problems=(FieldProblem(field, "required", "Say it."),)))

    assert status == 422
    assert form.errors == {shown_at: ["Say it."]}
