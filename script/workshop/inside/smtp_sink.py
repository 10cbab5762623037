"""`smtp_sink.py PORT FOLDER`: take every mail and write it to a file.

Prints a line per mail, and the line `ready` when it listens.
"""

import asyncio
import email
import email.policy
import itertools
import os
import sys
import time
from pathlib import Path

from aiosmtpd.controller import UnthreadedController

MAXIMUM_SIZE = 50 * 1024 * 1024


class Outbox:
    """Writes mails to a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.numbers = itertools.count(1)

    async def handle_DATA(self, server, session, envelope):
        """Store one mail and report it."""
        name = (
            f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}-{next(self.numbers)}.eml"
        )
        path = self.folder / name
        path.write_bytes(envelope.original_content)
        message = email.message_from_bytes(
            envelope.original_content, policy=email.policy.default
        )
        recipients = ", ".join(envelope.rcpt_tos)
        print(f"mail  {envelope.mail_from} -> {recipients}", flush=True)
        print(f"      {_get_subject(message)}\n      {path}", flush=True)
        return "250 stored, not sent"


def _get_subject(message):
    try:
        return message["Subject"]
    except (ValueError, IndexError, AttributeError):
        return "(unreadable subject)"


def main(port, folder):
    """Serve until the process is ended."""
    loop = asyncio.new_event_loop()
    sink = UnthreadedController(
        Outbox(Path(folder)),
        hostname="127.0.0.1",
        port=int(port),
        loop=loop,
        data_size_limit=MAXIMUM_SIZE,
        enable_SMTPUTF8=True,
    )
    sink.begin()
    print("ready", flush=True)
    loop.run_forever()


main(*sys.argv[1:])
