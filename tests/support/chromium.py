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


def launch_chromium(playwright: Playwright, *, headless: bool = True) -> Browser:
    """One browser program; with a real window on the X display where it is not headless.

    Without a window it is the same engine in a program that can draw none: a fifth less work.
    """
    shell = which("chromium-headless-shell") if headless else None
    return playwright.chromium.launch(
        executable_path=shell or which("chromium"), headless=headless, args=list(CHROMIUM_FLAGS)
    )
