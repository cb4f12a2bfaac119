from __future__ import annotations

import json
from typing import Any

import pytest

from mykey.kernel.ports import RevocationListName
from mykey.kernel.refusals_of_cards import RevocationUnknown
from mykey.outside.revocation_lists import HttpRevocationLists
from tests.support.scripted_server import http_answer, scripted_server, unused_port

ENTRY = {"ca_key_id": "ab" * 20, "distribution_point": "CN=Kawasaki-shi CRLDP", "path": "/crl/1.crl"}
NAME = RevocationListName(bytes.fromhex("ab" * 20), "CN=Kawasaki-shi CRLDP", "/crl/1.crl")


def names(body: Any, status: str = "200 OK") -> list[RevocationListName]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    with scripted_server(http_answer(data, status)) as server:
        return HttpRevocationLists(server.origin).names()


def test_every_list_is_named() -> None:
    assert names({"lists": [ENTRY, ENTRY | {"path": "/crl/2.crl"}]}) == [
        NAME,
        RevocationListName(NAME.ca_key_id, NAME.distribution_point, "/crl/2.crl"),
    ]
    assert names({"lists": []}) == []


def test_a_list_comes_as_der() -> None:
    with scripted_server(http_answer(b"\x30\x03\x02\x01\x05")) as server:
        assert HttpRevocationLists(server.origin + "/").fetch(NAME) == b"\x30\x03\x02\x01\x05"
        assert server.heard[0].startswith(b"GET /crl/1.crl HTTP/1.1\r\n")


@pytest.mark.parametrize(
    "entry",
    [
        {},
        None,
        5,
        "x",
        ENTRY | {"ca_key_id": "no hex"},
        ENTRY | {"ca_key_id": 5},
        ENTRY | {"distribution_point": None},
        ENTRY | {"path": 5},
        ENTRY | {"path": ""},
        ENTRY | {"path": "@elsewhere.example/crl"},
        ENTRY | {"path": ":9999/crl"},
        ENTRY | {"path": ".example/crl"},
    ],
    ids=str,
)
def test_one_strange_name_makes_the_answer_strange(entry: Any) -> None:
    """Above all one that would make another host of the authority's address."""
    with pytest.raises(RevocationUnknown):
        names({"lists": [ENTRY, entry]})


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{}", b'{"lists":5}', b"\xff", b"[" * 60_000])
def test_a_strange_body_is_no_answer(body: bytes) -> None:
    with pytest.raises(RevocationUnknown):
        names(body)


@pytest.mark.parametrize("status", ["404 Not Found", "500 Broken", "302 Found", "204 No Content"])
def test_a_refusal_is_no_answer(status: str) -> None:
    with pytest.raises(RevocationUnknown):
        names({"lists": []}, status)
    with scripted_server(http_answer(b"", status)) as server, pytest.raises(RevocationUnknown):
        HttpRevocationLists(server.origin).fetch(NAME)


def test_nobody_there_is_no_answer() -> None:
    lists = HttpRevocationLists(f"http://127.0.0.1:{unused_port()}")
    with pytest.raises(RevocationUnknown):
        lists.names()
    with pytest.raises(RevocationUnknown) as refused:
        lists.fetch(NAME)
    assert refused.value.__suppress_context__


def test_a_late_answer_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mykey.outside.revocation_lists.TIMEOUT_SECONDS", 0.1)
    with (
        scripted_server(lambda connection: connection.recv(9999) + connection.recv(9999)) as server,
        pytest.raises(RevocationUnknown),
    ):
        HttpRevocationLists(server.origin).names()


def test_a_list_that_is_too_long_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mykey.outside.revocation_lists.MOST_BYTES_OF_A_LIST", 10)
    with scripted_server(http_answer(b"x" * 11)) as server, pytest.raises(RevocationUnknown):
        HttpRevocationLists(server.origin).fetch(NAME)
