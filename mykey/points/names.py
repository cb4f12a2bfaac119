"""Names that clerks give: programmes, events, shops, tills. One line of visible characters."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["as_searched", "clean_name", "name_fault"]

#: ァ to ヶ stand as far from ぁ to ゖ as the two blocks from each other.
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


def clean_name(typed: str) -> str:
    """The name as it is kept: composed (NFC), no blanks around it, one blank between words."""
    return re.sub(r"[ \t\u3000]+", lambda blanks: blanks[0][0], unicodedata.normalize("NFC", typed)).strip()


def as_searched(text: str) -> str:
    """A text as searches compare it: NFKC, no capitals, hiragana for katakana, single blanks."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_HIRAGANA)
    return " ".join(plain.split())


def name_fault(name: str, most: int) -> str | None:
    """What is wrong with a clean name, as a word: `text-missing`, `text-too-long`, `text-characters`."""
    if not name:
        return "text-missing"
    if len(name) > most:
        return "text-too-long"
    if any(unicodedata.category(character)[0] == "C" or character in "\u2028\u2029" for character in name):
        return "text-characters"
    return None
