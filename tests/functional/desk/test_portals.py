from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey, OKPKey

from desk.agent.portals import PortalListUnusable, read_portals

KEY = OKPKey.generate_key("Ed25519")
PUBLIC = KEY.as_dict(private=False)
ENTRY = {"origin": "http://localhost:8610", "name": "ポータル", "name_en": "Portal", "public_key": PUBLIC}


def written(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / "portals.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_reads_the_list_by_origin(tmp_path: Path) -> None:
    other = {**ENTRY, "origin": "https://portal.example.jp"}
    read = read_portals(written(tmp_path, [ENTRY, other]))
    assert set(read) == {"http://localhost:8610", "https://portal.example.jp"}
    assert read["http://localhost:8610"].name == "ポータル"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        [],
        {},
        [{}],
        ["x"],
        [ENTRY, ENTRY],
        [{**ENTRY, "origin": "http://portal.example.jp"}],
        [{**ENTRY, "origin": "http://localhost:8610/"}],
        [{**ENTRY, "name": ""}],
        [{**ENTRY, "name_en": 5}],
        [{**ENTRY, "public_key": KEY.as_dict(private=True)}],
        [{**ENTRY, "public_key": OKPKey.generate_key("X25519").as_dict(private=False)}],
        [{**ENTRY, "public_key": ECKey.generate_key("P-256").as_dict(private=False)}],
        [{**ENTRY, "public_key": {"kty": "OKP"}}],
    ],
)
def test_refuses_a_list_it_cannot_trust(tmp_path: Path, content: Any) -> None:
    with pytest.raises(PortalListUnusable):
        read_portals(written(tmp_path, content))


def test_refuses_a_missing_list(tmp_path: Path) -> None:
    with pytest.raises(PortalListUnusable):
        read_portals(tmp_path / "none.json")
