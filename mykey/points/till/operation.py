"""One call of the till API, and the refusals that many of its calls share."""

from __future__ import annotations

from mykey.kernel import refusals_of_terminals as of_signatures
from mykey.points import refusals as of_points
from mykey.points import refusals_of_tills as of_tills
from mykey.web.api_operations import ApiOperation, Refusals
from mykey.web.problems import BodyTooLarge, JsonMalformed, MediaTypeRefused
from mykey.web.rate_limits import TooManyRequests

__all__ = ["PROGRAMME", "SESSION", "Operation"]

PROGRAMME: Refusals = (of_points.ProgrammeNotFound, of_points.ProgrammeNotOpen)
SESSION: Refusals = (of_points.TillVisitOver, of_points.PointsAccountNotFound)


class Operation(ApiOperation):
    """One call of this face."""

    SIGNED = (
        of_signatures.SignatureInvalid,
        of_signatures.SignatureExpired,
        of_signatures.SignatureReplayed,
        of_tills.TillClosed,
        of_points.ShopClosed,
        BodyTooLarge,
        TooManyRequests,
    )
    IDEMPOTENT = (of_points.IdempotencyKeyReused, of_signatures.RequestInvalid)
    BODY = (JsonMalformed, BodyTooLarge, MediaTypeRefused, of_signatures.RequestInvalid)
