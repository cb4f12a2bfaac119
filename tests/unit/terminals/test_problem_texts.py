from __future__ import annotations

import re
import string

import pytest

from mykey.terminals.operations import OPERATIONS
from mykey.terminals.problem_texts import PROBLEM_TEXTS, REASONS

#: Every code that terminal-api.md names.
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
    "provider-is-a-library",
)  # fmt: skip
FACTS = {"retry_after", "members", "rule", "service_id"}


@pytest.mark.parametrize("code", [*CODES, "broken"])
def test_every_code_has_words_in_both_languages(code: str) -> None:
    text = PROBLEM_TEXTS[code]
    for words in (text.title, text.detail):
        assert re.search(r"[ぁ-んァ-ヶ一-龠]", words.ja)
        assert re.search(r"[A-Za-z]", words.en)
        assert not re.search(r"[ぁ-んァ-ヶ一-龠]", words.en)


def test_there_is_no_text_for_a_code_that_does_not_exist() -> None:
    assert set(PROBLEM_TEXTS) == {*CODES, "broken"}


def test_facts_in_texts_are_known_and_the_same_in_both_languages() -> None:
    for text in PROBLEM_TEXTS.values():
        in_ja, in_en = (
            {name for _, name, _, _ in string.Formatter().parse(words) if name}
            for words in (text.detail.ja, text.detail.en)
        )
        assert in_ja == in_en
        assert in_ja <= FACTS


def test_every_refusal_of_every_call_has_a_text() -> None:
    assert {refusal.code for operation in OPERATIONS for refusal in operation.refusals} <= set(PROBLEM_TEXTS)


def test_reasons_are_in_both_languages() -> None:
    assert all(words.ja and words.en for words in REASONS.values())
