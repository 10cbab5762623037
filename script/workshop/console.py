"""`script/console`: Odoo's shell on the demo database."""

import subprocess
import sys

from . import host, postgres, smtp_sink
from .databases import Databases


def main(arguments):
    """Open the shell, or run the Python script on standard input.

    The shell gives `env`; nothing is kept without `env.cr.commit()`.
    """
    return run_shell(arguments, stdin=sys.stdin)


def run_shell(arguments=(), **options):
    """Run Odoo's shell on the demo database; its mails go to the sink."""
    found = host.provide()
    with postgres.running():
        database = Databases(found).provide_demo()
        smtp_sink.switch_off_other_servers(database)
        with smtp_sink.running() as smtp_options:
            command = found.get_command(
                *("shell", "-d", database, "--no-http", "--log-level=warn"),
                *smtp_options,
                *arguments,
            )
            return subprocess.call(command, env=found.get_environment(), **options)
