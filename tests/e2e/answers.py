"""What people of the journeys answer; importable by the browser's side and by the program's."""

from typing import Final

# Business and Operations must answer, Finance and Legal may.
ANSWERS: Final = {
    "reach": "several_teams",
    "one_off": "0",
    "yearly": "0",
    "buys": "no",
    "contract": "no",
    "data": "none",
    "tech": "none",
    "people": "training",
}
PLAIN_ANSWER: Final = "We can do this from Monday; the crews were asked and are for it."
