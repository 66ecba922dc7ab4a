"""Words for money bands, built from numbers and a currency so that no label holds an amount of its own.

A rule set gives templates: `amounts` writes one amount ("{symbol}{number}", "{symbol}{number} million"), `bands`
writes the lowest, a middle and the highest band from amounts ("Under {upper}", "{lower} to {upper}", "Over {lower}").
"""

from dataclasses import dataclass
from string import Formatter

from ideas.routing.problems import gettext_noop
from ideas.routing.reading import Node

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class BandWords:
    """Templates of one form of words (label or short) for the three kinds of band."""

    lowest: str
    between: str
    highest: str

    def write(self, lower: str | None, upper: str | None) -> str:
        """Words for a band; `lower` is None in the lowest band, `upper` in the highest."""
        if lower is None:
            return self.lowest.format(upper=upper)
        if upper is None:
            return self.highest.format(lower=lower)
        return self.between.format(lower=lower, upper=upper)


@dataclass(frozen=True, slots=True)
class Money:
    """How amounts are written: a sign where the currency has a known one, else its code and a space."""

    symbol: str
    plain: str
    million: str

    def write(self, amount: int) -> str:
        if amount and amount % MILLION == 0:
            return self.million.format(symbol=self.symbol, number=f"{amount // MILLION:,}")
        return self.plain.format(symbol=self.symbol, number=f"{amount:,}")


def parse_money(node: Node, currency: str) -> Money:
    """Read `amounts` for `currency` (an ISO 4217 code)."""
    node.allow("plain", "million", "symbols")
    symbols = node.node("symbols")
    symbol = symbols.text(currency) if currency in symbols.data else f"{currency}\N{NO-BREAK SPACE}"
    return Money(symbol, _template(node, "plain", "symbol", "number"), _template(node, "million", "symbol", "number"))


def parse_band_words(node: Node) -> BandWords:
    """Read one of the two forms of words under `bands`."""
    node.allow("lowest", "between", "highest")
    return BandWords(
        _template(node, "lowest", "upper"),
        _template(node, "between", "lower", "upper"),
        _template(node, "highest", "lower"),
    )


def _template(node: Node, field: str, *names: str) -> str:
    """A template that has each placeholder of `names` once, bare, and no other."""
    template = node.text(field)
    try:
        found = [part[1:] for part in Formatter().parse(template) if part[1] is not None]
    except ValueError as error:
        raise node.error(field, gettext_noop("is not a template: %(reason)s"), reason=error) from error
    if sorted(found) != sorted((name, "", None) for name in names):
        wanted = " and ".join(f"{{{name}}}" for name in names)
        raise node.error(field, gettext_noop("must hold %(names)s once each and no other"), names=wanted)
    return template
