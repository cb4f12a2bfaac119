from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mykey.points.ledger.heads import HeadsFile, HeadsFileRefused, export_heads, open_heads
from mykey.points.ledger.streams import snapshot
from tests.functional.points.ledger.conftest import Lived


def export(lived: Lived, path: Path, before: HeadsFile | None = None) -> HeadsFile:
    with snapshot(lived.town.engine) as connection:
        return export_heads(connection, path, before)


def test_an_export_is_read_again_and_chained_to_the_one_before(lived: Lived, tmp_path: Path) -> None:
    first = export(lived, tmp_path / "first")
    assert (tmp_path / "first").stat().st_mode & 0o777 == 0o600
    assert open_heads(tmp_path / "first") == first
    heads = list(first.heads())
    assert len(heads) == first.accounts > 5
    assert heads == sorted(heads)
    second = export(lived, tmp_path / "second", first)
    assert second.end != first.end
    lines = (tmp_path / "second").read_text().splitlines()
    assert lines[1] == f"before {first.end.hex()}"
    assert list(second.heads()) == heads


def test_no_person_stands_in_it(lived: Lived, tmp_path: Path) -> None:
    export(lived, tmp_path / "heads")
    text = (tmp_path / "heads").read_text()
    assert str(lived.taro) not in text
    assert {line.split()[0] for line in text.splitlines()} == {
        "mykey-points-heads", "before", "account", "totals", "end",
    }  # fmt: skip


def test_an_export_is_never_replaced(lived: Lived, tmp_path: Path) -> None:
    export(lived, tmp_path / "heads")
    before = (tmp_path / "heads").read_bytes()
    with pytest.raises(FileExistsError):
        export(lived, tmp_path / "heads")
    assert (tmp_path / "heads").read_bytes() == before


def without_an_account(lines: list[str]) -> list[str]:
    return lines[:2] + lines[3:]


@pytest.mark.parametrize(
    "change",
    [
        lambda _lines: [],
        lambda _lines: ["GIF89a"],
        lambda lines: lines[:-1],
        lambda lines: lines[:-2],
        lambda lines: [*lines, "end 00"],
        without_an_account,
        lambda lines: [lines[0].replace("1", "2"), *lines[1:]],
        lambda lines: [lines[0], lines[1].replace("0", "1"), *lines[2:]],
        lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]],
        lambda lines: [*lines[:2], lines[2] + " more", *lines[3:]],
        lambda lines: [*lines[:2], "account 1 2 3", *lines[3:]],
        lambda lines: ["あ" * 10, *lines],
        lambda lines: ["x" * 10_000, *lines],
    ],
)
def test_a_file_that_was_altered_tells_nothing(
    lived: Lived, tmp_path: Path, change: Callable[[list[str]], list[str]]
) -> None:
    path = tmp_path / "heads"
    export(lived, path)
    path.write_text("".join(f"{line}\n" for line in change(path.read_text().splitlines())))
    with pytest.raises(HeadsFileRefused):
        open_heads(path)


def test_a_file_that_is_not_there_tells_nothing(tmp_path: Path) -> None:
    with pytest.raises(HeadsFileRefused):
        open_heads(tmp_path / "none")
