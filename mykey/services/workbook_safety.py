"""Look into a workbook before any library builds it: sizes, entity tricks, merged cells, numbers of rows.

An xlsx file is a zip file of XML (ECMA-376). Both can be made to grow without bound: a member may unpack to
gigabytes, an entity may repeat itself, a row may claim to be the millionth. Here every part is unpacked in
small pieces, counted and thrown away.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat

from mykey.services.form_one import FormOneRefused, Problem
from mykey.services.form_one_layout import MAX_ROWS

__all__ = ["SheetFacts", "look_into_workbook"]

MAX_MEMBERS = 200
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_ELEMENTS = 1_000_000
PIECE_BYTES = 64 * 1024
#: merged cells that are named one by one
MAX_MERGED = 50


@dataclass
class SheetFacts:
    """What is known of one sheet before it is read. `merged` are ranges as written, `B3:B5`."""

    merged: list[tuple[int, str]] = field(default_factory=list)
    too_many_rows: bool = False


class _StopReading(Exception):
    """Enough of this part has been seen."""


class _Unsafe(Exception):
    """A word for why the file must not be read on."""


def look_into_workbook(data: bytes) -> dict[str, SheetFacts]:
    """Facts by name of sheet.

    Raises:
        FormOneRefused: `workbook-broken`, `workbook-too-large`, `workbook-entities`.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _look(archive)
    except _Unsafe as unsafe:
        raise FormOneRefused([Problem(str(unsafe))]) from None
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, NotImplementedError, RuntimeError):
        raise FormOneRefused([Problem("workbook-broken")]) from None
    except (KeyError, ValueError, EOFError, OSError, LookupError):
        raise FormOneRefused([Problem("workbook-broken")]) from None


def _look(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(names) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise _Unsafe("workbook-too-large")
    if len(set(names)) != len(names):
        raise _Unsafe("workbook-broken")
    budget = _Budget()
    relations, sheets = _Relations(), _Sheets()
    facts: dict[str, SheetFacts] = {}
    for member in members:
        if member.filename.endswith((".xml", ".rels", ".vml")):
            part = _Part()
            if member.filename == "xl/workbook.xml":
                part = sheets
            elif member.filename == "xl/_rels/workbook.xml.rels":
                part = relations
            elif member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml"):
                part = _Worksheet()
                facts[member.filename] = part.facts
            _parse(archive, member, part, budget)
        else:
            _unpack(archive, member, budget)
    # A sheet of another sort (a chart) has no facts; it is refused by its name.
    return {name: facts.get(relations.part_of(key), SheetFacts()) for name, key in sheets.keys.items()}


class _Budget:
    """What all parts of one file may cost together. Declared sizes may lie, so real bytes are counted."""

    def __init__(self) -> None:
        self.bytes = MAX_UNPACKED_BYTES
        self.elements = MAX_ELEMENTS

    def take_bytes(self, count: int) -> None:
        self.bytes -= count
        if self.bytes < 0:
            raise _Unsafe("workbook-too-large")

    def take_element(self) -> None:
        self.elements -= 1
        if self.elements < 0:
            raise _Unsafe("workbook-too-large")


class _Part:
    """A part of which only the size matters."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """One element begins."""


class _Sheets(_Part):
    """xl/workbook.xml: the name of each sheet and the key of its part."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            ids = (value for at, value in attributes.items() if at.rpartition(":")[2] == "id")
            self.keys[attributes["name"]] = next(ids, "")


class _Relations(_Part):
    """xl/_rels/workbook.xml.rels: the part of each key."""

    def __init__(self) -> None:
        self._targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            self._targets[attributes["Id"]] = attributes["Target"]

    def part_of(self, key: str) -> str:
        return posixpath.normpath(posixpath.join("/xl", self._targets[key])).lstrip("/")


class _Worksheet(_Part):
    """One sheet: its merged cells, and whether something stands below the last row that is read."""

    def __init__(self) -> None:
        self.facts = SheetFacts()
        self._row = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = int(attributes.get("r", self._row + 1))
        elif name in {"v", "f", "is"} and self._row > MAX_ROWS:
            self.facts.too_many_rows = True
            raise _StopReading
        elif name == "mergeCell" and len(self.facts.merged) < MAX_MERGED:
            cells = attributes.get("ref", "")
            row = re.search(r"[0-9]{1,7}", cells)
            self.facts.merged.append((int(row.group()) if row else 0, cells[:20]))


def _parse(archive: zipfile.ZipFile, member: zipfile.ZipInfo, part: _Part, budget: _Budget) -> None:
    parser = expat.ParserCreate()

    def refuse_doctype(*_: object) -> None:
        raise _Unsafe("workbook-entities")

    def start(name: str, attributes: dict[str, str]) -> None:
        budget.take_element()
        part.start(name.rpartition(":")[2], attributes)

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.EntityDeclHandler = refuse_doctype
    parser.StartElementHandler = start
    try:
        with archive.open(member) as opened:
            while piece := opened.read(PIECE_BYTES):
                budget.take_bytes(len(piece))
                parser.Parse(piece)
            parser.Parse(b"", True)  # noqa: FBT003 - expat knows this argument by position only
    except _StopReading:
        return


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget) -> None:
    with archive.open(member) as opened:
        while piece := opened.read(PIECE_BYTES):
            budget.take_bytes(len(piece))
