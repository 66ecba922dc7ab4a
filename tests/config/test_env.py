"""Every variable is documented as it is declared, and read as it says."""

import re
from pathlib import Path

import pytest

from config import env

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `(?P<name>[A-Z_]+)`(?P<secret> \(secret\))? \| (?P<default>.+?) \| (?P<meaning>.+) \|$", re.M)


def test_configuration_page_names_every_variable_with_its_default_and_meaning() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text()

    documented = {row["name"]: (bool(row["secret"]), row["default"], row["meaning"]) for row in ROW.finditer(page)}

    def shown(default: str | None) -> str:
        return "required" if default is None else f"`{default}`" if default else "empty"

    assert documented == {
        each.name: (each.is_secret, shown(each.default), each.meaning) for each in env.VARIABLES.values()
    }


def test_text_secret_from_its_file_loses_the_line_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("value\n")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))

    assert env.text(env.SECRET_KEY) == "value"


def test_text_that_is_no_secret_does_not_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "mode").write_text("evaluation")
    monkeypatch.delenv("GROUNDSWELL_MODE", raising=False)
    monkeypatch.setenv("GROUNDSWELL_MODE_FILE", str(tmp_path / "mode"))

    assert env.text(env.MODE) == "production"


def test_words_drop_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example.org, ,b.example.org ")

    assert env.words(env.ALLOWED_HOSTS) == ["a.example.org", "b.example.org"]
