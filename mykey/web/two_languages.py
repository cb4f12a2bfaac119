"""A text in both languages of the platform. The face's answers are chosen by `Accept-Language`."""

from __future__ import annotations

from dataclasses import dataclass

from flask import has_request_context, request

__all__ = ["LANGUAGES", "Words", "asked_language"]

LANGUAGES = ("ja", "en")


@dataclass(frozen=True)
class Words:
    """The same said in Japanese and in English."""

    ja: str
    en: str

    def in_language(self, lang: str) -> str:
        """English for "en", Japanese for everything else."""
        return self.en if lang == "en" else self.ja


def asked_language() -> str:
    """The request's language: what `Accept-Language` likes best (RFC 9110, 12.5.4), else Japanese."""
    if not has_request_context():
        return "ja"
    return request.accept_languages.best_match(LANGUAGES, default="ja") or "ja"
