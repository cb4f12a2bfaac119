"""`lookup_vs_echo` and `lookup_vs_thin`: the look-up beside a bare echo and beside the thin prototype.

Three servers under the same gunicorn settings, in one run, measured in turn in several rounds; another card
at each request, requests signed just before each round, nonces kept. 64 connections are opened anew in each
round, so that they fall evenly on the workers.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import random
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import requests

from bench.figures import Figure, ratio_figure
from bench.http_load import run_load
from bench.look_up_world import FINGERPRINT, TERMINAL, World, world

__all__ = ["measure"]

WORKERS, THREADS, CONNECTIONS = 2, 4, 64
ROUNDS, SECONDS, MOST_A_SECOND = 9, 3.0, 6000
PORTS = {"ours": 8731, "echo": 8732, "thin": 8733}
APPS = {"ours": "wsgi:terminals()", "echo": "bench.echo_app:app", "thin": "bench.thin_app:app"}
ORIGIN = f"http://127.0.0.1:{PORTS['ours']}"
REPOSITORY = Path(__file__).resolve().parents[1]


def measure() -> list[Figure]:
    """Both figures of one run."""
    print((REPOSITORY / "bench" / "echo_app.py").read_text(encoding="utf-8"))
    with ExitStack() as stack:
        made = stack.enter_context(world())
        for name in APPS:
            stack.enter_context(_server(name, made))
        rates: dict[str, list[float]] = {name: [] for name in APPS}
        for round_number in range(-1, ROUNDS):
            for name, rate in _round(made, round_number).items():
                if round_number >= 0:  # the first round warms up
                    rates[name].append(rate)
    return [
        ratio_figure("lookup_vs_echo", rates["ours"], rates["echo"], 0.33, "requests a second"),
        ratio_figure("lookup_vs_thin", rates["ours"], rates["thin"], 0.90, "requests a second"),
    ]


def _round(made: World, round_number: int) -> dict[str, float]:
    """Measure the three in an order that changes, so that no one always comes first."""
    names = list(APPS)
    random.Random(round_number).shuffle(names)  # noqa: S311 - an order, not a secret
    rates = {}
    for name in names:
        requests = _signed_requests(made, int(MOST_A_SECOND * SECONDS))
        load = run_load(PORTS[name], iter(requests), CONNECTIONS, SECONDS)
        if set(load.statuses) != {b"200"}:
            raise RuntimeError(f"{name} answered {dict(load.statuses)}")
        rates[name] = load.per_second
    return rates


def _signed_requests(made: World, count: int) -> list[bytes]:
    """Look-ups as a terminal signs them, written from terminal-api.md."""
    created = int(time.time())
    offset = secrets.randbelow(len(made.certificates))
    return [
        _signed_request(made, made.certificates[(offset + number) % len(made.certificates)], created)
        for number in range(count)
    ]


def _signed_request(made: World, certificate: bytes, created: int) -> bytes:
    text = base64.urlsafe_b64encode(certificate).rstrip(b"=").decode()
    body = json.dumps({"card": {"user_certificate": text}}).encode()
    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
    parameters = (
        '("@method" "@target-uri" "content-digest" "mykey-device")'
        f';created={created};keyid="{TERMINAL}";alg="ed25519";nonce="{secrets.token_urlsafe(18)}"'
    )
    base = (
        f'"@method": POST\n"@target-uri": {ORIGIN}/v1/lookups\n"content-digest": {digest}\n'
        f'"mykey-device": {FINGERPRINT}\n"@signature-params": {parameters}'
    )
    signature = base64.b64encode(made.device.sign(base.encode())).decode()
    head = (
        f"POST /v1/lookups HTTP/1.1\r\nHost: {ORIGIN.removeprefix('http://')}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nContent-Digest: {digest}\r\n"
        f"MyKey-Device: {FINGERPRINT}\r\nSignature-Input: mykey={parameters}\r\n"
        f"Signature: mykey=:{signature}:\r\n\r\n"
    )
    return head.encode() + body


@contextmanager
def _server(name: str, made: World) -> Iterator[None]:
    environment = os.environ | made.settings(ORIGIN) | {"PYTHONPATH": str(REPOSITORY)}
    environment["MYKEY_TERMINALS_BENCH_DEVICE"] = made.device.public_key().public_bytes_raw().hex()
    command = [
        sys.executable, "-m", "gunicorn", APPS[name], "--bind", f"127.0.0.1:{PORTS[name]}",
        "--workers", str(WORKERS), "--threads", str(THREADS), "--no-control-socket", "--log-level", "error",
    ]  # fmt: skip
    with subprocess.Popen(command, env=environment, cwd=REPOSITORY, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - our own program
        try:
            _wait(PORTS[name], process)
            yield
        finally:
            process.terminate()
            process.wait(15)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError
        try:
            requests.get(f"http://127.0.0.1:{port}/", timeout=1)
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError
