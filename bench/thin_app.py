"""The thin prototype: one Flask view with the same checks of signature and certificate and the same SQL.

No order of judgement, no pace, no counters, no headers, no problem details, no second language: what remains
is what a look-up cannot do without.
"""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask, Response, request

from mykey.certificates import RevocationLists, load_trust, read_user_certificate
from mykey.crypto.purposes import CorePurpose
from mykey.crypto.request_keys import DevicePublicKey
from mykey.crypto.tokens import from_base64url, system_random_bytes
from mykey.models.keys import CoreKeys
from mykey.models.links import LINK_NUMBER
from mykey.models.look_up_statement import LOOK_UP_STATEMENT
from mykey.web.hot_connection import HotConnection
from mykey.web.signed_requests import read_signature, verify_signature

app = Flask(__name__)
setting = {name.removeprefix("MYKEY_TERMINALS_"): value for name, value in os.environ.items()}
keys = CoreKeys.open(Path(setting["KEY_RING"]), system_random_bytes, demo_allowed=False)
trust = load_trust(Path(setting["TRUST"]).read_bytes())
lists = RevocationLists(Path(setting["REVOCATION_LISTS"]))
rows = HotConnection(setting["DATABASE_URL"])
device = DevicePublicKey(bytes.fromhex(setting["BENCH_DEVICE"]))


@app.post("/v1/lookups")
def look_up() -> Response:
    """Whose number is this."""
    now = datetime.now(UTC)
    body = request.get_data()
    signed = verify_signature(
        read_signature(request.headers),
        request.headers,
        body,
        "POST",
        setting["ORIGIN"] + "/v1/lookups",
        lambda _: device,
        now,
    )
    der = from_base64url(json.loads(body)["card"]["user_certificate"])
    certificate = read_user_certificate(der, trust, now)
    lists.check(certificate.name, certificate.distribution_point, now, timedelta(0))
    nonce = keys.index(CorePurpose.NONCE_INDEX, signed.key_id.encode(), signed.nonce.encode())
    place = keys.certificate_index(certificate.name)
    row = rows.row(LOOK_UP_STATEMENT, (nonce, int(time.time()) // 60, signed.key_id, place, place))
    if row is None or not row[0]:
        return Response("{}", 401)
    number = keys.open_sealed(LINK_NUMBER, row[13], row[14])
    answer = {
        "provider_id": row[5],
        "provider_name": row[6],
        "service_id": number,
        "assurance": "touched",
        "basic_information": "not-requested",
        "revocation": "fresh",
        "hand_over": {"method": row[7], "symbology": row[8], "data": f"A{number}A"},
    }
    return Response(json.dumps(answer, ensure_ascii=False), mimetype="application/json")
