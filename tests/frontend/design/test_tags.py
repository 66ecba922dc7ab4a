"""Dates, initials and widths as pages write them."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.template import Context, Template
from django.utils import timezone

from frontend.templatetags import groundswell

NOW = datetime(2026, 11, 17, 14, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Megan Hughes", "MH"),
        ("Ana María de la Cruz", "AC"),
        ("Cher", "C"),
        ("  ", "?"),
        ("'Tom' Ashworth", "A"),
        ("ŁUKASZ Żak", "ŁŻ"),
    ],
)
def test_initials_are_first_letters_of_first_and_last_name(name: str, letters: str) -> None:
    assert groundswell.initials(name) == letters


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 17), "today"),
        (date(2026, 11, 18), "tomorrow, Wed 18 Nov"),
        (date(2026, 11, 30), "Mon 30 Nov"),
        (date(2027, 4, 1), "Thu 1 Apr 2027"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_working_date_is_written_as_people_say_it(day: date, words: str) -> None:
    written = groundswell.working_date(day)

    assert f'datetime="{day.isoformat()}"' in written
    assert written.endswith(f">{words}</time>")


@time_machine.travel(NOW, tick=False)
def test_working_date_of_moment_is_the_day_in_the_readers_zone() -> None:
    late_in_utc = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)

    with timezone.override("Asia/Tokyo"):
        written = groundswell.working_date(late_in_utc, "gs-when-d")

    assert written == (
        '<time class="gs-when-d" datetime="2026-11-18T23:30:00Z" title="Thu 19 Nov, 08:30">Thu 19 Nov</time>'
    )


def test_dates_of_nothing_write_nothing() -> None:
    assert (groundswell.working_date(None), groundswell.relative(None), groundswell.exact(None)) == ("", "", "")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 17, 11, 10, tzinfo=UTC), "3\xa0hours ago"),
        (datetime(2026, 11, 16, 11, 10, tzinfo=UTC), "Mon 16 Nov"),
        (datetime(2026, 11, 17, 15, 10, tzinfo=UTC), "Tue 17 Nov"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_relative_moment_counts_hours_within_a_day_only(moment: datetime, words: str) -> None:
    assert str(groundswell.relative(moment)).endswith(f">{words}</time>")


@pytest.mark.parametrize(
    ("part", "whole", "width"), [(5, 10, "50.0"), (1, 3, "33.3"), (7, 0, "0.0"), (12, 10, "100.0")]
)
def test_percent_of_is_a_width_between_nothing_and_all(part: float, whole: float, width: str) -> None:
    assert groundswell.percent_of(part, whole) == width


def test_icon_points_into_the_sprite_and_is_skipped_by_screen_readers() -> None:
    drawn = groundswell.icon("bell")

    assert drawn == '<svg class="icon" aria-hidden="true"><use href="/static/build/icons.svg#i-bell"/></svg>'


def test_table_region_is_named_and_reached_by_keyboard() -> None:
    template = Template("{% load groundswell %}{% table_region label %}<table></table>{% endtable_region %}")

    drawn = template.render(Context({"label": "Load & weeks"}))

    assert drawn == (
        '<div class="gs-scroll" role="region" aria-label="Load &amp; weeks" tabindex="0"><table></table></div>'
    )


def test_sheet_escapes_its_title_and_is_named_by_it() -> None:
    template = Template('{% load groundswell %}{% sheet title heading_id="h-x" %}<p>in</p>{% endsheet %}')

    drawn = template.render(Context({"title": "<b>Support</b>"}))

    assert '<h2 id="h-x">&lt;b&gt;Support&lt;/b&gt;</h2>' in drawn
    assert 'aria-labelledby="h-x"' in drawn
    assert "<p>in</p>" in drawn
