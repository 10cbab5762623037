"""A local SMTP server that keeps every mail and sends none."""

import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path

from . import network, postgres, python_env, settings
from .report import fail, say
from .shell import child

OUTBOX = settings.CACHE / "outbox"
PROGRAM = Path(__file__).parent / "inside" / "smtp_sink.py"


@contextmanager
def running():
    """Have a sink while the block runs; give Odoo's options to send mail into it."""
    python = python_env.get_mail_environment().provide()
    OUTBOX.mkdir(parents=True, exist_ok=True)
    port = network.get_free_port()
    options = {"stdout": subprocess.PIPE, "text": True}
    with child([python, PROGRAM, port, OUTBOX], **options) as sink:
        if sink.stdout.readline().strip() != "ready":
            fail("The SMTP sink does not start.")
        threading.Thread(target=_show, args=[sink.stdout], daemon=True).start()
        yield [f"--smtp={network.LOOPBACK}", f"--smtp-port={port}"]


def _show(lines):
    for line in lines:
        say(line.rstrip())


def switch_off_other_servers(database):
    """Switch off the mail servers of a database, which would go past the sink."""
    postgres.execute("UPDATE ir_mail_server SET active = false", database)
    postgres.execute("UPDATE fetchmail_server SET active = false", database)
