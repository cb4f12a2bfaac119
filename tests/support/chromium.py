"""Debian's Chromium under Playwright; nothing is ever downloaded."""

from __future__ import annotations

from shutil import which

from playwright.sync_api import Browser, Playwright

__all__ = ["CHROMIUM_FLAGS", "launch_chromium"]

CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


def launch_chromium(playwright: Playwright) -> Browser:
    """One browser program; each person gets a context of their own in it."""
    return playwright.chromium.launch(executable_path=which("chromium"), args=list(CHROMIUM_FLAGS))
