"""Every code that the domain knows has icon, words and tone, and every icon is in the sprite."""

import json
import re
from pathlib import Path

import pytest

from frontend import design
from ideas.models import Review
from ideas.workflow import Stage

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("frontend", "workers", "config", "api", "ideas")
ICON_TAG = re.compile(r'{%\s*icon\s+"([a-z0-9-]+)"')
ICON_ARGUMENT = re.compile(r'icon_name="([a-z0-9-]+)"')


def sprite_names() -> set[str]:
    icons = json.loads((ROOT / "frontend/assets/icons.json").read_text())
    return set(icons["outline"]) | {f"{name}-filled" for name in icons["filled"]}


def templates() -> list[Path]:
    return [path for room in ROOMS for path in (ROOT / room).glob("templates/**/*.html")]


@pytest.mark.parametrize("stage", Stage.values)
def test_stage_of_the_workflow_has_a_look_with_its_words(stage: str) -> None:
    look = design.STAGES[stage]

    assert str(look.words) == str(Stage(stage).label)


@pytest.mark.parametrize("state", [*Review.State.values, *Review.Recommendation.values])
def test_state_of_a_review_has_a_look(state: str) -> None:
    assert state in design.REVIEWS


def test_look_of_unknown_code_shows_its_words_on_neutral_ground() -> None:
    look = design.look_of(design.STAGES, "gone_fishing")

    assert look == design.Look("point-filled", "gone fishing", "neutral")


@pytest.mark.parametrize(
    ("state", "mark"), [("support", "done"), ("drafting", "half"), ("late", "late"), ("queued", "wait")]
)
def test_pip_of_state_says_how_far_it_is(state: str, mark: str) -> None:
    assert design.pip_of(state) == mark


def test_icons_of_looks_are_in_the_sprite() -> None:
    looks = [*design.STAGES.values(), *design.REVIEWS.values(), *design.MESSAGES.values()]

    assert {look.icon for look in looks} - sprite_names() == set()


def test_icons_of_templates_are_in_the_sprite() -> None:
    texts = [path.read_text() for path in templates()]

    used = {name for text in texts for name in [*ICON_TAG.findall(text), *ICON_ARGUMENT.findall(text)]}

    assert used - sprite_names() == set()


def test_templates_hold_no_inline_style_or_script() -> None:
    forbidden = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|hx-on|javascript:|js:", re.IGNORECASE)

    guilty = [
        str(path.relative_to(ROOT))
        for path in templates()
        if "workers" not in path.parts and forbidden.search(path.read_text())
    ]

    assert guilty == []
