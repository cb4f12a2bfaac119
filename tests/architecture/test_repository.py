"""The house rules that a machine can check (docs: CONTRIBUTING.md)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
NOT_OURS = {".git", ".venv", "var", "build", "node_modules", "__pycache__", "vendor"}
ITSELF = "tests/architecture/test_repository.py"
LONGEST_FILE = 400
LONGEST_CONFTEST = 150

UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|work|Users)/\w")
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|--(?:extra-)?index-url|--trusted-host ")
SKIPPED = re.compile(r"mark\.(?:skip|xfail)|pytest\.(?:skip|xfail|importorskip)\b|unittest\.skip")
EXEMPTION = re.compile(r"#\s*(?:noqa|type:\s*ignore|nosec)\b(?P<rest>.*)")
RULES = r":? ?[A-Z]+[0-9]+(?:,? ?[A-Z]+[0-9]+)*|\[[a-z-]+(?:, ?[a-z-]+)*\]"
REASON = re.compile(rf"^(?:{RULES})\s*\W+\w.{{4,}}")
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}


@cache
def files() -> tuple[Path, ...]:
    return tuple(_walk(REPOSITORY))


def _walk(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.name in NOT_OURS or (entry.is_dir() and entry.name.endswith("_cache")) or entry.is_symlink():
            continue
        if entry.is_dir():
            if entry.name != ".hypothesis":
                yield from _walk(entry)
        else:
            yield entry


@cache
def texts() -> dict[str, str]:
    found = {}
    for file in files():
        try:
            found[str(file.relative_to(REPOSITORY))] = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a compiled catalogue
    return found


def python() -> dict[str, str]:
    return {name: text for name, text in texts().items() if name.endswith(".py")}


def lines_with(pattern: re.Pattern[str], chosen: dict[str, str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in chosen.items()
        if name != ITSELF and pattern.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    assert {n: len(t.splitlines()) for n, t in python().items() if len(t.splitlines()) > LONGEST_FILE} == {}


def test_conftest_stays_small() -> None:
    conftests = {
        name: len(text.splitlines()) for name, text in python().items() if name.endswith("conftest.py")
    }
    assert {name: lines for name, lines in conftests.items() if lines >= LONGEST_CONFTEST} == {}


def test_nothing_is_left_unfinished() -> None:
    assert lines_with(UNFINISHED, texts()) == []


def test_no_test_is_skipped() -> None:
    assert lines_with(SKIPPED, {n: t for n, t in python().items() if n.startswith("tests/")}) == []


def test_no_path_of_one_machine_stands_in_a_file() -> None:
    assert lines_with(MACHINE_PATH, texts()) == []


def test_no_registry_is_named() -> None:
    assert lines_with(REGISTRY, {n: t for n, t in texts().items() if n != "bin/lock"}) == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_is_pinned_with_hashes_and_without_an_address(name: str) -> None:
    lock = texts()[name]
    assert "://" not in lock
    packages = re.findall(r"^[a-z0-9].*\n(?: .*\n)*", lock, re.MULTILINE)
    assert packages
    assert [
        p
        for p in packages
        if not re.match(r"[a-z0-9._-]+(?:\[[a-z,]+\])?==\S+ \\\n +--hash=sha256:[0-9a-f]{64}", p)
    ] == []


def test_the_locks_agree() -> None:
    """What both name, both name in the same version; pip would refuse to install them together otherwise."""
    pins = [
        dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", texts()[n], re.MULTILINE))
        for n in ("requirements.txt", "requirements-dev.txt")
    ]
    assert {n: (v, pins[1][n]) for n, v in pins[0].items() if pins[1].get(n, v) != v} == {}


@pytest.mark.parametrize(
    ("source", "lock"),
    [("requirements.in", "requirements.txt"), ("requirements-dev.in", "requirements-dev.txt")],
)
def test_every_wanted_package_is_locked(source: str, lock: str) -> None:
    wanted = {
        re.split(r"[\[<>=~! ]", line)[0].lower()
        for line in texts()[source].splitlines()
        if line[:1].isalnum()
    }
    locked = set(re.findall(r"^([a-z0-9._-]+)==", texts()[lock], re.MULTILINE))
    assert wanted - locked == set()


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {part for name in python() for part in Path(name).with_suffix("").parts}
    assert {name for name in names if set(name.removeprefix("test_").split("_")) & EMPTY_NAMES} == set()


def test_every_use_case_has_its_test_of_the_same_name() -> None:
    use_cases = {Path(name).stem for name in python() if re.fullmatch(r"mykey/services/[a-z]\w*\.py", name)}
    tests = {
        Path(name).stem.removeprefix("test_")
        for name in python()
        if re.fullmatch(r"tests/(?:unit|functional)/services/test_\w+\.py", name)
    }
    assert use_cases - tests == set()


def test_every_exemption_carries_its_reason() -> None:
    bare = [
        f"{name}:{number}: {line.strip()}"
        for name, text in python().items()
        for number, line in enumerate(text.splitlines(), 1)
        if (found := EXEMPTION.search(line)) and not REASON.match(found["rest"])
    ]
    assert bare == []


@pytest.mark.parametrize("name", ["bin/run", "bin/test", "bin/check", "bin/bench", ".ci/run"])
def test_every_command_can_be_started(name: str) -> None:
    assert os.access(REPOSITORY / name, os.X_OK)
    assert texts()[name].startswith("#!")
