"""What a page carries so that sending it twice does its act once."""

from __future__ import annotations

from flask import abort
from flask_wtf import FlaskForm

from mykey.crypto.tokens import to_base64url
from mykey.points.citizens.workplace import workplace

__all__ = ["act_key_of", "new_act_key"]

_BYTES = 16
_LENGTH = len(to_base64url(bytes(_BYTES)))


def new_act_key() -> str:
    """Random, for the page that is now made."""
    return to_base64url(workplace().ground.random_bytes(_BYTES))


def act_key_of(form: FlaskForm) -> str:
    """The key that came back with a form; a form without one is none of ours."""
    key: str = form.act_key.data or ""
    if len(key) != _LENGTH:
        abort(400)
    return key
