"""Every word of the platform has words for the clerk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import g

from desk.browser.trouble import card_trouble
from desk.cards.refusals import CardNotUnderstood, PinLocked, PinNotFourDigits, PinWrong
from desk.platform.answers import ClockWrong, PlatformCannotTell, PlatformRefused, PlatformSilent, Problem
from desk.readers.interface import CardAbsent, CardLeft, CardTrouble, ReaderSoftwareMissing, ReaderUnavailable
from desk.terminal.trouble import WHAT_TO_DO, platform_trouble
from tests.unit.desk.desk_double import HERE, Desk

# terminal-api.md, in its order.
CODES = [
    "idempotency-key-reused",
    "request-in-progress",
    "json-malformed",
    "not-found",
    "method-not-allowed",
    "body-too-large",
    "media-type",
    "request-invalid",
    "too-many-requests",
    "signature-invalid",
    "signature-expired",
    "signature-replayed",
    "terminal-device-changed",
    "terminal-credentials-invalid",
    "terminal-already-activated",
    "terminal-closed",
    "contact-required",
    "terminal-stopped",
    "wrong-terminal-kind",
    "challenge-failed",
    "certificate-malformed",
    "certificate-not-trusted",
    "certificate-wrong-kind",
    "certificate-not-yet-valid",
    "certificate-expired",
    "certificate-revoked",
    "mykey-id-paused",
    "mykey-id-not-found",
    "not-linked",
    "challenge-used",
    "challenge-expired",
    "revocation-unknown",
    "succession-unknown",
    "service-id-linked-elsewhere",
    "already-linked",
    "service-id-format",
    "my-number-refused",
    "signing-certificate-missing",
    "card-not-proved",
    "purpose-not-allowed",
    "provider-is-a-library",
]


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_the_platforms_sentence_and_a_next_step(desk: Desk, code: str) -> None:
    assert code in WHAT_TO_DO
    with desk.client.application.test_request_context("/", base_url=HERE):
        g.lang = "ja"
        trouble = platform_trouble(PlatformRefused(Problem(code, 400, "理由の文です。")))
    assert trouble.title == "理由の文です。"
    assert trouble.steps[0].endswith(("。", "ください。"))


def test_a_code_of_the_future_is_not_swallowed(desk: Desk) -> None:
    with desk.client.application.test_request_context("/", base_url=HERE):
        trouble = platform_trouble(PlatformRefused(Problem("new-word", 409, "")))
    assert trouble.title == "受け付けられませんでした。"
    assert trouble.steps


@pytest.mark.parametrize(
    ("skew", "sentence"),
    [
        (timedelta(minutes=10), "約10分進んでいます。正しい時刻は2026/01/01 09:00（日本時間）"),
        (timedelta(minutes=-7), "約7分遅れています"),
        (None, "時計が合っていません"),
    ],
)
def test_a_wrong_clock_is_explained(desk: Desk, skew: timedelta | None, sentence: str) -> None:
    problem = Problem("signature-expired", 401, "署名が古すぎます。")
    platform_time = datetime(2026, 1, 1, tzinfo=UTC) if skew is not None else None
    with desk.client.application.test_request_context("/", base_url=HERE):
        trouble = platform_trouble(ClockWrong(problem, platform_time, skew))
    assert sentence in trouble.steps[0]
    assert "時計を正しい時刻に" in trouble.steps[1]


def test_cannot_tell_says_how_long_to_wait(desk: Desk) -> None:
    problem = Problem("revocation-unknown", 503, "いま確認できません。", {"retry_after": "30"})
    with desk.client.application.test_request_context("/", base_url=HERE):
        trouble = platform_trouble(PlatformCannotTell(problem))
    assert "30秒ほど待ってください。" in trouble.steps
    assert trouble.kind == "warning"


def test_silence_is_one_sentence(desk: Desk) -> None:
    with desk.client.application.test_request_context("/", base_url=HERE):
        trouble = platform_trouble(PlatformSilent())
    assert trouble.title.count("。") == 1
    assert trouble.steps == []


def test_every_trouble_with_a_card_has_its_own_words(desk: Desk) -> None:
    troubles: list[CardTrouble] = [
        PinWrong(2),
        PinLocked(),
        PinNotFourDigits(),
        CardAbsent(),
        CardLeft(),
        ReaderSoftwareMissing(),
        ReaderUnavailable(),
        CardNotUnderstood(0x6F00),
    ]
    with desk.client.application.test_request_context("/", base_url=HERE):
        said = [card_trouble(trouble) for trouble in troubles]
    assert len({trouble.title for trouble in said}) == len(troubles)
    assert all(trouble.steps for trouble in said)
