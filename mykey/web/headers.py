"""Security headers on every answer. Pages run no inline script and no foreign one.

`allow_forms_to` names origins that a form of one page may reach besides its own (the card agent).
"""

from __future__ import annotations

from flask import Flask, Response, g

__all__ = ["allow_form_target", "protect_with_headers"]


def allow_form_target(origin: str) -> None:
    """Let the forms of the page now rendered redirect to another origin (form-action follows redirects)."""
    g.form_targets = [*getattr(g, "form_targets", []), origin]


def protect_with_headers(app: Flask, *, https: bool) -> None:
    """Add the headers to every answer of a face; HSTS where the face is served over TLS."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        targets = " ".join(["'self'", *getattr(g, "form_targets", [])])
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
            f"form-action {targets}; base-uri 'none'; frame-ancestors 'none'"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), usb=()"
        response.headers.setdefault("Cache-Control", "no-store")
        if https:
            response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        return response
