from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mykey.kernel.ports import CertificateName, SigningCertificateName
from mykey.kernel.refusals_of_cards import SuccessionUnknown
from mykey.outside.linkage import HttpLinkage
from tests.support.leak_guard import LeakGuard
from tests.support.scripted_server import http_answer, scripted_server, unused_port

ASKED = CertificateName(bytes(range(20)), 123_456_789_012_345)
FOUND = {"ca_key_id": "ab" * 20, "serial": "987654321098765"}
POINT = "CN=Kawasaki-shi CRLDP,O=MyKey Demo Authority,C=JP"
Question = Callable[[HttpLinkage], Any]


def predecessor(linkage: HttpLinkage) -> CertificateName | None:
    return linkage.predecessor(ASKED)


def signing(linkage: HttpLinkage) -> SigningCertificateName | None:
    return linkage.signing_certificate(ASKED)


def ask(question: Question, body: Any, status: str = "200 OK") -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    with scripted_server(http_answer(data, status)) as server:
        return question(HttpLinkage(server.origin + "/"))


def test_the_one_before_is_told() -> None:
    found = ask(predecessor, {"predecessor": FOUND})
    assert found == CertificateName(bytes.fromhex("ab" * 20), 987_654_321_098_765)


def test_the_signing_certificate_is_told_with_its_list() -> None:
    found = ask(signing, {"signing": FOUND | {"distribution_point": POINT}})
    assert found.name == CertificateName(bytes.fromhex("ab" * 20), 987_654_321_098_765)
    assert found.distribution_point == POINT


@pytest.mark.parametrize(("question", "member"), [(predecessor, "predecessor"), (signing, "signing")])
def test_none_is_an_answer(question: Question, member: str) -> None:
    assert ask(question, {member: None}) is None


def test_a_serial_travels_in_the_body_and_never_in_the_address(leak_guard: LeakGuard) -> None:
    with scripted_server(http_answer(b'{"predecessor":null}')) as server:
        HttpLinkage(server.origin).predecessor(ASKED)
    head, _, body = server.heard[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /linkage/predecessor HTTP/1.1\r\n")
    assert json.loads(body) == {"ca_key_id": bytes(range(20)).hex(), "serial": str(ASKED.serial)}
    leak_guard.watch_serial(ASKED.serial)
    leak_guard.look_into("the head of the request", head)


STRANGE_NAMES: list[Any] = [
    {},
    [],
    "x",
    1,
    True,
    {"ca_key_id": "ab" * 20},
    {"serial": "1"},
    FOUND | {"serial": 5},
    FOUND | {"serial": None},
    FOUND | {"serial": "-5"},
    FOUND | {"serial": "0"},
    FOUND | {"serial": "1_000"},
    FOUND | {"serial": " 5"},
    FOUND | {"serial": "５"},
    FOUND | {"serial": "9" * 4000},
    FOUND | {"serial": str(1 << 159)},
    FOUND | {"ca_key_id": "xy"},
    FOUND | {"ca_key_id": "ab " * 20},
    FOUND | {"ca_key_id": ""},
    FOUND | {"ca_key_id": 7},
]


@pytest.mark.parametrize("name", STRANGE_NAMES, ids=str)
def test_a_strange_name_is_no_answer(name: Any) -> None:
    with pytest.raises(SuccessionUnknown):
        ask(predecessor, {"predecessor": name})
    with pytest.raises(SuccessionUnknown):
        ask(signing, {"signing": name | {"distribution_point": POINT} if isinstance(name, dict) else name})


@pytest.mark.parametrize("point", [None, 5, "", "x" * 2000, [POINT]])
def test_a_signing_certificate_without_its_list_is_no_answer(point: Any) -> None:
    with pytest.raises(SuccessionUnknown):
        ask(signing, {"signing": FOUND | {"distribution_point": point}})
    with pytest.raises(SuccessionUnknown):
        ask(signing, {"signing": FOUND})


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"{", b"\xff\xfe", b'"predecessor"', b"{}", b"[" * 15_000, b" " * 20_000]
)
def test_a_strange_body_is_no_answer(body: bytes) -> None:
    with pytest.raises(SuccessionUnknown):
        ask(predecessor, body)


@pytest.mark.parametrize("status", ["404 Not Found", "500 Broken", "302 Found"])
def test_a_refusal_is_no_answer_and_never_none(status: str) -> None:
    with pytest.raises(SuccessionUnknown):
        ask(predecessor, {"predecessor": None}, status)


@pytest.mark.parametrize("question", [predecessor, signing])
def test_nobody_there_is_no_answer(question: Question) -> None:
    with pytest.raises(SuccessionUnknown) as refused:
        question(HttpLinkage(f"http://127.0.0.1:{unused_port()}"))
    assert refused.value.__suppress_context__


def test_a_late_answer_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mykey.outside.linkage.TIMEOUT_SECONDS", 0.1)
    with (
        scripted_server(lambda connection: connection.recv(9999) + connection.recv(9999)) as server,
        pytest.raises(SuccessionUnknown),
    ):
        predecessor(HttpLinkage(server.origin))


def test_names_stay_out_of_representations() -> None:
    found = ask(signing, {"signing": FOUND | {"distribution_point": POINT}})
    assert FOUND["serial"] not in repr(found) + repr(found.name)
