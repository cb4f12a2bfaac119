"""What the OpenAPI document and the page for people say of this face beside its operations."""

from __future__ import annotations

from mykey.terminals.operations import OPERATIONS
from mykey.terminals.problem_texts import PROBLEM_TEXTS
from mykey.terminals.problems import PROBLEM_TYPE
from mykey.web.api_documents import ApiContract

__all__ = ["CONTRACT"]

DESCRIPTION = """\
Terminals of libraries, shops and municipalities speak to the MyKey platform by these calls.

JSON in UTF-8; unknown members are refused; times are RFC 3339 in UTC; binary values are base64url without
padding; certificates are DER. Bodies are limited to 64 KiB. Errors are RFC 9457 problem details whose
`detail` is one sentence for a clerk, in Japanese or English by `Accept-Language`.

What is judged first is answered first: signature, replay, idempotency, the terminal's state and kind, JSON
and members (the number's format included), card, MyKey ID, the act itself.
"""

SIGNATURE = """\
RFC 9421 HTTP message signature, label `mykey`, with the device's Ed25519 key.

Covered components: `"@method" "@target-uri" "content-digest" "mykey-device"`; `content-digest` (RFC 9530,
sha-256) is left out when there is no body. Parameters: `created` (no more than 120 s off), `nonce` (16 random
bytes or more, never used twice), `keyid` (the terminal ID), `alg="ed25519"`. `MyKey-Device` carries the
device fingerprint, 64 hex digits. `@target-uri` begins with the server's origin as given here.
"""

CONTRACT = ApiContract(
    name="documents",
    title="MyKey terminals",
    version="1.0.0",
    description=DESCRIPTION,
    signature=("terminalSignature", SIGNATURE),
    problem_type=PROBLEM_TYPE,
    operations=OPERATIONS,
    texts=PROBLEM_TEXTS,
    template="terminals/docs.html",
)
