"""The authority over HTTP: trust, lists and linkage, for verifiers.

The real message formats are not public (jpki.md); these are the stand-in's own. It answers
about any certificate that is asked for and logs nothing: a log would hold serials.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, jsonify
from werkzeug.exceptions import BadRequest, NotFound

from town.authority.linkage import LinkedCertificate
from town.authority.office import CardOffice
from town.authority.outage import refuse_during_outage
from town.clock import Clock, system_clock
from town.errors import ListNotKnown
from town.loopback import json_members, loopback_app

__all__ = ["create_app"]

#: RFC 5280, 4.1.2.2: a serial has at most 20 octets, so 49 decimal digits.
LONGEST_SERIAL = 49


def create_app(home: Path, clock: Clock = system_clock) -> Flask:
    """The service on the state in `home`; acts at the command line are seen at the next request."""
    app = loopback_app("town.authority")
    office = CardOffice(home, clock=clock)
    app.extensions["card-office"] = office
    refuse_during_outage(app, home)

    @app.get("/trust.json")
    def trust() -> Response:
        return jsonify(office.trust())

    @app.get("/lists.json")
    def lists() -> Response:
        return jsonify(
            lists=[
                {
                    "ca_key_id": listed.ca_key_id.hex(),
                    "distribution_point": listed.distribution_point,
                    "path": listed.path,
                }
                for listed in office.lists()
            ]
        )

    @app.get("/crl/<ca_key_id>/<prefecture>/<city>.crl")
    def crl(ca_key_id: str, prefecture: str, city: str) -> Response:
        try:
            der = office.crl_of_municipality(_key_id(ca_key_id), f"{prefecture}/{city}")
        except ListNotKnown as error:
            raise NotFound from error
        return Response(der, mimetype="application/pkix-crl")

    @app.post("/linkage/predecessor")
    def predecessor() -> Response:
        found = office.predecessor(*_asked())
        return jsonify(predecessor=None if found is None else _named(found))

    @app.post("/linkage/signing")
    def signing() -> Response:
        found = office.signing_of(*_asked())
        if found is None:
            return jsonify(signing=None)
        named = _named(LinkedCertificate(found.ca_key_id, found.serial))
        return jsonify(signing={**named, "distribution_point": found.distribution_point})

    return app


def _asked() -> tuple[bytes, int]:
    ca_key_id, serial = json_members("ca_key_id", "serial")
    if not (serial.isascii() and serial.isdigit() and len(serial) <= LONGEST_SERIAL):
        raise BadRequest
    return _key_id(ca_key_id), int(serial)


def _key_id(written: str) -> bytes:
    try:
        return bytes.fromhex(written)
    except ValueError as error:
        raise BadRequest from error


def _named(found: LinkedCertificate) -> dict[str, str]:
    return {"ca_key_id": found.ca_key_id.hex(), "serial": str(found.serial)}
