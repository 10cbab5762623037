"""`script/server`: the demo shop in a browser."""

import argparse
import csv
import subprocess
import time

from . import host, logs, network, postgres, settings, smtp_sink
from .databases import Databases
from .report import fail, say

PORT = 8069
LOG = settings.CACHE / "logs" / "server.log"
READY = "Registry loaded"

# Columns login, name, role; the demo data gives everybody the login as password.
LOGINS = settings.ROOT / settings.ADDON / "demo" / "logins.csv"


def main(arguments):
    """Provision what is missing and serve until Ctrl-C."""
    options = _parse(arguments)
    if not network.is_port_free(options.port):
        fail(
            f"Port {options.port} is taken. Give another one: --port {options.port + 1}"
        )
    found = host.provide()
    with postgres.running():
        database = Databases(found).provide_demo(fresh=options.fresh)
        _prepare(database, options.port)
        with smtp_sink.running() as smtp_options:
            return _serve(found, database, options.port, smtp_options)


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="script/server", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument(
        "--fresh", action="store_true", help="make the demo database again"
    )
    return parser.parse_args(arguments)


def _prepare(database, port):
    """Let links in mails lead to this server, and no mail leave the machine."""
    smtp_sink.switch_off_other_servers(database)
    postgres.execute(
        f"UPDATE ir_config_parameter SET value = 'http://{network.LOOPBACK}:{port}' "
        "WHERE key = 'web.base.url'",
        database,
    )


def _serve(found, database, port, smtp_options):
    arguments = [
        *("-d", database),
        f"--http-interface={network.LOOPBACK}",
        f"--http-port={port}",
        "--no-database-list",
        *smtp_options,
    ]
    say("-> Starting Odoo ...")
    with found.started(*arguments, stdout=subprocess.PIPE, text=True) as odoo:
        _follow(odoo.stdout, port)
        return odoo.wait()


def _follow(lines, port):
    """Write Odoo's log to a file; show warnings, and the address when it is ready."""
    started = time.monotonic()
    is_ready = False
    with open(LOG, "w") as log:
        for line in lines:
            log.write(line)
            log.flush()
            record = logs.parse_line(line)
            if not record:
                continue
            if record.level in ("WARNING", "ERROR", "CRITICAL"):
                say(str(record))
            if READY in record.message and not is_ready:
                is_ready = True
                say(f"   done in {time.monotonic() - started:.0f} s\n")
                _print_welcome(port)


def _print_welcome(port):
    say(f"Odoo serves http://{network.LOOPBACK}:{port}")
    say("Log in with the same word as name and password:")
    for person in _read_logins():
        say(f"  {person['login']:<12} {person['name']}, {person['role']}")
    say(f"Mails go to {smtp_sink.OUTBOX}, none leaves the machine.")
    say("Write one to the shop: script/mail FILE.eml")
    say(f"Odoo's log: {LOG}. Ctrl-C stops everything.\n")


def _read_logins():
    if not LOGINS.exists():
        return [{"login": "admin", "name": "Administrator", "role": "administrator"}]
    with open(LOGINS, newline="") as file:
        return list(csv.DictReader(file))
