"""The form behind the button that marks a contact as reviewed."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField

__all__ = ["ReviewForm"]


class ReviewForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """`seen` says which words the officer saw."""

    seen = HiddenField()
