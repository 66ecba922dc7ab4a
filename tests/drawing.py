"""How a search draws the sequences that it tries."""

from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider


class Fresh(HypothesisProvider):
    """Draws every sequence anew from the seed. By itself Hypothesis varies the few that it drew first, and a fifth of what
    comes of that cannot be used.
    """


FRESH = "fresh"
AVAILABLE_PROVIDERS[FRESH] = Fresh
