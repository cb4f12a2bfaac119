"""`python -m mykey.jobs.run`: every job again and again until SIGTERM. A failed job waits for its turn."""

from __future__ import annotations

import os
import sys

from mykey.certificates import load_trust
from mykey.crypto.tokens import system_random_bytes
from mykey.jobs.import_revocation_lists import import_revocation_lists
from mykey.jobs.purge import purge
from mykey.jobs.rewrite_citizens_tables import rewrite_citizens_tables
from mykey.jobs.send_outbox import send_outbox
from mykey.jobs.settings import JobsSettings
from mykey.kernel.clock import system_clock
from mykey.kernel.settings import is_loopback, load
from mykey.kernel.stop_signals import StopSignals
from mykey.models.keys import CoreKeys
from mykey.outside.revocation_lists import HttpRevocationLists
from mykey.web.engines import make_engine
from mykey.web.request_logs import configure_logs
from mykey.web.smtp import SmtpTransport
from mykey.web.timed_jobs import DrawnJob, Job, run_jobs

__all__ = ["jobs_of"]


def jobs_of(settings: JobsSettings) -> list[Job]:
    """The jobs of one process. Demo keys are accepted only beside an authority on this machine.

    Raises:
        KeyRingRefused, TrustUnusable: the process must not start.
    """
    demo_allowed = is_loopback(settings.authority_origin)
    keys = CoreKeys.open(settings.key_ring, system_random_bytes, demo_allowed=demo_allowed)
    trust = load_trust(settings.trust.read_bytes())
    engine = make_engine(settings.database_url)
    transport = SmtpTransport(settings.smtp_host, settings.smtp_port, settings.mail_sender)
    source = HttpRevocationLists(settings.authority_origin)
    return [
        Job(
            "import-revocation-lists",
            settings.lists_seconds,
            lambda: import_revocation_lists(source, trust, settings.revocation_lists, system_clock),
        ),
        Job("send-outbox", settings.mail_seconds, lambda: send_outbox(engine, keys, transport, system_clock)),
        Job("purge", settings.purge_seconds, lambda: purge(engine, keys, system_clock)),
        DrawnJob(
            "rewrite-citizens-tables",
            settings.rewriting_seconds,
            lambda: rewrite_citizens_tables(engine, system_random_bytes),
            system_random_bytes,
        ),
    ]


def main() -> int:
    """Run until SIGTERM or Ctrl-C."""
    stop = StopSignals()
    configure_logs("jobs")
    run_jobs(jobs_of(load(JobsSettings, os.environ)), stop)
    return 0


if __name__ == "__main__":
    sys.exit(main())
