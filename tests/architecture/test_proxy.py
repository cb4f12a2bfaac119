"""The proxy's configuration that we ship: nothing of a person, a place or an address in its logs."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FILE = Path(__file__).parents[2] / "docs" / "proxy" / "nginx.conf"
FACES = (
    "portal",
    "console",
    "terminals",
    "points",
    "points-till",
    "points-office",
    "points-navi",
    "points-partners",
)


@cache
def text() -> str:
    """The configuration without its comments."""
    return re.sub(r"#.*", "", FILE.read_text("utf-8"))


@cache
def servers() -> dict[str, str]:
    found = re.findall(r"^server \{\n(.*?)^\}", text(), re.MULTILINE | re.DOTALL)
    named = ((re.search(r"server_name ([\w-]+)\.", block), block) for block in found)
    return {"" if name is None else name[1]: block for name, block in named}


def test_every_face_has_a_host_of_its_own() -> None:
    assert set(servers()) == {"", *FACES}
    for face in FACES:
        assert f"proxy_pass http://mykey_{face.replace('-', '_')};" in servers()[face]


def test_the_one_log_format_holds_time_host_status_and_duration() -> None:
    ((name, written),) = re.findall(r"log_format (\w+) '([^']*)'", text())
    assert re.findall(r"\$(\w+)", written) == ["time_iso8601", "server_name", "status", "request_time"]
    logs = re.findall(r"access_log (\S+)\s*(\S*);", text())
    assert {form for place, form in logs if place != "off"} == {name}


def test_look_ups_and_points_are_not_logged_at_all() -> None:
    for face in ("terminals", "points", "points-till", "points-office", "points-navi", "points-partners", ""):
        assert re.findall(r"access_log [^;]*;", servers()[face]) == ["access_log off;"]
    assert all("access_log" in block for block in servers().values()), "the default log names addresses"


def test_the_error_log_says_nothing_of_a_request() -> None:
    assert re.findall(r"error_log [^;]*;", text()) == ["error_log /var/log/nginx/mykey-error.log emerg;"]


def test_nobody_behind_the_proxy_learns_the_callers_address() -> None:
    passed = dict(re.findall(r'proxy_set_header (\S+) "?([^";]*)"?;', text()))
    assert passed == {
        "Host": "$host",
        "X-Forwarded-For": "",
        "X-Real-IP": "",
        "Forwarded": "",
        "Connection": "",
    }
    assert "remote_addr" not in text()


def test_the_signed_address_reaches_the_faces_of_machines_unchanged() -> None:
    assert re.search(r"proxy_pass http://mykey_terminals;", servers()["terminals"])
    assert re.search(r"proxy_pass http://mykey_points_till;", servers()["points-till"])
    assert re.search(r"proxy_pass http://mykey_points_partners;", servers()["points-partners"])
    assert "rewrite" not in text()


def test_braces_and_semicolons_are_in_order() -> None:
    depth = 0
    for line in text().splitlines():
        depth += line.count("{") - line.count("}")
        assert depth >= 0
        stripped = line.strip()
        assert not stripped or stripped[-1] in ";{}", line
    assert depth == 0
