"""Tags and filters of the design system: `{% load groundswell %}`."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from django import forms, template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.forms.boundfield import BoundField, BoundWidget
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from frontend import design
from frontend.once import KEY, new_key
from frontend.widgets import ScoreSelect

register = template.Library()

UNSURE = "unknown"
"""The stored value of "I don't know"."""
MOST_DATES = 2048


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw the icon `name` of frontend/assets/icons.json; words beside it carry the meaning."""
    css = f"icon {extra}".strip()
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', css, _sprite(), name)


@register.simple_tag
def brand(part: str) -> SafeString:
    """Draw the mark or the wordmark (`part`: mark, wordmark)."""
    css = "gs-mark" if part == "mark" else "gs-word"
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, _sprite(), part)


def _sprite() -> str:
    return static("build/icons.svg")


@register.simple_tag
def once() -> SafeString:
    """Draw the key of a form that makes something, so that sent twice it makes it once."""
    return format_html('<input type="hidden" name="{}" value="{}">', KEY, new_key())


@register.filter
def stage_look(stage: str) -> design.Look:
    """Return icon, words and tone of a stage."""
    return design.look_of(design.STAGES, stage)


@register.filter
def stage_words(stage: str) -> str:
    """Return the words of a stage."""
    return str(design.look_of(design.STAGES, stage).words)


@register.filter
def review_look(state: str) -> design.Look:
    """Return icon, words and tone of a department's state or answer."""
    return design.look_of(design.REVIEWS, state)


@register.filter
def message_look(level: str) -> design.Look:
    """Return icon and tone of a message of this level (`message.level_tag`)."""
    return design.look_of(design.MESSAGES, level)


@register.filter
def pip(state: str) -> str:
    """Return the class of the small mark of a department's state."""
    return design.pip_of(state)


@register.filter
def initials(name: str) -> str:
    """Return the first letters of the first and the last name, at most two; "?" for no letters at all."""
    words = [word for word in name.split() if word[0].isalnum()]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0].upper() for word in ends) or "?"


@register.filter
def file_kind(media_type: str) -> str:
    """Return the kind of a file as components/attachment.html names it: image, pdf, csv or text."""
    main, _slash, sub = media_type.partition("/")
    return "image" if main == "image" else {"pdf": "pdf", "csv": "csv"}.get(sub, "text")


@register.filter
def percent_of(part: float, whole: float) -> str:
    """Return `part` as a width between 0 and 100 for a bar drawn in SVG, with a point whatever the locale."""
    share = 100 * float(part) / float(whole) if whole else 0.0
    return f"{min(max(share, 0.0), 100.0):.1f}"


def _local(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _short_date(day: date) -> str:
    """Return "Mon 30 Nov", with the year when it is not this one."""
    return _day_words(day, get_language(), day.year == timezone.localdate().year)


@lru_cache(maxsize=MOST_DATES)
def _day_words(day: date, _language: str | None, is_of_this_year: bool) -> str:
    """Lists name the same few days again and again, and formatting one takes longer than the rest of a row."""
    if is_of_this_year:
        return date_format(day, pgettext("date format: Mon 30 Nov", "D j M"))
    return date_format(day, pgettext("date format: Mon 30 Nov 2026", "D j M Y"))


def _machine(value: date | datetime) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.isoformat()


@register.simple_tag
def working_date(value: date | datetime | None, css: str = "") -> SafeString | str:
    """Write a day somebody waits for: "today", "tomorrow, Wed 18 Nov", "Mon 30 Nov", in the reader's time zone.

    Args:
        value: the day, or the moment; nothing writes nothing.
        css: class of the <time> element.
    """
    if value is None:
        return ""
    day, today = _local(value), timezone.localdate()
    words = _short_date(day)
    if day == today:
        words = gettext("today")
    elif day == today + timedelta(days=1):
        words = gettext("tomorrow, %(day)s") % {"day": words}
    return _time(value, words, css)


@register.simple_tag
def relative(value: datetime | None, css: str = "") -> SafeString | str:
    """Write a past moment as people say it: "3 hours ago" within a day, else its date; the exact one on hover."""
    if value is None:
        return ""
    age = timezone.now() - value
    words = naturaltime(value) if timedelta(0) <= age < timedelta(days=1) else _short_date(_local(value))
    return _time(value, words, css)


@register.simple_tag
def exact(value: datetime | None, css: str = "") -> SafeString | str:
    """Write a moment with its time: "Fri 13 Nov, 15:20"."""
    return "" if value is None else _time(value, _exact(value), css)


def _exact(value: datetime) -> str:
    local = timezone.localtime(value)
    clock = _clock_words(local.time().replace(second=0, microsecond=0), get_language())
    return gettext("%(day)s, %(time)s") % {"day": _short_date(local.date()), "time": clock}


@lru_cache(maxsize=MOST_DATES)
def _clock_words(clock: time, _language: str | None) -> str:
    return time_format(clock, "TIME_FORMAT" if _twelve_hours() else "H:i")


def _twelve_hours() -> bool:
    return pgettext("clock of this language: 12 or 24", "24") == "12"


def _time(value: date | datetime, words: str, css: str) -> SafeString:
    title = _exact(value) if isinstance(value, datetime) else date_format(value, "DATE_FORMAT")
    mark = format_html(' class="{}"', css) if css else ""
    return format_html('<time{} datetime="{}" title="{}">{}</time>', mark, _machine(value), title, words)


@register.simple_tag
def control_kind(field: BoundField) -> str:
    """Return how a field is drawn: hidden, tick, choices, ticks, score or plain."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    for kind, classes in _KINDS:
        if isinstance(widget, classes):
            return kind
    return "plain"


# The order matters: the score is a radio group, and every group of ticks is a kind of radio group to Django.
_KINDS: tuple[tuple[str, type[forms.Widget]], ...] = (
    ("score", ScoreSelect),
    ("ticks", forms.CheckboxSelectMultiple),
    ("choices", forms.RadioSelect),
    ("tick", forms.CheckboxInput),
)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Draw the control of a field with the classes that its widget and its errors ask for."""
    widget = field.field.widget
    names = [str(widget.attrs.get("class", ""))]
    if isinstance(widget, forms.CheckboxInput):
        names.append("form-check-input")
    elif isinstance(widget, forms.Select):
        names.append("form-select")
    else:
        names.append("form-control")
    if field.errors:
        names.append("is-invalid")
    rendered = field.as_widget(attrs={"class": " ".join(filter(None, names))})
    return SafeString(rendered)  # nosec B703 Django rendered and escaped it


@register.simple_tag
def option_control(option: BoundWidget, css: str = "") -> SafeString:
    """Draw one radio button or tick of a group, without its label."""
    if css:
        option.data["attrs"]["class"] = css
    return SafeString(option.tag())  # nosec B703 Django rendered and escaped it


@register.filter
def is_unsure(option: BoundWidget) -> bool:
    """Is this option "I don't know"?"""
    return str(option.data["value"]) == UNSURE


@register.filter
def anchor(option: BoundWidget, field: BoundField) -> str:
    """Return the words at this score, or nothing between two anchors."""
    widget = field.field.widget
    words = widget.anchors.get(int(option.data["value"]), "") if isinstance(widget, ScoreSelect) else ""
    return str(words)


@register.filter
def first_control_id(field: BoundField) -> str:
    """Return the id that a link in the error summary jumps to: the control, or the first of its group."""
    grouped = isinstance(field.field.widget, forms.RadioSelect)
    return f"{field.auto_id}_0" if grouped else str(field.auto_id)


@register.filter
def named(error: str, field: BoundField) -> str:
    """Return an error of `field` for the summary: a sentence that every field has in common gets the field's label before it."""
    shared = {str(words) for words in forms.Field.default_error_messages.values()}
    return gettext("%(label)s – %(error)s") % {"label": field.label, "error": error} if error in shared else error


@register.simple_block_tag
def table_region(content: str, label: str) -> SafeString:
    """Wrap a wide table: it scrolls inside its own named region, which the keyboard reaches."""
    return format_html('<div class="gs-scroll" role="region" aria-label="{}" tabindex="0">{}</div>', label, content)


@register.simple_block_tag
def sheet(content: str, title: str, heading_id: str, lead: str = "", css: str = "") -> SafeString:
    """Wrap a part of a page in a card with a heading and, perhaps, one quiet line under it.

    Args:
        content: what stands in the card.
        title: the heading, an h2.
        heading_id: id of the heading; the card is named by it.
        lead: one quiet line.
        css: further classes of the card.
    """
    quiet = format_html('<p class="gs-quiet gs-small">{}</p>', lead) if lead else ""
    return format_html(
        '<section class="card gs-sheet {}" aria-labelledby="{}"><div class="gs-sheet-head"><h2 id="{}">{}</h2>{}</div>{}</section>',
        css,
        heading_id,
        heading_id,
        title,
        quiet,
        content,
    )
