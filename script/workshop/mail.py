"""`script/mail FILE.eml`: a mail arrives at the demo shop."""

import os
import sys
import tempfile
from pathlib import Path

from .console import run_shell
from .report import fail

FEEDER = Path(__file__).parent / "inside" / "feed_mail.py"
USAGE = "Usage: script/mail FILE.eml …, or script/mail - to read standard input"


def main(arguments):
    """Feed every mail into the gateway, and print what became of it."""
    if not arguments:
        fail(USAGE)
    return max(_feed(argument) for argument in arguments)


def _feed(argument):
    with tempfile.NamedTemporaryFile(suffix=".eml") as copy:
        copy.write(_read(argument))
        copy.flush()
        os.environ["CUSTOMER_SUPPORT_MAIL"] = copy.name
        with open(FEEDER) as script:
            return run_shell(stdin=script)


def _read(argument):
    if argument == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(argument).read_bytes()
    except OSError as error:
        return fail(f"{argument}: {error.strerror}\n{USAGE}")
