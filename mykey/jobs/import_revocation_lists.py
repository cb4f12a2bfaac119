"""Bring the authority's revocation lists in: fetch, judge, index, put in place (jpki.md).

A list that does not come, or that must not be used, leaves the present one where it is; look-ups then live on
its remaining life and the provider's grace, and everything else stops with "cannot tell".
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mykey.certificates import RevocationListRefused, Trust, index_revocation_list, store
from mykey.kernel.clock import Clock
from mykey.kernel.ports import RevocationListSource
from mykey.kernel.refusals_of_cards import RevocationUnknown

__all__ = ["Imported", "import_revocation_lists"]


@dataclass(frozen=True)
class Imported:
    """How many lists were put in place, refused, or not answered."""

    stored: int
    refused: int
    unanswered: int


def import_revocation_lists(
    source: RevocationListSource, trust: Trust, directory: Path, clock: Clock
) -> Imported:
    """Fetch every list that the authority offers. One bad list does not keep the others out.

    Raises:
        RevocationUnknown: the authority does not say which lists there are.
    """
    stored = refused = unanswered = 0
    for name in source.names():
        try:
            store(directory, index_revocation_list(source.fetch(name), trust, clock(), name))
            stored += 1
        except RevocationUnknown:
            unanswered += 1
        except RevocationListRefused:
            refused += 1
    return Imported(stored, refused, unanswered)
