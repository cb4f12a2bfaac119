"""What a look-up hands over, and what a typed patron number means."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import Enum

__all__ = ["HandOver", "HandOverNotUnderstood", "Method", "number_from_typing"]

# Spaces and everything that looks like a hyphen on a Japanese keyboard; NFKC has folded the wide forms.
_IGNORED = re.compile(r"[\s\-\u2010-\u2015\u2043\u2212\u30fc]")


class HandOverNotUnderstood(Exception):
    """The platform named a way of handing over that this software does not know."""


class Method(Enum):
    """The provider's setting (terminal-api.md, look-up answer)."""

    NUMBER = "number"
    BARCODE = "barcode"
    KEYBOARD = "keyboard"
    LABEL = "label"


@dataclass(frozen=True)
class HandOver:
    """`data` is exactly what is encoded, printed or typed; `symbology` is null where no bars are drawn."""

    method: Method
    symbology: str | None
    data: str = field(repr=False)

    @classmethod
    def from_answer(cls, member: object) -> HandOver:
        """Read the member `hand_over` of a look-up answer.

        Raises:
            HandOverNotUnderstood: unknown method, or members of another shape.
        """
        if not isinstance(member, dict) or not isinstance(member.get("data"), str) or not member["data"]:
            raise HandOverNotUnderstood
        symbology = member.get("symbology")
        if symbology is not None and not isinstance(symbology, str):
            raise HandOverNotUnderstood
        try:
            return cls(Method(member.get("method")), symbology, member["data"])
        except ValueError:
            raise HandOverNotUnderstood from None


def number_from_typing(typed: str) -> str:
    """A patron number as typed or scanned: full-width folded (NFKC), spaces and hyphens dropped.

    Whether it has the provider's form is for the platform to say, which alone knows the rule.
    """
    return _IGNORED.sub("", unicodedata.normalize("NFKC", typed))
