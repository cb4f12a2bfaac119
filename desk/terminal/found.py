"""What a look-up found, kept for as long as its card lies there and somebody acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import g

from desk.handover.keyboard import KeystrokesFailed
from desk.handover.number import HandOver, HandOverNotUnderstood, Method
from desk.platform.answers import PlatformSilent
from desk.terminal.counter import Counter

__all__ = ["COUNTDOWN_SECONDS", "Found", "ProofAsked", "keep_found", "type_number"]

COUNTDOWN_SECONDS = 5


@dataclass(frozen=True)
class ProofAsked:
    """The provider wants the PIN for this look-up."""


@dataclass
class Found:
    """Screen 26. `typed`: None unless the number is typed; then `waiting`, `done` or `failed`."""

    provider_name: str
    number: str = field(repr=False)
    hand_over: HandOver
    basic_information: str
    stale: bool
    typed: str | None = None

    @classmethod
    def from_answer(cls, answer: dict[str, Any]) -> Found:
        """Read a look-up answer.

        Raises:
            PlatformSilent: members missing, or a way of handing over that nobody knows.
        """
        provider, number = answer.get("provider_name"), answer.get("service_id")
        try:
            hand_over = HandOver.from_answer(answer.get("hand_over"))
        except HandOverNotUnderstood:
            raise PlatformSilent from None
        if not isinstance(provider, str) or not isinstance(number, str):
            raise PlatformSilent
        return cls(
            provider,
            number,
            hand_over,
            basic_information=str(answer.get("basic_information", "unknown")),
            stale=answer.get("revocation") != "fresh",
        )


def keep_found(counter: Counter, answer: dict[str, Any], insertion: int, *, at_once: bool) -> None:
    """Remember the result for this browser and begin to hand it over. The touch is used up.

    Raises:
        PlatformSilent: an answer that cannot be read.
    """
    found = Found.from_answer(answer)
    counter.visits.open(g.visitor, found, insertion)
    counter.visits.touch_served(insertion)
    if found.hand_over.method is Method.KEYBOARD:
        type_number(counter, g.visitor, found, at_once=at_once)


def type_number(counter: Counter, visitor: str, found: Found, *, at_once: bool) -> None:
    """Hand-over method C: type into the library system's field, and note on `found` how it went.

    At once when the touch itself started the look-up while another window had the focus; else the clerk
    needs a few seconds to click into that field. Nothing is typed once the visit is over.
    """
    found.typed = "waiting"

    def type_now() -> None:
        if counter.visits.recall(visitor, Found) is not found:
            return
        try:
            counter.keystrokes.type_text(found.hand_over.data)
            found.typed = "done"
        except KeystrokesFailed:
            found.typed = "failed"
        counter.visits.changed(visitor)

    if at_once:
        type_now()
    else:
        counter.later(COUNTDOWN_SECONDS, type_now)
