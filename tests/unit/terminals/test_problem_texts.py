from __future__ import annotations

from mykey.terminals.operations import OPERATIONS
from mykey.terminals.problem_texts import PROBLEM_TEXTS, REASONS
from tests.support.api_documents import check_texts

#: Every code that terminal-api.md names, and of those that it leaves at "cannot tell" the one of points.
CODES = (
    "json-malformed", "not-found", "method-not-allowed", "body-too-large", "media-type", "request-invalid",
    "too-many-requests", "idempotency-key-reused", "request-in-progress", "signature-invalid",
    "signature-expired", "signature-replayed", "terminal-device-changed", "terminal-credentials-invalid",
    "terminal-already-activated", "terminal-closed", "terminal-stopped", "contact-required",
    "wrong-terminal-kind", "certificate-malformed", "certificate-not-trusted", "certificate-wrong-kind",
    "certificate-not-yet-valid", "certificate-expired", "certificate-revoked", "challenge-failed",
    "mykey-id-paused", "mykey-id-not-found", "challenge-used", "challenge-expired", "card-not-proved",
    "revocation-unknown", "succession-unknown", "service-id-linked-elsewhere", "already-linked", "not-linked",
    "service-id-format", "my-number-refused", "signing-certificate-missing", "purpose-not-allowed",
    "provider-is-a-library", "points-unavailable",
)  # fmt: skip
FACTS = {"retry_after", "members", "rule", "service_id"}


def test_every_refusal_has_its_words_in_both_languages() -> None:
    check_texts(OPERATIONS, PROBLEM_TEXTS, REASONS, FACTS)


def test_there_is_no_text_for_a_code_that_does_not_exist() -> None:
    assert set(PROBLEM_TEXTS) == {*CODES, "broken"}
