"""No value stands on both sides: in no table, log or mail, in no form and as no part of another (proof a).

After whole journeys over the faces: registration, links, look-ups, the way to the points site, a company's
coupon and exchange, payments by card and by phone, vouchers, histories, cut links; a correction and a closed
month. What may be common is declared here, one by one.
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from bench.linkage.dump import Dump, canonical, read_dump
from mykey.models.all_tables import CORE_METADATA
from mykey.models.all_tables import FAMILIES as CORE_FAMILIES
from mykey.points.models.all_tables import FAMILIES as POINTS_FAMILIES
from mykey.points.models.all_tables import POINTS_METADATA
from tests.proofs.journey import Life, live
from tests.proofs.opened_seals import leaves_of
from tests.proofs.parts import parts_of_dump, parts_of_text, parts_of_values
from tests.proofs.streams import Streams
from tests.proofs.two_sides import Mailbox, TwoSides, two_sides
from tests.support.databases import ENGINES, Databases

DECLARED_IN_TABLES = {
    "141305": "the municipality code: both sides have Kawasaki's libraries, shops and programme",
    "2026-04-06": "the day of the journeys: days stand in clear on both sides",
    "2026-04-07": "the day after: of a correction by clerks, and the end of a terminal's limits",
    "2026-04-01": "the first of the month: of a settlement, and a form's day",
    "vouchers": "a kind of terminal, and of account",
    "issued": "a state of Form I, and of a voucher",
    "argon2id": "how hashes of passwords begin: of citizens, and of clerks",
}
#: Of a month that an officer closed.
MONTH = "2026-04"
DECLARED_IN_MAILS = {
    "このメールに返信しても、お返事できません。": "a sentence of every mail, the same for everybody",
    "心当たりがないときは": "as above, its beginning",
}
DECLARED_IN_LOGS = {
    "duration_ms": "the name of a field",
    "endpoint": "as above",
    "status": "as above",
    "request": "the name of an event",
}
#: Of the ends of limits and challenges, which are machines': their day with the hour, and no fraction.
OF_MOMENTS = {b"00.000000", b"000000", b"2026-04-06T10", b"20260406t10"}


@dataclass(frozen=True)
class Lived:
    """Both sides after the journeys."""

    town: TwoSides
    core_url: str
    points_url: str

    @property
    def core(self) -> Dump:
        return read_dump(self.core_url, ("citizens", "id"))

    @property
    def points(self) -> Dump:
        return read_dump(self.points_url, ("holders", "holder_id"))


@pytest.fixture(scope="module", params=ENGINES)
def lived(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lived]:
    core, points = (databases.create(line, request.param) for line in ("core", "points"))
    with two_sides(core, points, tmp_path_factory.mktemp("sides"), Streams("journeys")) as town:
        live(town, Life(library=True))
        yield Lived(town, core, points)
    databases.drop(core)
    databases.drop(points)


def shared(core: Collection[bytes], points: Collection[bytes], declared: dict[str, str]) -> set[bytes]:
    """What both have, but for the declared and its parts; a declaration that nothing needs is an error."""
    both = set(core) & set(points)
    assert {text for text in declared if text.encode() not in both} == set(), "declared for nothing"
    return both - parts_of_values(declared) - OF_MOMENTS


def text_of(mails: Mailbox) -> str:
    return "\n".join(f"{mail.recipient}\n{mail.subject}\n{mail.text}" for mail in mails.mails)


def schema_version(url: str) -> set[bytes]:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        found = connection.scalars(sa.text("SELECT version_num FROM alembic_version")).all()
    engine.dispose()
    return parts_of_values(found)


def key_columns(metadata: sa.MetaData) -> dict[str, str]:
    return {name: next(iter(table.primary_key)).name for name, table in metadata.tables.items()}


def test_the_databases_have_no_value_in_common(lived: Lived) -> None:
    core, points = parts_of_dump(lived.core), parts_of_dump(lived.points)
    assert min(len(core), len(points)) > 10_000
    left = shared(core, points, DECLARED_IN_TABLES)
    assert {part: (core[part], points[part]) for part in left} == {}
    assert schema_version(lived.core_url) & schema_version(lived.points_url) == set()


def test_logs_and_mails_have_none_either(lived: Lived) -> None:
    town = lived.town
    core_logs, points_logs = (
        parts_of_text("\n".join(town.streams.logs[side])) for side in ("core", "points")
    )
    core_mails, points_mails = (parts_of_text(text_of(box)) for box in (town.core_mails, town.points_mails))
    assert shared(core_logs, points_logs, DECLARED_IN_LOGS) == set()
    assert shared(core_mails, points_mails, DECLARED_IN_MAILS) == set()
    core, points = parts_of_dump(lived.core), parts_of_dump(lived.points)
    assert (core_logs | core_mails) & points.keys() == set()
    assert (points_logs | points_mails) & core.keys() == set()


def test_who_has_both_rings_still_finds_none(lived: Lived) -> None:
    """All seals opened, the ticket writer's key alone missing; addresses given on the two sides differ."""
    town = lived.town
    core, points = (
        parts_of_values(leaves_of(dump, key_columns(metadata), families, keys.open_sealed))
        for dump, metadata, families, keys in (
            (lived.core, CORE_METADATA, CORE_FAMILIES, town.core.keys),
            (lived.points, POINTS_METADATA, POINTS_FAMILIES, town.town.ground.keys),
        )
    )
    assert b"hanako@core.example" in core
    assert b"hanako@points.example" in points
    assert core & points == set()
    declared = parts_of_values([*DECLARED_IN_TABLES, MONTH])
    assert core & parts_of_dump(lived.points).keys() <= declared
    assert points & parts_of_dump(lived.core).keys() <= declared


def test_a_planted_value_is_found(lived: Lived) -> None:
    """A citizen's id on the points side, in whatever form and as whatever part."""
    dump = lived.core
    core = parts_of_dump(dump).keys()
    found = UUID(bytes=canonical(dump.tables["citizens"].columns["id"][0]))
    for planted in (
        found,
        found.hex,
        base64.urlsafe_b64encode(found.bytes).decode(),
        f"ref-{found.hex[:16]}",
        f'{{"for": ["{found}"]}}',
        b"x" + found.bytes[3:12],
    ):
        assert parts_of_values([planted]) & core, planted
    assert not parts_of_values([uuid4(), uuid4().hex, f"ref-{uuid4().hex}"]) & core
