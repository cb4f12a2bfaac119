"""Every refusal of the contract: its status, its word, its problem details; and every row stays as it was."""

from __future__ import annotations

import pytest

from tests.functional.second_client.client import Answer
from tests.functional.second_client.database_rows import differences
from tests.functional.second_client.refusal import Refusal
from tests.functional.second_client.refused_cards import CARDS
from tests.functional.second_client.refused_certificates import CERTIFICATES
from tests.functional.second_client.refused_links import LINKS
from tests.functional.second_client.refused_points_tickets import POINTS_TICKETS
from tests.functional.second_client.refused_requests import REQUESTS
from tests.functional.second_client.refused_signatures import SIGNATURES
from tests.functional.second_client.refused_terminals import TERMINALS
from tests.functional.second_client.world import World

REFUSALS = [*SIGNATURES, *REQUESTS, *TERMINALS, *CERTIFICATES, *CARDS, *LINKS, *POINTS_TICKETS]

#: Every code of terminal-api.md but those of validity checks, notices and ended links.
CODES_OF_THE_CONTRACT = {
    (400, "json-malformed"),
    (401, "signature-expired"),
    (401, "signature-invalid"),
    (401, "signature-replayed"),
    (401, "terminal-credentials-invalid"),
    (403, "card-not-proved"),
    (403, "certificate-expired"),
    (403, "certificate-not-trusted"),
    (403, "certificate-not-yet-valid"),
    (403, "certificate-revoked"),
    (403, "certificate-wrong-kind"),
    (403, "challenge-failed"),
    (403, "mykey-id-paused"),
    (403, "provider-is-a-library"),
    (403, "purpose-not-allowed"),
    (403, "terminal-closed"),
    (403, "terminal-device-changed"),
    (403, "terminal-stopped"),
    (403, "wrong-terminal-kind"),
    (404, "mykey-id-not-found"),
    (404, "not-found"),
    (404, "not-linked"),
    (405, "method-not-allowed"),
    (409, "already-linked"),
    (409, "challenge-used"),
    (409, "contact-required"),
    (409, "request-in-progress"),
    (409, "service-id-linked-elsewhere"),
    (409, "signing-certificate-missing"),
    (409, "terminal-already-activated"),
    (410, "challenge-expired"),
    (413, "body-too-large"),
    (415, "media-type"),
    (422, "certificate-malformed"),
    (422, "idempotency-key-reused"),
    (422, "my-number-refused"),
    (422, "request-invalid"),
    (422, "service-id-format"),
    (429, "too-many-requests"),
    (503, "points-unavailable"),
    (503, "revocation-unknown"),
    (503, "succession-unknown"),
}


def test_every_code_of_the_contract_is_provoked() -> None:
    assert {(refusal.status, refusal.code) for refusal in REFUSALS} == CODES_OF_THE_CONTRACT


def test_no_two_refusals_have_one_name() -> None:
    names = [refusal.name for refusal in REFUSALS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("refusal", [pytest.param(one, id=one.name) for one in REFUSALS])
def test_refusal_leaves_every_row_as_it_was(world: World, refusal: Refusal) -> None:
    call = refusal.arrange(world)
    language = "ja" if world.engine_name == "sqlite" else "en"  # each refusal is read in both
    call.headers["Accept-Language"] = language
    before = world.rows.dump()

    answer = call.send()

    assert answer.word == (refusal.status, refusal.code), answer.raw.decode()
    assert differences(before, world.rows.dump()) <= refusal.may_change
    _is_a_problem(answer, refusal, language)


def _is_a_problem(answer: Answer, refusal: Refusal, language: str) -> None:
    problem = answer.members
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert problem["type"] == f"urn:mykey:problem:{refusal.code}"
    assert problem["status"] == refusal.status
    assert problem["title"]
    assert problem["detail"]
    assert all(text.isascii() == (language == "en") for text in (problem["title"], problem["detail"]))
    assert "Traceback" not in answer.raw.decode()
    if refusal.status in {429, 503}:
        assert int(answer.headers["Retry-After"]) > 0
    if refusal.code == "signature-expired":
        assert answer.headers["Date"]
    if refusal.code == "request-invalid":
        assert problem["errors"]
        assert all(set(error) == {"member", "reason"} for error in problem["errors"])
    if refusal.code == "method-not-allowed":
        assert answer.headers["Allow"]
