"""Run other programs, and fail with their own words."""

import os
import signal
import subprocess
from contextlib import contextmanager

from .report import fail


def run(command, *, problem, **options):
    """Run a command silently and return its output.

    :param str problem: what to tell the user, before the command's last lines,
        when it fails
    """
    options = {"stdin": subprocess.DEVNULL, **options}
    if "input" in options:
        del options["stdin"]
    try:
        result = subprocess.run(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **options,
        )
    except OSError as error:
        fail(f"{problem}\n  {command[0]}: {error.strerror}")
    if result.returncode:
        fail(f"{problem}\n{_indent_tail(result.stdout)}")
    return result.stdout


@contextmanager
def child(command, **options):
    """Have a process, and all that it starts, exactly while the block runs."""
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        **options,
    )
    try:
        yield process
    finally:
        _stop_group(process)


def _stop_group(process, patience=15):
    """End the process group: politely first, then for certain."""
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, signal_number)
        except ProcessLookupError:
            break
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue


def _indent_tail(text, lines=15):
    return "\n".join(f"  {line}" for line in text.strip().splitlines()[-lines:])
