"""Bar charts as plain numbers for an SVG template: no script, printable, and always with a table behind them."""

from dataclasses import dataclass
from typing import Final

WIDE: Final = 580
NARROW: Final = 330
NARROW_LABELS: Final = 6  # more would run into one another at 13 px
NARROW_CHARS: Final = 6
HEIGHT: Final = 240
LEFT, RIGHT, TOP, BOTTOM = 34, 8, 16, 28
GAP: Final = 0.28  # share of each slot that stays empty


@dataclass(frozen=True)
class Series:
    """One row of numbers; `css` names its fill in overview.css."""

    name: str
    css: str
    values: list[int]


@dataclass(frozen=True)
class Bar:
    """One bar in units of the view box, with the number it stands for."""

    x: float
    y: float
    width: float
    height: float
    css: str
    value: int


@dataclass(frozen=True)
class Tick:
    """A line of the grid with its number."""

    position: float
    label: str


@dataclass(frozen=True)
class Label:
    """What stands below a slot, in one line or two."""

    position: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class BarChart:
    """Everything the template draws."""

    bars: list[Bar]
    lines: list[Tick]
    labels: list[Label]
    series: list[Series]
    width: int
    left: int = LEFT
    first_line: int = HEIGHT - 8
    line_height: int = 16

    @property
    def right(self) -> int:
        return self.width - RIGHT

    @property
    def height(self) -> int:
        return HEIGHT + self.line_height * (max((len(label.lines) for label in self.labels), default=1) - 1)


@dataclass(frozen=True)
class Drawing:
    """The same chart for a wide and for a narrow column, so that its text keeps its size."""

    wide: BarChart
    narrow: BarChart


def draw_bars(labels: list[str], series: list[Series]) -> Drawing:
    """Return the bars of `series` side by side over `labels`; every series has one value for each label."""
    every = -(-len(labels) // NARROW_LABELS)
    sparse = [label if (len(labels) - 1 - place) % every == 0 else "" for place, label in enumerate(labels)]
    wide = _chart([(label,) for label in labels], series, WIDE)
    return Drawing(wide, _chart([_two_lines(label) for label in sparse], series, NARROW))


def _two_lines(label: str) -> tuple[str, ...]:
    """Break what is too long for a narrow slot at the space that leaves the shorter longest line."""
    if len(label) <= NARROW_CHARS or " " not in label:
        return (label,)
    spaces = [place for place, sign in enumerate(label) if sign == " "]
    middle = min(spaces, key=lambda place: max(place, len(label) - place - 1))
    return label[:middle], label[middle + 1 :]


def _chart(labels: list[tuple[str, ...]], series: list[Series], width: int) -> BarChart:
    steps = nice_steps(max((value for one in series for value in one.values), default=0))
    slot = (width - LEFT - RIGHT) / max(len(labels), 1)
    return BarChart(
        bars=[
            _bar(one, place, number, slot, steps[-1], len(series))
            for number, one in enumerate(series)
            for place in range(len(one.values))
        ],
        lines=[Tick(_height_at(step, steps[-1]), str(step)) for step in steps],
        labels=[Label(round(LEFT + slot * (place + 0.5), 1), lines) for place, lines in enumerate(labels)],
        series=series,
        width=width,
    )


def nice_steps(largest: int) -> list[int]:
    """Return 0 and up to five round numbers that reach `largest`: 0, 5, 10, 15 for 13."""
    for magnitude in (10**power for power in range(12)):
        for step in (magnitude, 2 * magnitude, 5 * magnitude):
            if step * 4 >= largest:
                count = max(1, -(-largest // step))
                return [step * number for number in range(count + 1)]
    raise ValueError("A chart's numbers stay below a million millions.")


def _bar(series: Series, place: int, number: int, slot: float, top: int, count: int) -> Bar:
    width = slot * (1 - GAP) / count
    y = _height_at(series.values[place], top)
    return Bar(
        x=round(LEFT + slot * (place + GAP / 2) + width * number, 1),
        y=y,
        width=round(width - 1, 1),
        height=round(HEIGHT - BOTTOM - y, 1),
        css=series.css,
        value=series.values[place],
    )


def _height_at(value: int, top: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)
