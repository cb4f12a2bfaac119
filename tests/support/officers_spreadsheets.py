"""Form I and Form II as an officer handles them in a spreadsheet: by their headings, not by our code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

__all__ = ["IssuedMachine", "WantedMachine", "fill_in_form_one", "read_form_two"]

_KINDS = "アイウエ"


@dataclass(frozen=True)
class WantedMachine:
    """One row: its kind's letter, its provider (for ア alone), where it will stand and what it is called."""

    kind: str
    provider: str | None
    place: str
    name: str


@dataclass(frozen=True)
class IssuedMachine:
    """One row of Form II."""

    place: str
    terminal_id: str
    password: str = field(repr=False)


def fill_in_form_one(blank: Path, filled: Path, machines: Sequence[WantedMachine]) -> None:
    """Write counts, providers and machines into a downloaded blank."""
    book = openpyxl.load_workbook(blank)
    first = book.worksheets[0]
    numbers = Counter(machine.kind for machine in machines)
    for row in first.iter_rows(max_col=2):
        label = str(row[0].value)
        for kind in _KINDS:
            if label.startswith(f"（{kind}）サ" if kind == "ア" else f"（{kind}）"):
                row[1].value = numbers[kind]
        if label.endswith("総合計"):
            row[1].value = len(machines)
    for provider in dict.fromkeys(machine.provider for machine in machines if machine.provider):
        first.append([provider])
    for kind in _KINDS:
        chosen = [machine for machine in machines if machine.kind == kind]
        for number, machine in enumerate(chosen, 1):
            provider_cell = [machine.provider] if kind == "ア" else []
            book[kind].append([number, *provider_cell, machine.place, machine.name])
    book.save(filled)
    book.close()


def read_form_two(file: Path) -> list[IssuedMachine]:
    """Every machine of a downloaded Form II."""
    book = openpyxl.load_workbook(file, read_only=True)
    found = []
    for kind in _KINDS:
        rows: list[tuple[Any, ...]] = list(book[kind].iter_rows(values_only=True))
        heads = [str(head) for head in rows[0]]
        place, terminal_id, password = (
            heads.index(head) for head in ("設置場所", "端末ID", "端末パスワード")
        )
        found += [IssuedMachine(str(row[place]), row[terminal_id], row[password]) for row in rows[1:]]
    book.close()
    return found
