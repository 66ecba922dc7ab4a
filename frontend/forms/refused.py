"""Puts what the domain refused beside the fields of a form, so that nothing typed is lost."""

from django import forms

from ideas.exceptions import DomainError, InvalidValue


def show_problems(form: forms.BaseForm, refusal: DomainError) -> None:
    """Add each problem of `refusal` to its field of the bound `form`, or its sentence to the whole form."""
    problems = refusal.problems if isinstance(refusal, InvalidValue) else ()
    for problem in problems:
        name = problem.field.partition(".")[0]
        form.add_error(name if name in form.fields else None, str(problem.detail))
    if not problems:
        form.add_error(None, str(refusal.sentence))
