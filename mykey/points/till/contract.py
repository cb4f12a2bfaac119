"""What the OpenAPI document and the page for people say of the till API beside its operations."""

from __future__ import annotations

from mykey.points.till.operations import OPERATIONS
from mykey.points.till.problem_texts import PROBLEM_TEXTS
from mykey.points.till.problems import PROBLEM_TYPE
from mykey.web.api_documents import ApiContract

__all__ = ["CONTRACT"]

DESCRIPTION = """\
Tills of shops and facilities speak to the points side of the MyKey platform by these calls.

JSON in UTF-8; unknown members are refused; times are RFC 3339 in UTC, days are days in Japan; points are
whole JSON numbers from 1 to 1,000,000. Bodies are limited to 64 KiB. Errors are RFC 9457 problem details;
`detail` is one sentence for a clerk, in Japanese or English by `Accept-Language`.

A payment, a cancellation, a grant, and vouchers issued, cancelled or taken need an `Idempotency-Key`. Who
hears no answer, or one of 500 and above, sends key and body again, newly signed, until an answer comes: the
act is done once. Answers and refusals are kept for a day at least, but for those of 401, 429, 500 and above,
and of the till's or shop's state and kind.

What is judged first is answered first: signature, replay, idempotency, the till's and the shop's state, the
till's kind, JSON and members, ticket or session, the act itself.
"""

SIGNATURE = """\
RFC 9421 HTTP message signature, label `mykey`, with the till's own Ed25519 key.

Covered components: `"@method" "@target-uri" "content-digest" "mykey-device"`; `content-digest` (RFC 9530,
sha-256) is left out when there is no body. Parameters: `created` (no more than 120 s off), `nonce` (16 random
bytes or more, never used twice), `keyid` (the till ID), `alg="ed25519"`. `MyKey-Device` carries the key's JWK
thumbprint (RFC 7638, SHA-256), 64 hex digits. `@target-uri` begins with the server's origin as given here.
"""

CONTRACT = ApiContract(
    name="till_documents",
    title="MyKey points, tills",
    version="1.0.0",
    description=DESCRIPTION,
    signature=("tillSignature", SIGNATURE),
    problem_type=PROBLEM_TYPE,
    operations=OPERATIONS,
    texts=PROBLEM_TEXTS,
    template="points_till/docs.html",
    key_required=True,
)
