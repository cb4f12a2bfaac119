"""The frame of certificates and lists: what is signed, how, and the signature (RFC 5280, 4.1.1 and 5.1.1).

The signature covers the inside only. So the frame itself must have one form, or one certificate would have
several: a naive reader accepted mutants of the unused-bits byte of the signature (jpki.md).
"""

from __future__ import annotations

from dataclasses import dataclass

from mykey.certificates.der import BIT_STRING, SEQUENCE, NotDer, content, only

__all__ = ["SignedDocument", "read_signed_document"]


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """Parts of a signed document. `start` and `stop` bound the fields inside the signed bytes.

    `signed` is a view of the signed bytes themselves, never a re-encoding of what was understood of them.
    `algorithm` is the DER of the outer AlgorithmIdentifier; the reader of the fields compares the inner one.
    """

    signed: memoryview
    start: int
    stop: int
    algorithm: bytes
    signature: bytes


def read_signed_document(der: bytes) -> SignedDocument:
    """Takes the frame apart. Raises `NotDer` for all but the one canonical form without trailing bytes."""
    end = len(der)
    outer, _ = only(der, 0, end, SEQUENCE)
    start, stop = content(der, outer, end, SEQUENCE)
    _, algorithm_stop = content(der, stop, end, SEQUENCE)
    signature, signature_stop = only(der, algorithm_stop, end, BIT_STRING)
    if signature == signature_stop or der[signature] != 0:
        raise NotDer
    return SignedDocument(
        signed=memoryview(der)[outer:stop],
        start=start,
        stop=stop,
        algorithm=der[stop:algorithm_stop],
        signature=der[signature + 1 : signature_stop],
    )
