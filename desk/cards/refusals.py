"""What a card says no to. None of these carries a PIN, a certificate or an identifier."""

from __future__ import annotations

from desk.readers.interface import CardTrouble

__all__ = ["CardNotUnderstood", "PinLocked", "PinNotFourDigits", "PinWrong"]


class CardNotUnderstood(CardTrouble):
    """Not a My Number Card, or it answered something the protocol does not know.

    `status` is the card's status word; None when the answer itself made no sense.
    """

    def __init__(self, status: int | None = None) -> None:
        super().__init__()
        self.status = status


class PinWrong(CardTrouble):
    """The card refused the PIN; `tries_left` more wrong ones lock it."""

    def __init__(self, tries_left: int) -> None:
        super().__init__()
        self.tries_left = tries_left


class PinLocked(CardTrouble):
    """Three wrong PINs: only the municipal office unlocks the card."""


class PinNotFourDigits(CardTrouble):
    """What was typed cannot be a PIN. Nothing was sent, so no try is lost."""
