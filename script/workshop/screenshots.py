"""`script/screenshots`: photograph the demo shop for the documentation."""

import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from . import host, native_tools, network, postgres, settings
from .databases import Databases
from .report import fail, say, step
from .shell import run

PHOTOGRAPHER = Path(__file__).parent / "inside" / "photographer.py"
PICTURES = settings.ROOT / "docs" / "screenshots"
DESCRIPTION = settings.ROOT / settings.ADDON / "static" / "description"
LOG = settings.CACHE / "logs" / "screenshots.log"
PATIENCE = 120  # seconds until the server answers


def main(arguments):
    """Write all pictures, or those whose names are given."""
    found = host.provide()
    if not found.python:
        fail("Screenshots need the interpreter of Odoo; ODOO_COMMAND does not tell it.")
    browser = _get_browser()
    with (
        postgres.running(),
        Databases(found).cloned(1, with_demo=True) as (database,),
        _served(found, database) as address,
        step("Screenshots"),
    ):
        _photograph(found, browser, address, arguments)
    say(f"The pictures are in {PICTURES.relative_to(settings.ROOT)}.")


def _get_browser():
    folder = native_tools.provide_browser()
    search = str(folder) if folder else None
    return shutil.which("chromium", path=search) or shutil.which("google-chrome")


@contextmanager
def _served(found, database):
    """Have a server on a database of its own; gives its address."""
    port = network.get_free_port()
    arguments = [
        *("-d", database),
        f"--http-interface={network.LOOPBACK}",
        f"--http-port={port}",
        "--max-cron-threads=0",
    ]
    with open(LOG, "w") as log, found.started(*arguments, stdout=log) as odoo:
        _wait_for(port, odoo)
        yield f"http://{network.LOOPBACK}:{port}"


def _wait_for(port, odoo):
    end = time.monotonic() + PATIENCE
    while network.is_port_free(port):
        if odoo.poll() is not None or time.monotonic() > end:
            fail(f"Odoo does not start; its log is {LOG}")
        time.sleep(0.5)


def _photograph(found, browser, address, names):
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        run(
            [
                *(found.python, PHOTOGRAPHER, browser, profile),
                *(address, PICTURES, DESCRIPTION, *names),
            ],
            problem=f"No pictures. Odoo's log is {LOG}",
        )
