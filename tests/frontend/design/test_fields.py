"""Labels, hints, messages and controls of a form are joined for those who hear the page."""

import re

from django import forms

from frontend.forms.gallery import ERRONEOUS, GalleryForm
from frontend.templatetags import groundswell


def drawn(form: forms.Form, name: str) -> str:
    return re.sub(r"\s+", " ", form[name].as_field_group())


def test_field_with_hint_is_labelled_and_described_by_it() -> None:
    html = drawn(GalleryForm(), "problem")

    assert '<label class="form-label" for="id_problem">What is the problem?</label>' in html
    assert '<p class="form-hint" id="id_problem_helptext">What happens, to whom, how often?</p>' in html
    assert 'class="gs-voice form-control"' in html
    assert 'aria-describedby="id_problem_helptext"' in html


def test_field_with_error_says_so_to_everybody_and_keeps_what_was_typed() -> None:
    html = drawn(GalleryForm(ERRONEOUS), "email")

    assert 'class="gs-field has-error"' in html
    assert '<div id="id_email_error"><p class="invalid-feedback d-block">' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_email_error"' in html
    assert 'class="form-control is-invalid"' in html
    assert 'value="nobody"' in html


def test_field_that_may_stay_empty_says_so() -> None:
    assert "(optional)" in drawn(GalleryForm(), "department")
    assert "(optional)" not in drawn(GalleryForm(), "title")


def test_choices_are_one_fieldset_where_not_knowing_is_drawn_apart() -> None:
    html = drawn(GalleryForm(), "cost")

    assert html.count('class="gs-choice"') == 2
    assert html.count('class="gs-choice is-unsure"') == 1
    assert "<legend>Rough one-off cost, with staff time</legend>" in html


def test_score_has_words_at_its_anchors_and_none_between() -> None:
    html = drawn(GalleryForm(), "score")

    assert html.count('class="gs-score-cell"') == 5
    assert "<b>1</b><span>No staff, skill or fallback</span>" in html
    assert "<b>2</b><span></span>" in html


def test_ticks_and_single_tick_are_drawn_as_form_checks() -> None:
    form = GalleryForm()

    assert drawn(form, "sites").count('class="form-check-input"') == 2
    assert '<label class="gs-tick" for="id_is_small">' in drawn(form, "is_small")


def test_error_summary_links_to_each_control_and_to_the_first_of_a_group() -> None:
    html = GalleryForm(ERRONEOUS).render()

    assert '<a href="#id_title">' in html
    assert '<a href="#id_cost_0">' in html
    assert "5 things to put right" in html


def test_error_summary_says_which_field_is_missing_and_repeats_no_label_in_a_sentence_of_its_own() -> None:
    class Away(forms.Form):
        starts_on = forms.DateField(label="First day <away>")
        event = forms.CharField(label="What it is told", error_messages={"required": "Choose one event at least."})

    html = Away({}).render()

    assert '<a href="#id_starts_on">First day &lt;away&gt; – This field is required.</a>' in html
    assert '<a href="#id_event">Choose one event at least.</a>' in html


def test_form_without_errors_has_no_summary() -> None:
    assert "gs-errsum" not in GalleryForm().render()


def test_hidden_field_is_drawn_without_label() -> None:
    class Hidden(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput, initial=3)

    assert Hidden()["version"].as_field_group().strip() == (
        '<input type="hidden" name="version" value="3" id="id_version">'
    )


def test_control_kind_of_each_widget() -> None:
    form = GalleryForm()
    names = ("title", "cost", "score", "sites", "is_small", "photo")

    kinds = [groundswell.control_kind(form[name]) for name in names]

    assert kinds == ["plain", "choices", "score", "ticks", "tick", "plain"]
