"""What a Form I says, and what may be wrong with it. Plain values: no file, no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import cast

from mykey.kernel.errors import Fact, Refused

__all__ = ["Cell", "FormOneContent", "FormOneRefused", "Grid", "Problem", "TerminalWanted"]

#: all problems are counted, so many are told
MAX_TOLD = 50


@dataclass(frozen=True)
class TerminalWanted:
    """One row of the lists. `number` is its 項番, `provider_name` is for kind ア alone."""

    kind: str
    number: int
    provider_name: str | None
    place: str
    terminal_name: str


@dataclass(frozen=True)
class FormOneContent:
    """A Form I without a fault."""

    municipality_code: str
    municipality_name: str
    providers: tuple[str, ...]
    rows: tuple[TerminalWanted, ...]


@dataclass(frozen=True)
class Cell:
    """One cell as text. `fault` is a word where the cell is no text or number: formula, date, error."""

    text: str
    fault: str = ""


@dataclass(frozen=True)
class Grid:
    """One sheet, or a part of a csv file: numbered rows of cells, columns from A."""

    sheet: str
    rows: Sequence[tuple[int, Sequence[Cell]]]


@dataclass(frozen=True)
class Problem:
    """One fault: where, and a word for why. `detail` is what the word's sentence needs, cut to 60 characters.

    `row` is 0 and `column` empty where the whole sheet or file is meant; `sheet` is empty for the file.
    """

    reason: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    detail: str = ""


class FormOneRefused(Refused):
    """A Form I that cannot be taken. Nothing of it is kept.

    Facts: `problems`, up to 50 of them, and `count`, how many there are. `services.form_one_words` puts them
    into sentences.
    """

    code = "form-one-refused"
    status = 422

    def __init__(self, problems: Sequence[Problem]) -> None:
        told = [{name: str(value) for name, value in asdict(each).items()} for each in problems[:MAX_TOLD]]
        super().__init__(problems=cast("Fact", told), count=len(problems))
        self.problems = tuple(problems[:MAX_TOLD])
