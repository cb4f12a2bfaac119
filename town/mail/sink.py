"""The SMTP side: takes every mail for everybody, on the loopback address alone, and passes none on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.smtp import SMTP, Envelope, Session

from town.clock import Clock
from town.loopback import bound_socket
from town.mail.mailbox import Mailbox

__all__ = ["mail_sink"]


class Sink:
    """aiosmtpd's handler: only DATA matters, all recipients are welcome."""

    def __init__(self, mailbox: Mailbox, clock: Clock) -> None:
        self._mailbox = mailbox
        self._clock = clock

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name for the hook
        """Keep the mail and say so."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        recipients = [str(recipient) for recipient in envelope.rcpt_tos]
        self._mailbox.receive(str(envelope.mail_from or ""), recipients, content, self._clock())
        return "250 kept"


@contextmanager
def mail_sink(mailbox: Mailbox, port: int, clock: Clock) -> Iterator[int]:
    """Receive mail while the context lasts; gives the port. Port 0: a free one. Busy: `PortBusy`.

    Not aiosmtpd's own Controller: on a busy port it waits five seconds and leaves its event loop open.
    """
    sink = Sink(mailbox, clock)
    listening = bound_socket("mail", port)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(
            lambda: SMTP(sink, enable_SMTPUTF8=True, ident="town mail sink", loop=loop), sock=listening
        )
    )
    thread = threading.Thread(target=loop.run_forever, name="mail sink")
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.run_until_complete(_end_conversations(loop))
        loop.close()


async def _end_conversations(loop: asyncio.AbstractEventLoop) -> None:
    tasks = asyncio.all_tasks(loop) - {asyncio.current_task(loop)}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
