"""What a face's cookie is called, and that one face's vault opens nothing of another's."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from mykey.crypto.keyed_index import Indexes
from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import CorePurpose
from mykey.crypto.sealed_values import SealBroken
from mykey.models.keys import CoreKeys
from mykey.models.sessions import CONSOLE_SESSION, PORTAL_SESSION
from mykey.web.session_vaults import KeyedVault, session_rules

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("origin", "path", "name", "cookie_path"),
    [
        ("https://mykey.example", "/", "__Host-face", "/"),
        ("https://mykey.example", "", "__Host-face", "/"),
        ("https://mykey.example", "/face", "face", "/face"),
        ("https://mykey.example", "/face/", "face", "/face"),
        ("http://localhost:8610", "/", "face", "/"),
    ],
)
def test_a_host_prefix_stands_where_browsers_take_it(
    origin: str, path: str, name: str, cookie_path: str
) -> None:
    rules = session_rules("face", origin, path, HOUR, DAY)
    assert (rules.cookie_name, rules.cookie_path) == (name, cookie_path)
    assert rules.https == origin.startswith("https:")
    assert (rules.idle, rules.absolute) == (HOUR, DAY)


def test_each_face_has_its_own_index_and_seal() -> None:
    keys = CoreKeys(KeyRing({purpose: (Key(1, os.urandom(32)),) for purpose in CorePurpose}), os.urandom)
    portal = KeyedVault(keys, CorePurpose.PORTAL_SESSION_INDEX, PORTAL_SESSION)
    console = KeyedVault(keys, CorePurpose.CONSOLE_SESSION_INDEX, CONSOLE_SESSION)
    place = portal.candidates("token")[0]
    assert place == Indexes(keys.ring).of(CorePurpose.PORTAL_SESSION_INDEX, b"token")
    assert place not in console.candidates("token")
    sealed = portal.seal(place, {"who": "somebody"})
    assert portal.open(place, sealed) == {"who": "somebody"}
    with pytest.raises(SealBroken):
        console.open(place, sealed)
