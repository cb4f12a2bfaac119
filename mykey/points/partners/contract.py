"""What the OpenAPI document and the page for people say of the partners' API beside its operations."""

from __future__ import annotations

from mykey.points.partners.operations import OPERATIONS
from mykey.points.partners.problem_texts import PROBLEM_TEXTS
from mykey.points.partners.problems import PROBLEM_TYPE
from mykey.web.api_documents import ApiContract

__all__ = ["CONTRACT"]

DESCRIPTION = """\
Companies whose points can become municipal points speak to the points side by these calls.

JSON in UTF-8; unknown members are refused; days are days in Japan; points are whole JSON numbers. Bodies are
limited to 64 KiB, lists of codes to 40 MB. Errors are RFC 9457 problem details; `detail` is one sentence in
Japanese or English by `Accept-Language`.

**Coupons.** Codes are yours to make: 16 characters of Crockford's Base32 (`0-9 A-Z` without I, L, O, U), all
random, 80 bits. Announce a batch, send its codes once. We keep a keyed hash of each and the number of its
line; a redeemed coupon is told to your notice address, and in the file, by that number, from the next day on.

**Exchanges.** A citizen signs in at your side (OAuth 2.0, authorization code, PKCE with S256, state; scope
`points`; client_secret_basic). We then post `{"exchange_id", "units", "points"}` to your redeem address,
signed as below with keyid `mykey-points` (our key: `/v1/key`), with the access token as bearer. Answer within
5 s with 200 and `{"exchange_id", "result", "units", "points"}`, result `done` or `refused`, signed as a
response: label `mykey`, components `"@status" "content-digest"`, parameters `created`, `keyid` (your id),
`alg`. Or answer 202 and say the same later at `/v1/exchange-answers`. We ask again, with the same
`exchange_id`, until you answer, for 7 days: take points for an `exchange_id` once, and answer a known one the
same whatever has become of its token. When a citizen gives an exchange up, or the wait is over, we post
`{"exchange_id"}` to your redeem address + `/cancel` until you answer 200 or 204: give back what was taken for
it, take nothing for it later, and say so for ids you have never heard of, too.

**Notices.** To your notice address we post, at most once a day and signed the same way, `{"notice_id", "day",
"coupons": [{"batch", "numbers"}]}`: coupons redeemed up to that day. Any 2xx is a yes; the same numbers may
come again under another `notice_id`.
"""

SIGNATURE = """\
RFC 9421 HTTP message signature, label `mykey`, with the company's own Ed25519 key.

Covered components: `"@method" "@target-uri" "content-digest"`; `content-digest` (RFC 9530, sha-256) is left
out when there is no body. Parameters: `created` (no more than 120 s off), `nonce` (16 random bytes or more,
never used twice), `keyid` (the company's id), `alg="ed25519"`. `@target-uri` begins with the server's origin
as given here.
"""

CONTRACT = ApiContract(
    name="partner_documents",
    title="MyKey points, partner companies",
    version="1.0.0",
    description=DESCRIPTION,
    signature=("partnerSignature", SIGNATURE),
    problem_type=PROBLEM_TYPE,
    operations=OPERATIONS,
    texts=PROBLEM_TEXTS,
    template="points_partners/docs.html",
)
