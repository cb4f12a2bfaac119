"""`python -m mykey.points.jobs.run`: every job of the points side again and again until SIGTERM."""

from __future__ import annotations

import os
import sys

from sqlalchemy import Engine

from mykey.crypto.passwords import Passwords
from mykey.crypto.tokens import system_random_bytes
from mykey.kernel.clock import system_clock
from mykey.kernel.settings import SettingMalformed, load
from mykey.kernel.stop_signals import StopSignals
from mykey.points.acts.put_into_reserve import MOST_TERM_DAYS
from mykey.points.ground import PointsGround
from mykey.points.jobs.ask_partners import ask_partners
from mykey.points.jobs.count_figures import count_figures
from mykey.points.jobs.expire_lots import expire_lots
from mykey.points.jobs.move_past_term import move_past_term
from mykey.points.jobs.purge import purge_points
from mykey.points.jobs.remind_of_end import remind_of_end
from mykey.points.jobs.return_vouchers import return_vouchers
from mykey.points.jobs.send_letters import send_letters
from mykey.points.jobs.settings import PointsJobsSettings
from mykey.points.jobs.tell_partners import tell_partners
from mykey.points.keys import PointsKeys
from mykey.points.models.all_tables import CITIZENS_TABLES
from mykey.points.partner_calls.calls import PartnerCalls
from mykey.web.engines import make_engine
from mykey.web.request_logs import configure_logs
from mykey.web.rewriting import rewrite_tables
from mykey.web.smtp import SmtpTransport
from mykey.web.timed_jobs import DrawnJob, Job, run_jobs

__all__ = ["jobs_of"]


def jobs_of(settings: PointsJobsSettings, engine: Engine) -> list[Job]:
    """The jobs of one process.

    The rewriting is drawn here by itself: a moment that both sides shared would tie their rows together.

    Raises:
        KeyRingRefused, SettingMalformed: the process must not start.
    """
    if not 1 <= settings.term_days <= MOST_TERM_DAYS:
        raise SettingMalformed(
            variable=f"{settings.PREFIX}TERM_DAYS", wanted=f"a whole number from 1 to {MOST_TERM_DAYS}"
        )
    keys = PointsKeys.open(settings.key_ring, system_random_bytes, demo_allowed=settings.demo_keys)
    ground = PointsGround(keys, system_clock, system_random_bytes, Passwords())
    transport = SmtpTransport(settings.smtp_host, settings.smtp_port, settings.mail_sender)
    calls, days = PartnerCalls(ground), settings.term_days
    return [
        Job("send-letters", settings.mail_seconds, lambda: send_letters(engine, keys, transport)),
        Job("purge", settings.purge_seconds, lambda: purge_points(engine, keys, system_clock)),
        Job("return-vouchers", settings.lots_seconds, lambda: return_vouchers(engine, ground)),
        Job("expire-lots", settings.lots_seconds, lambda: expire_lots(engine, ground)),
        Job("move-past-term", settings.lots_seconds, lambda: move_past_term(engine, ground)),
        Job("remind-of-end", settings.lots_seconds, lambda: remind_of_end(engine, ground)),
        Job("count-figures", settings.lots_seconds, lambda: count_figures(engine, ground)),
        Job("ask-partners", settings.ask_seconds, lambda: ask_partners(engine, ground, calls, days)),
        Job("tell-partners", settings.tell_seconds, lambda: tell_partners(engine, ground, calls)),
        DrawnJob(
            "rewrite-citizens-tables",
            settings.rewriting_seconds,
            lambda: rewrite_tables(engine, CITIZENS_TABLES, system_random_bytes),
            system_random_bytes,
        ),
    ]


def main() -> int:
    """Run until SIGTERM or Ctrl-C."""
    stop = StopSignals()
    configure_logs("points-jobs")
    settings = load(PointsJobsSettings, os.environ)
    run_jobs(jobs_of(settings, make_engine(settings.database_url)), stop)
    return 0


if __name__ == "__main__":
    sys.exit(main())
