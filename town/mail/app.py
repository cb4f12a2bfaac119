"""The page to read the mails of the demo, and the same as JSON.

Mails may hold anything, so everything is escaped and the page may load nothing but its own style.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from flask import Flask, Response, jsonify, render_template_string, request

from town.clock import Clock, system_clock
from town.loopback import loopback_app
from town.mail.mailbox import Mailbox

__all__ = ["create_app"]

WORDS = {
    "ja": {
        "title": "届いたメール",
        "why": "デモのメールはすべてここに届き、外へは送られません。",
        "none": "メールはまだありません。",
        "reload": "新しいメールを確かめる",
        "to": "宛先",
        "from": "差出人",
        "received": "受信時刻（UTC）",
        "no_subject": "（件名なし）",
        "other": "English",
        "other_code": "en",
    },
    "en": {
        "title": "Mails received",
        "why": "Every mail of the demo arrives here; none is sent out.",
        "none": "There is no mail yet.",
        "reload": "Look for new mails",
        "to": "To",
        "from": "From",
        "received": "Received (UTC)",
        "no_subject": "(no subject)",
        "other": "日本語",
        "other_code": "ja",
    },
}

PAGE = """<!doctype html>
<html lang="{{ lang }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ words.title }}</title>
<style nonce="{{ nonce }}">
body { font-family: sans-serif; line-height: 1.7; margin: 0 auto; max-width: 48rem; padding: 1rem;
  color: #1a1a1c; background: #fff; overflow-wrap: anywhere; }
a { color: #0017c1; }
a:focus-visible { outline: 4px solid #000; outline-offset: 2px; background: #ffd43d; }
article { border: 1px solid #767676; border-radius: 8px; padding: 1rem; margin: 1rem 0; }
h2 { font-size: 1.125rem; margin: 0 0 .5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0; }
dd { margin: 0; }
@media (max-width: 30rem) {
  dl { display: block; }
  dt { color: #626264; }
}
pre { font: inherit; white-space: pre-wrap; margin: 1rem 0 0; }
</style>
</head>
<body>
<main>
<h1>{{ words.title }}</h1>
<p>{{ words.why }}</p>
<p><a href="?lang={{ lang }}">{{ words.reload }}</a> ・
<a href="?lang={{ words.other_code }}" lang="{{ words.other_code }}" hreflang="{{ words.other_code }}">
{{- words.other }}</a></p>
{% for mail in mails %}
<article>
<h2>{{ mail.subject or words.no_subject }}</h2>
<dl>
<dt>{{ words.to }}</dt><dd>{{ mail.recipient }}</dd>
<dt>{{ words.from }}</dt><dd>{{ mail.sender }}</dd>
<dt>{{ words.received }}</dt><dd><time datetime="{{ mail.received }}">{{ mail.received }}</time></dd>
</dl>
<pre>{{ mail.text }}</pre>
</article>
{% else %}
<p>{{ words.none }}</p>
{% endfor %}
</main>
</body>
</html>
"""


def create_app(home: Path, clock: Clock = system_clock) -> Flask:  # noqa: ARG001 - every service of the town is made alike; the page only shows times
    """The page on the mailbox in `home`."""
    app = loopback_app("town.mail")
    mailbox = Mailbox(home)

    @app.get("/")
    def page() -> Response:
        lang = "en" if request.args.get("lang") == "en" else "ja"
        nonce = secrets.token_urlsafe(16)
        # A template from a string is escaped by Flask like one from an .html file.
        response = Response(
            render_template_string(PAGE, lang=lang, words=WORDS[lang], mails=mailbox.mails(), nonce=nonce)
        )
        response.headers["Content-Security-Policy"] = (
            f"default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'"
        )
        return response

    @app.get("/mails.json")
    def mails() -> Response:
        return jsonify(
            [
                {
                    "to": mail.recipient,
                    "from": mail.sender,
                    "subject": mail.subject,
                    "text": mail.text,
                    "received": mail.received,
                }
                for mail in mailbox.mails()
            ]
        )

    return app
