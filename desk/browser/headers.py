"""Headers of every answer: nothing stored, nothing framed, nothing run that is not a file of ours."""

from __future__ import annotations

from flask import Flask, Response, g, request

__all__ = ["send_headers"]

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action {form_action}"
)


def send_headers(app: Flask) -> None:
    """Set them. A view that leads back to a portal names its origin in `g.form_action`."""

    def add(response: Response) -> Response:
        returning = g.get("form_action")
        headers = response.headers
        headers["Content-Security-Policy"] = _POLICY.format(form_action=returning or "'self'")
        # A portal may check whence the card's answer comes; nobody else learns even our origin.
        headers["Referrer-Policy"] = "strict-origin" if returning else "same-origin"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), usb=()"
        if request.endpoint != "static":
            headers["Cache-Control"] = "no-store"
        return response

    app.after_request(add)
