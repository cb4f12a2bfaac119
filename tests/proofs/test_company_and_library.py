"""A company and a library lay their records together, and learn nothing new (proofs a and d, with partners).

The company's records: every address, header, body and file that reached it. The library's: every request of
its terminal, with the card's certificate, and every answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import pytest

from tests.proofs.journey import Life, live
from tests.proofs.parts import parts_of_text, parts_of_values
from tests.proofs.streams import Streams
from tests.proofs.two_sides import two_sides
from tests.support.databases import Databases

#: What any two callers of signed JSON interfaces have in common.
OF_THE_LINE = {
    "application/json": "how bodies are written",
    "sha-256": "how digests are",
    "@method": "what is signed",
    "@target-uri": "as above",
    "content-digest": "as above",
    "created": "as above",
    "localhost": "where all of it runs",
    "keyid": "as above",
    "ed25519": "by which algorithm",
    "number": "a word of many addresses and columns",
}
_DAY = re.compile(rb"2026-?0[45]-?[0-3][0-9](t[0-9]{2})?", re.IGNORECASE)
#: The second of a signature: two that act in the same second have it in common, whoever they are.
_SECOND = re.compile(r"\b17[0-9]{8}\b")


class Records:
    """What a world leaves with the company and with the libraries."""

    def __init__(self, databases: Databases, directory: Path, life: Life) -> None:
        core, points = (databases.create(line, "sqlite") for line in ("core", "points"))
        with two_sides(core, points, directory, Streams("company")) as town:
            live(town, life)
            self.company = town.company.everything("2026-04")
            self.libraries = [*town.library.__dict__.get("seen", ()), *town.street.__dict__.get("seen", ())]
        databases.drop(core)
        databases.drop(points)


@pytest.fixture(scope="module")
def busy(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Records:
    return Records(databases, tmp_path_factory.mktemp("busy"), Life(library=True))


def joined(company: Collection[str], libraries: Collection[str]) -> set[bytes]:
    """Parts, six bytes and longer, that stand in both, but for the words of the line, days and seconds."""
    texts = ["\n".join(company), "\n".join(libraries)]
    known = parts_of_values([*OF_THE_LINE, *(second for text in texts for second in _SECOND.findall(text))])
    both = parts_of_text(texts[0]) & parts_of_text(texts[1])
    return {part for part in both - known if not _DAY.fullmatch(part)}


def test_their_records_have_nothing_in_common(busy: Records) -> None:
    assert len(busy.company) > 60
    assert len(busy.libraries) > 60
    assert joined(busy.company, busy.libraries) == set()


def test_a_planted_value_joins_them(busy: Records) -> None:
    """A patron number in the company's file is found."""
    assert joined([*busy.company, "coupon,180000000011"], busy.libraries) != set()


def test_library_use_leaves_the_company_s_records_as_they_are(
    databases: Databases, tmp_path: Path, busy: Records
) -> None:
    quiet = Records(databases, tmp_path, Life(library=False))
    assert quiet.libraries == []
    assert quiet.company == busy.company
