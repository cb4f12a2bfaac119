"""A line of history reads in order, has one end, and ends in what the models say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from mykey.web.engines import make_engine
from tests.migrations.lines import LINES, folder, revisions, scripts
from tests.migrations.schema import schema_of
from tests.support.databases import Databases

LINE = pytest.mark.parametrize("line", LINES)


@LINE
def test_files_are_numbered_without_gaps(line: str) -> None:
    files = sorted(file.name for file in (folder(line) / "versions").glob("*.py"))
    assert [name[:4] for name in files] == [f"{number:04d}" for number in range(1, len(files) + 1)]
    assert [name for name in files if not re.fullmatch(r"\d{4}(_[a-z0-9]+)+\.py", name)] == []
    assert revisions(line) == [name[:4] for name in files]


@LINE
def test_there_is_one_way_and_one_end(line: str) -> None:
    found = scripts(line)
    assert found.get_heads() == [revisions(line)[-1]]
    assert found.get_bases() == [revisions(line)[0]]
    for script in found.walk_revisions():
        assert not script.is_merge_point
        assert not script.is_branch_point


@LINE
def test_the_head_is_written_down(line: str) -> None:
    """One line in one file: two migrations made at the same time are then a conflict in git."""
    assert (folder(line) / "HEAD").read_text() == f"{revisions(line)[-1]}\n"


@LINE
def test_every_migration_says_in_words_what_it_does(line: str) -> None:
    assert [script.revision for script in scripts(line).walk_revisions() if not script.doc.strip(".")] == []


@pytest.fixture
def migrated(databases: Databases, database_engine: str, line: str) -> Iterator[str]:
    url = databases.create(line, database_engine)
    yield url
    databases.drop(url)


@LINE
def test_the_end_is_what_the_models_say(migrated: str, line: str) -> None:
    engine = make_engine(migrated)
    with engine.connect() as connection:
        options: dict[str, Any] = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, LINES[line])
    engine.dispose()
    assert differences == []


@LINE
def test_checks_and_conditions_are_the_models_too(
    databases: Databases, database_engine: str, migrated: str, line: str
) -> None:
    """What Alembic does not compare. Whether a table is logged stands in the migration alone."""
    url = databases.create_empty(line, database_engine)
    found = []
    for address in (migrated, url):
        engine = make_engine(address)
        with engine.begin() as connection:
            if address == url:
                LINES[line].create_all(connection)
            found.append(schema_of(connection, storage=False))
        engine.dispose()
    databases.drop(url)
    assert found[0] == found[1]
