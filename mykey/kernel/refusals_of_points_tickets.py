"""Why no points ticket is written, in the words of terminal-api.md ("Points")."""

from __future__ import annotations

from mykey.kernel.errors import CannotTell, Refused

__all__ = ["PointsUnavailable", "ProviderIsALibrary", "PurposeNotAllowed"]


class ProviderIsALibrary(Refused):
    """The terminal is a library's, or its facility is none that an operator confirmed for points."""

    code = "provider-is-a-library"


class PurposeNotAllowed(Refused):
    """A terminal of this kind has no tickets for this purpose."""

    code = "purpose-not-allowed"


class PointsUnavailable(CannotTell):
    """The ticket writer is silent. Nothing was changed."""

    code = "points-unavailable"
