from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mykey.crypto.tokens import from_base64url, new_token, to_base64url


@given(st.binary(max_size=64))
def test_base64url_comes_back(value: bytes) -> None:
    assert from_base64url(to_base64url(value)) == value


@pytest.mark.parametrize("text", ["A", "AA==", "A+", "A/", "AB", "AAB", "あ", "A A", "A\n"])
def test_other_spellings_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the contract is the type; there is no text
        from_base64url(text)


def test_tokens_have_256_bits_and_differ() -> None:
    one, other = new_token(os.urandom), new_token(os.urandom)
    assert one != other
    assert len(from_base64url(one)) == 32
